import type { Action } from '../../explore/scope.ts';
import type { RaceScope } from '../race-scope.ts';
import { RACES } from '../scope.ts';

function only(world: string, isKept: (action: Action) => boolean): RaceScope['worlds'] {
  return RACES.worlds
    .filter(({ name }) => name === world)
    .map((one) => ({ ...one, requests: one.requests.filter(isKept) }));
}

const COLD = ['PutObject', 'DeleteBucket', 'PutBucketEncryption', 'DisableKey'];

/** A part of the scope that takes no time, and in which there is something of everything. */
export const SOME_RACES: RaceScope = {
  ...RACES,
  worlds: [
    ...only('nothing in the cache', ({ by, event: { op } }) => by === 'ann' && COLD.includes(op)),
    ...only('a bucket key that is over', ({ event }) => 'key' in event && event.key === 'k' && event.bucket === 'b'),
  ],
};
