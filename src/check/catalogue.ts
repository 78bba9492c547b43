import { leastReuse } from '../../properties/least-reuse.ts';
import { METAMORPHIC } from '../../properties/metamorphic.ts';
import { LIVENESS, ON_TRANSITIONS_ALONE, PROPERTIES } from '../../properties/properties.ts';
import type { Needs, Property } from '../../properties/property.ts';
import { EXPLAINED, EXPLAINED_TITLE } from './explained.ts';
import { SYSTEM_ANSWERS, SYSTEM_ANSWERS_TITLE } from './system-answers.ts';

/** A command that holds something to a property. */
export type CheckedBy = 'check' | 'judge' | 'explore';

/** What is said of a property to people and to programs. */
export interface CataloguedProperty {
  readonly id: string;
  readonly title: string;
  /** Undefined where the title is all there is. */
  readonly formula?: string;
  readonly requirements: readonly string[];
  /** What has to be seen of a system, or of the model, to judge it. */
  readonly needs: Needs | 'two-runs' | 'states';
  readonly checkedBy: readonly CheckedBy[];
  /** When it applies, where that is not always. */
  readonly condition?: string;
}

/** Everything that a report may name as a property, in the order of reports. */
export const CATALOGUE: readonly CataloguedProperty[] = [
  {
    id: SYSTEM_ANSWERS,
    title: SYSTEM_ANSWERS_TITLE,
    requirements: [],
    needs: 'answers',
    checkedBy: ['check', 'judge'],
  },
  {
    id: EXPLAINED,
    title: EXPLAINED_TITLE,
    formula: '□ ∃ choices ∈ admissible(profile): step(world, event, choices) agrees with what was observed',
    requirements: [],
    needs: 'answers',
    checkedBy: ['check', 'judge'],
  },
  ...PROPERTIES.map((property) => ofOneTrace(property)),
  {
    ...ofOneTrace(leastReuse),
    condition: 'Only where the field leastReuse of the profile is a number.',
  },
  ...ON_TRANSITIONS_ALONE.map(ofExploration),
  ...LIVENESS.map(ofExploration),
  ...METAMORPHIC.map(({ id, title, formula, requirements }): CataloguedProperty => {
    const condition = 'Only under profiles with one cache that drops nothing early.';
    return { id, title, formula, requirements, needs: 'two-runs', checkedBy: ['check'], condition };
  }),
];

function ofOneTrace({ id, title, formula, requirements, needs, invariant, goals }: Property): CataloguedProperty {
  const isExplored = invariant !== undefined || goals !== undefined;
  const checkedBy: CheckedBy[] = ['check', 'judge', ...(isExplored ? (['explore'] as const) : [])];
  return { id, title, formula, requirements, needs, checkedBy };
}

function ofExploration({
  id,
  title,
  requirements,
}: Pick<CataloguedProperty, 'id' | 'title' | 'requirements'>): CataloguedProperty {
  return { id, title, requirements, needs: 'states', checkedBy: ['explore'] };
}
