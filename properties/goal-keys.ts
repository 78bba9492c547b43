import type { Event, Scope } from '../model/index.ts';

/** A KMS key by the id that events give it, and its number. */
export interface NamedKmsKey {
  readonly id: string;
  readonly number: number;
}

/** The KMS keys that events are about, in the order of their numbers. */
export function kmsKeysOf(scope: Scope, events: readonly Event[]): readonly NamedKmsKey[] {
  const ids = new Set(events.flatMap((event) => ('keyId' in event ? [event.keyId] : [])));
  return [...ids]
    .flatMap((id) => {
      const key = scope.keyWithId(id);
      return key === undefined ? [] : [{ id, number: key.number }];
    })
    .toSorted((one, other) => one.number - other.number);
}
