import type { Requirement } from '../../model/index.ts';
import { type Citation, idsIn } from './citations.ts';
import { GAPS } from './gaps.ts';
import type { DocumentedMutant, DocumentedProperty, Material } from './material.ts';

/** Where claims and mutants are written down, which neither implement nor check anything. */
const LISTS: readonly string[] = ['model/requirements/', 'src/adequacy/mutants/'];

/** What in the project stands behind a requirement. */
export interface Trail {
  readonly requirement: Requirement;
  /** Sentences of the model and of the reference that cite it. */
  readonly implementing: readonly Citation[];
  /** Sentences of properties and tests that cite it. */
  readonly checking: readonly Citation[];
  /** Sentences of all other code that cite it. */
  readonly others: readonly Citation[];
  readonly properties: readonly DocumentedProperty[];
  readonly mutants: readonly DocumentedMutant[];
}

/** The trail of every requirement, in order. */
export function trailsOf({ requirements, citations, properties, mutants }: Material): readonly Trail[] {
  const byId = new Map<string, Citation[]>();
  for (const citation of citations) {
    if (LISTS.some((folder) => citation.path.startsWith(folder))) continue;
    byId.set(citation.id, [...(byId.get(citation.id) ?? []), citation]);
  }
  return requirements.map((requirement) => {
    const { id } = requirement;
    const cited = byId.get(id) ?? [];
    return {
      requirement,
      implementing: cited.filter(isImplementing),
      // What a property says itself is listed with the property.
      checking: cited.filter((one) => isChecking(one) && !properties.some(({ title }) => title === one.sentence)),
      others: cited.filter((one) => !isImplementing(one) && !isChecking(one)),
      properties: properties.filter(({ requirements: ids }) => ids.includes(id)),
      mutants: mutants.filter(({ requirements: ids }) => ids.includes(id)),
    };
  });
}

/** Why nothing implements or checks a claim; nothing where something does. */
export function reasonOf({ requirement, implementing, checking, properties, others }: Trail): string {
  const gap = GAPS.find(({ claims }) => idsIn(claims).includes(requirement.id));
  if (gap !== undefined) return gap.reason;
  if (implementing.length + checking.length + properties.length > 0) return '';
  if (requirement.kind === 'background') return 'Background: it says nothing of what S3 or KMS do in a step.';
  return others.length > 0 ? 'Only tools follow it: see what cites it.' : 'Nothing follows it yet.';
}

function isImplementing(citation: Citation): boolean {
  const { path } = citation;
  return !isTest(path) && (path.startsWith('model/') || path.startsWith('src/reference/'));
}

function isChecking({ path }: Citation): boolean {
  return isTest(path) || (path.startsWith('properties/') && !path.startsWith('properties/arbitraries/'));
}

function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.includes('/testing/');
}
