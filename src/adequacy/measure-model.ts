import { explore } from '../explore/explore.ts';
import type { ExploreScope } from '../explore/scope.ts';
import { agreement } from '../explore/testing/agreement.ts';
import { MISSED } from '../explore/testing/missed.ts';
import { CASES, MOST } from '../explore/testing/mistakes.ts';
import type { Act } from '../explore/testing/planted.ts';

/** A mistake in the model itself, which an exploration has to find. */
export interface ModelMutant {
  readonly what: string;
  readonly scope: ExploreScope;
  readonly act: Act;
}

/** Every mistake that was planted in the model, and every one that was once missed. */
export const MODEL_MUTANTS: readonly ModelMutant[] = [...CASES, ...MISSED];

/** What an exploration found of a mistake in the model. */
export interface ModelMeasured {
  readonly what: string;
  readonly scope: string;
  /** The property that refused it, or who did where exploration lets it pass; undefined where nobody did. */
  readonly property: string | undefined;
  /** States seen until then. */
  readonly states: number;
  /** Steps of a shortest story of it: no shorter one exists, worlds being seen breadth first. */
  readonly steps: number | undefined;
}

/** States after which an exploration gives a mistake up. */
const MOST_STATES = 50_000;

/** What only monitors refuse, who go by answers: an answer that tells something else than what is stored. */
function monitorsSay(scope: ExploreScope, act: Act): string | undefined {
  const said = agreement(scope, act, MOST);
  return said.length === 0 ? undefined : said.join('; ');
}

/** Explores the scope of a mistake with the model that makes it. */
export async function measureModel({ what, scope, act }: ModelMutant): Promise<ModelMeasured> {
  const { found, counts } = await explore(scope, { maxStates: MOST_STATES, act });
  const property = found?.violation.property ?? monitorsSay(scope, act);
  return { what, scope: scope.name, property, states: counts.states, steps: found?.trace.steps.length };
}
