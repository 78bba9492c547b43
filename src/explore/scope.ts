import type { Event, Profile, Setup, Step } from '../../model/index.ts';

/** Something that can happen in a scope at any time, again and again: a step without its time. */
export interface Action {
  /** Name of the requester in the setup; null for the environment's events. */
  readonly by: string | null;
  readonly event: Event;
}

/**
 * A small world that is explored whole: from what its setup describes, whatever its actions and its clock can lead to.
 * Time passes in ticks; every length of time in the scope is a whole number of them, so that only finitely many ages
 * can be told apart.
 */
export interface ExploreScope {
  readonly name: string;
  /** One sentence for people. */
  readonly title: string;
  readonly setup: Setup;
  readonly profile: Profile;
  /** Length of a tick, in milliseconds. */
  readonly tickMs: number;
  readonly actions: readonly Action[];
  /** Whether the trace monitors of the properties also watch the shortest path to each state. */
  readonly monitored: boolean;
  /** Most states to tell apart unless another bound is asked for; a scope without it makes do with a million. */
  readonly maxStates?: number;
}

/** Place of the tick among what can happen in a scope: after the last action. */
export function tickOf(scope: ExploreScope): number {
  return scope.actions.length;
}

/** An action of a scope as a step. */
export function stepAt({ by, event }: Action, atMs: number): Step {
  return { atMs, by, event };
}

/** Every bucket name that occurs in a scope, in order of first occurrence. */
export function bucketNames({ setup, actions }: ExploreScope): readonly string[] {
  const names = new Set(setup.buckets.map(({ name }) => name));
  for (const { event } of actions) {
    if ('bucket' in event) names.add(event.bucket);
    if (event.op === 'CopyObject') names.add(event.source.bucket);
    if (event.op === 'PutBucketReplication') names.add(event.destination);
  }
  return [...names];
}

/** Every object key that occurs in a scope, in order of first occurrence. */
export function keyNames({ setup, actions }: ExploreScope): readonly string[] {
  const names = new Set(setup.buckets.flatMap(({ plainObjects }) => plainObjects.map(({ key }) => key)));
  for (const { event } of actions) {
    if ('key' in event) names.add(event.key);
    if (event.op === 'CopyObject') names.add(event.source.key);
  }
  return [...names];
}
