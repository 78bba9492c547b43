import type { Step, StepResult, World } from '../../../model/index.ts';
import { transitionOf } from '../../../properties/transition-of.ts';
import type { Compared } from '../exploration.ts';
import { firstBroken } from '../invariants.ts';
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
  for (const number of numbers) {
    const path = wholes.follow(sampled.pathTo(number));
    for (const place of scope.actions.keys()) compareAction(wholes, path, place);
    compareTick(scope, wholes, path);
  }
  return { states: numbers.length };
}

/** At most so many of the numbers below `states`, one from each share, 0 among them. */
export function sampleOf(states: number, most: number): readonly number[] {
  if (states <= most) return Array.from({ length: states }, (_, number) => number);
  const share = states / most;
  // Weyl's sequence of the golden ratio: spread evenly, and the same each time.
  return Array.from({ length: most }, (_, index) => Math.floor(share * (index + ((index * 0.6180339887) % 1))));
}

/**
 * Compares all results of an action, and what invariants say of them. Where both break the same one, a bound has ended
 * the search before it came to that: it is no difference.
 */
export function compareAction(wholes: WholeWorlds, path: WholePath, place: number): void {
  const { world, told } = path;
  const step = wholes.stepOf(place, world);
  const { results, broken, surplus, missing } = wholes.compared(path, place);
  const inWorld = firstBrokenOf(wholes, world, step, results);
  if (broken !== undefined && broken.id === inWorld?.id) return;
  if (broken !== undefined)
    throw wholes.mismatch(told, `${wordsOf(step)} breaks ${broken.id} in the state alone: ${broken.reason}`);
  if (surplus !== undefined)
    throw wholes.mismatch(
      told,
      `${wordsOf(step)} has a result in the world, not in the state: ${JSON.stringify(surplus.outcome)}`,
    );
  if (missing !== undefined)
    throw wholes.mismatch(told, `${wordsOf(step)} has a result in the state, not in the world: ${missing}`);
  if (inWorld !== undefined)
    throw wholes.mismatch(told, `${wordsOf(step)} breaks ${inWorld.id} in the world alone: ${inWorld.reason}`);
}

/** The first invariant that a result of a step breaks in a whole world. */
function firstBrokenOf(
  wholes: WholeWorlds,
  world: World,
  step: Step,
  results: readonly StepResult[],
): ReturnType<typeof firstBroken> {
  for (const result of results) {
    const broken = firstBroken(wholes.judges.invariants, transitionOf(world, step, result));
    if (broken !== undefined) return broken;
  }
  return undefined;
}

/** Compares what a tick leads to. */
export function compareTick(scope: ExploreScope, wholes: WholeWorlds, { world, state, told }: WholePath): void {
  const after = wholes.after(state, { action: tickOf(scope), result: TICK });
  if (!isSame(stateOf(wholes.successors.layout, wholes.later(world)), after))
    throw wholes.mismatch(told, 'a tick leads to another state');
}
