import type { Goal } from '../../../properties/goal.ts';
import { LIVENESS, PROPERTIES } from '../../../properties/properties.ts';
import type { Layout } from '../parts/layout.ts';
import type { ExploreScope } from '../scope.ts';

/** A goal under the name of its property. */
export interface NamedGoal extends Goal {
  /** Id of the property. */
  readonly id: string;
  /** What must hold, in one sentence. */
  readonly title: string;
  readonly requirements: readonly string[];
}

/** Everything that may be pending in a scope and must not be so for ever. */
export function goalsOf({ actions }: ExploreScope, { model }: Layout): readonly NamedGoal[] {
  const context = { scope: model, events: actions.map(({ event }) => event) };
  return [...PROPERTIES, ...LIVENESS].flatMap(({ id, title, requirements, goals }) =>
    (goals?.(context) ?? []).map((goal) => ({ id, title, requirements, ...goal })),
  );
}
