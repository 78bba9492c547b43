import { describe, expect, test } from 'vitest';
import { perform } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { PropertySuite } from '../../properties/suite.ts';
import { observationOfOutcome } from '../suts/model-sut.ts';
import { explore } from './explore.ts';
import { MONITORED } from './monitors.ts';
import { stateOf } from './parts/state-of.ts';
import type { ExploreScope } from './scope.ts';
import { randomWalk } from './simulate/random-walk.ts';
import { cachesScope, LIFETIMES, OPENINGS, type Opening, wideScope } from './testing/openings.ts';
import { compareAction, compareTick } from './whole-worlds/cross-check.ts';
import { type WholePath, WholeWorlds, wordsOf } from './whole-worlds/whole-worlds.ts';

/** Walks through a scope at random, and everywhere holds the state to the whole world. */
function holdStates(scope: ExploreScope, seed: number, depth: number): void {
  const wholes = new WholeWorlds(scope, perform);
  const { world: initial, layout } = wholes.successors;
  const told: string[] = [];
  for (const { before, place, taken } of randomWalk(scope, initial, perform, { seed, depth, etags: false })) {
    const path: WholePath = { world: before, state: stateOf(layout, before), worlds: [before], steps: [], told };
    if (taken === undefined) compareTick(scope, wholes, path);
    else compareAction(wholes, path, place);
    told.push(taken === undefined ? 'a tick' : wordsOf(taken.step));
  }
}

/** Has the monitors watch a random walk; why they refuse it, if they do. */
function monitored(scope: ExploreScope, seed: number, depth: number): string | undefined {
  const suite = new PropertySuite(MONITORED, scope.setup, scope.profile);
  const { world: initial } = new WholeWorlds(scope, perform).successors;
  const seen: ObservedStep[] = [];
  for (const { taken } of randomWalk(scope, initial, perform, { seed, depth, etags: true })) {
    if (taken === undefined) continue;
    const one = { step: taken.step, observation: observationOfOutcome(taken.result.outcome) };
    seen.push(one);
    const [broken] = suite.see(one);
    if (broken === undefined) continue;
    const story = seen.map(({ step }) => wordsOf(step)).join('; ');
    return `${scope.name}: ${broken.property.id}: ${broken.reason}, after ${story}`;
  }
  return undefined;
}

/** What is wrong with a scope: a violation, a crash, or states that are not its worlds. */
function wrongWith(scope: ExploreScope, walks: number, depth: number): readonly string[] {
  try {
    for (let seed = 1; seed <= walks; seed++) holdStates(scope, seed, depth);
  } catch (error) {
    return [`${scope.name}: ${error}`];
  }
  for (let seed = 1; seed <= walks; seed++) {
    const refused = monitored(scope, seed, depth);
    if (refused !== undefined) return [refused];
  }
  return [];
}

/** Bounded, since where a cold write can always make one more bucket key there is no end of states. */
async function violated(scope: ExploreScope): Promise<readonly string[]> {
  const { verdict, found } = await explore(scope, { maxStates: 150 });
  return verdict === 'violates' ? [`${scope.name}: ${found?.violation.property}: ${found?.violation.reason}`] : [];
}

const CACHE_FIELDS = new Set(
  OPENINGS.slice(
    0,
    OPENINGS.findIndex(({ field }) => field === 'inertHeader'),
  ).map(({ field }) => field),
);
const [SHORT] = LIFETIMES;

describe('what is open alone', () => {
  test.each(LIFETIMES)('of bucket keys, $name', async ({ name, setting }) => {
    const wrong: string[] = [];
    for (const opening of OPENINGS.filter(({ field }) => CACHE_FIELDS.has(field))) {
      const scope = cachesScope(`${opening.name}, ${name}`, setting, opening.setting);
      wrong.push(...(await violated(scope)), ...wrongWith(scope, 1, 60));
    }
    expect(wrong).toEqual([]);
  });

  test.each(OPENINGS)('$name', async ({ name, setting }) => {
    const scope = wideScope(name, SHORT?.setting ?? {}, setting);
    expect([...(await violated(scope)), ...wrongWith(scope, 1, 120)]).toEqual([]);
  });
});

/** Of the pairs one in so many is walked: all of them, with `BUCKETKEY_SWEEP_EVERY=1`, take minutes. */
const EVERY = Number(process.env.BUCKETKEY_SWEEP_EVERY ?? 4);

describe('what is open in pairs', () => {
  const fields = [...new Set(OPENINGS.map(({ field }) => field))];

  test.each(fields)('%s with each that comes after it', (field) => {
    const wrong: string[] = [];
    const others = OPENINGS.filter((other) => fields.indexOf(other.field) > fields.indexOf(field));
    for (const [at, [one, other]] of pairsOf(field, others).entries()) {
      if (at % EVERY > 0) continue;
      const lifetime = LIFETIMES[at % LIFETIMES.length];
      const make = CACHE_FIELDS.has(one.field) && CACHE_FIELDS.has(other.field) ? cachesScope : wideScope;
      const name = `${one.name} and ${other.name}, ${lifetime?.name}`;
      wrong.push(...wrongWith(make(name, lifetime?.setting ?? {}, one.setting, other.setting), 1, 40));
    }
    expect(wrong).toEqual([]);
  });
});

function pairsOf(field: string, others: readonly Opening[]): readonly (readonly [Opening, Opening])[] {
  return OPENINGS.filter((one) => one.field === field).flatMap((one) => others.map((other) => [one, other] as const));
}
