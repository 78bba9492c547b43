import {
  type Event,
  type NameKind,
  namesIn,
  type Profile,
  type Setup,
  type Step,
  uploadId,
  type World,
} from '../../model/index.ts';

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
  /**
   * Most versions and delete markers that a key may have; whatever would make more is left out. Needed where a bucket
   * keeps versions, of which there would be no end.
   */
  readonly mostVersions?: number;
  /** Whether the trace monitors of the properties also watch the shortest path to each state. */
  readonly monitored: boolean;
  /** Most states to tell apart unless another bound is asked for; a scope without it makes do with a million. */
  readonly maxStates?: number;
}

/** Place of the tick among what can happen in a scope: after the last action. */
export function tickOf(scope: ExploreScope): number {
  return scope.actions.length;
}

/** Whether a world has more versions of a key than those of a scope are to have. */
export function isBeyond({ mostVersions }: Pick<ExploreScope, 'mostVersions'>, { versions }: World): boolean {
  let isMore = false;
  if (mostVersions !== undefined)
    versions.forEach(({ rank }) => {
      if (rank > mostVersions) isMore = true;
    });
  return isMore;
}

/** An action of a scope as a step. */
export function stepAt({ by, event }: Action, atMs: number): Step {
  return { atMs, by, event };
}

/** Every bucket name that occurs in a scope, in order of first occurrence. */
export function bucketNames({ setup, actions }: Pick<ExploreScope, 'setup' | 'actions'>): readonly string[] {
  return withNamesOf(actions, 'bucket', new Set(setup.buckets.map(({ name }) => name)));
}

/** Every object key that occurs in a scope, in order of first occurrence. */
export function keyNames({ setup, actions }: Pick<ExploreScope, 'setup' | 'actions'>): readonly string[] {
  const keys = setup.buckets.flatMap(({ plainObjects }) => plainObjects.map(({ key }) => key));
  return withNamesOf(actions, 'objectKey', new Set(keys));
}

/** An upload that actions of a scope speak of. */
export interface UploadName {
  readonly bucket: string;
  readonly key: string;
  readonly id: string;
}

/** Every upload that actions of a scope speak of, in order of first occurrence. */
export function uploadNames({ actions }: Pick<ExploreScope, 'actions'>): readonly UploadName[] {
  const names = new Map<string, UploadName>();
  for (const { event } of actions) {
    const id = uploadId(event);
    if (id === undefined || !('key' in event)) continue;
    names.set(JSON.stringify([event.bucket, event.key, id]), { bucket: event.bucket, key: event.key, id });
  }
  return [...names.values()];
}

function withNamesOf(actions: readonly Action[], kind: NameKind, names: Set<string>): readonly string[] {
  for (const { event } of actions) for (const { name } of namesIn(event, kind)) names.add(name);
  return [...names];
}
