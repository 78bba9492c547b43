import type { Step, World } from '../../../model/index.ts';
import { transitionOf } from '../../../properties/transition-of.ts';
import type { Compared } from '../exploration.ts';
import { firstBroken, INVARIANTS } from '../invariants.ts';
import { NONE } from '../memo/action-runner.ts';
import { stateOf } from '../parts/state-of.ts';
import { type ExploreScope, tickOf } from '../scope.ts';
import type { Link } from '../search/link.ts';
import { TICK } from '../search/successors.ts';
import { isSame, type WholePath, type WholeWorlds, wordsOf } from './whole-worlds.ts';

/** States of an exploration whose transitions are compared with those of whole worlds. */
export interface Sampled {
  /** How many states there are a way to. */
  readonly reached: number;
  /** A way to a state by its number. */
  pathTo(state: number): readonly Link[];
}

/**
 * Takes the ways to a sample of states from whole world to whole world, and does everything there that can happen in
 * the scope: as many results, the same answers, the same states afterwards as the exploration has. The sample is the
 * same each time: `most` states, drawn from as many equal shares of all.
 *
 * @throws MismatchError where they differ
 */
export function crossCheck(scope: ExploreScope, wholes: WholeWorlds, sampled: Sampled, most: number): Compared {
  const numbers = sampleOf(sampled.reached, most);
  let transitions = 0;
  for (const number of numbers) {
    const path = wholes.follow(sampled.pathTo(number));
    for (const place of scope.actions.keys()) transitions += compareAction(wholes, path, place);
    compareTick(scope, wholes, path);
    transitions++;
  }
  return { states: numbers.length, transitions };
}

/** At most so many of the numbers below `states`, one from each share, 0 among them. */
export function sampleOf(states: number, most: number): readonly number[] {
  if (states <= most) return Array.from({ length: states }, (_, number) => number);
  const share = states / most;
  // Weyl's sequence of the golden ratio: spread evenly, and the same each time.
  return Array.from({ length: most }, (_, index) => Math.floor(share * (index + ((index * 0.6180339887) % 1))));
}

/** Compares all results of an action, and answers how many there are. */
function compareAction(wholes: WholeWorlds, { world, state, told }: WholePath, place: number): number {
  const { successors } = wholes;
  const step = wholes.stepOf(place, world);
  const results = wholes.resultsOf(world, step);
  const explored = successors.of(place, state, 0);
  if (successors.broken !== undefined)
    throw wholes.mismatch(told, `${wordsOf(step)} breaks ${successors.broken.id} in the state alone`);
  if (explored.results !== results.length)
    throw wholes.mismatch(
      told,
      `${wordsOf(step)} has ${explored.results} results in the state and ${results.length} in the world`,
    );
  const inState = new Set<string>(
    explored.answered.map(({ answer, change }) => {
      const after = change === NONE ? state : wholes.made(change, state);
      return `${successors.answers[answer]}\n${Array.from(after).join()}`;
    }),
  );
  const inWorld = new Set<string>(
    results.map(
      ({ world: after, outcome }) => `${JSON.stringify(outcome)}\n${stateOf(successors.layout, after).join()}`,
    ),
  );
  const differing = [...inWorld].find((one) => !inState.has(one)) ?? [...inState].find((one) => !inWorld.has(one));
  if (differing !== undefined) {
    const [outcome = ''] = differing.split('\n');
    const where = inWorld.has(differing) ? 'the world, not in the state' : 'the state, not in the world';
    throw wholes.mismatch(told, `${wordsOf(step)} has a result in ${where}: ${outcome}`);
  }
  judgeWhole(wholes, told, world, step, results);
  return results.length;
}

/** What no invariant refuses in a state, none may refuse in the world. */
function judgeWhole(
  wholes: WholeWorlds,
  told: readonly string[],
  world: World,
  step: Step,
  results: ReturnType<WholeWorlds['resultsOf']>,
): void {
  for (const result of results) {
    const broken = firstBroken(INVARIANTS, transitionOf(world, step, result));
    if (broken !== undefined)
      throw wholes.mismatch(told, `${wordsOf(step)} breaks ${broken.id} in the world alone: ${broken.reason}`);
  }
}

function compareTick(scope: ExploreScope, wholes: WholeWorlds, { world, state, told }: WholePath): void {
  const after = wholes.after(state, { action: tickOf(scope), result: TICK });
  if (!isSame(stateOf(wholes.successors.layout, wholes.later(world)), after))
    throw wholes.mismatch(told, 'a tick leads to another state');
}
