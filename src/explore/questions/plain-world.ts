import type { Setup, WorldView } from '../../../model/index.ts';
import { type Action, bucketNames, keyNames } from '../scope.ts';
import { type ExploredBucket, type ExploredKey, type ExploredObject, exploredWorld } from './explored-world.ts';

/** A world as data: what there is, in a fixed order. */
export interface PlainWorld {
  readonly kmsThrottled: boolean;
  readonly buckets: readonly ({ readonly name: string } & ExploredBucket)[];
  readonly objects: readonly ({ readonly bucket: string; readonly key: string } & ExploredObject)[];
  /** The KMS keys of the setup, and those that were made. */
  readonly kmsKeys: readonly ({ readonly id: string } & ExploredKey)[];
  /** For whom some cache may hold the bucket key of an object. */
  readonly mayHold: readonly { readonly requester: string; readonly bucket: string; readonly key: string }[];
}

/** The names that occur in a scope, or in a trace. */
export interface NamesOf {
  readonly setup: Setup;
  readonly actions: readonly Action[];
}

/** Shows worlds of a scope as data, those names that occur in it. */
export function plainWorlds({ setup, actions }: NamesOf): (world: WorldView, nowMs: number) => PlainWorld {
  const buckets = bucketNames({ setup, actions });
  const made = actions.flatMap(({ event }) => (event.op === 'CreateKey' ? [event.keyId] : []));
  const keyIds = new Set([...setup.kmsKeys.map(({ id }) => id), ...made]);
  const places = buckets.flatMap((bucket) => keyNames({ setup, actions }).map((key) => ({ bucket, key })));
  const holders = setup.requesters.flatMap(({ name }) => places.map((place) => ({ requester: name, ...place })));
  return (view, nowMs) => {
    const world = exploredWorld(view, nowMs);
    return {
      kmsThrottled: world.kmsThrottled,
      buckets: buckets.flatMap((name) => withNames({ name }, world.bucket(name))),
      objects: places.flatMap((place) => withNames(place, world.object(place.bucket, place.key))),
      kmsKeys: [...keyIds].flatMap((id) => withNames({ id }, world.kmsKey(id))),
      mayHold: holders.filter(({ requester, bucket, key }) => world.mayHold(requester, bucket, key)),
    };
  };
}

/** A thing and its names, nothing where there is no such thing. */
function withNames<Names extends object, Thing extends object>(
  names: Names,
  thing: Thing | undefined,
): readonly (Names & Thing)[] {
  return thing === undefined ? [] : [{ ...names, ...thing }];
}
