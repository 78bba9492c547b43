import { describe, expect, test } from 'vitest';
import { type Event, profileNamed, type Step } from '../../../model/index.ts';
import { copy, encrypt, get, head, put, remove, update } from '../../../model/testing/events.ts';
import { homeKey, RULES, SCENE } from '../../../model/testing/scene.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../../reference/index.ts';
import { overlappingFor } from '../../suts/overlapping.ts';
import { type Group, mayOverlap } from './groups.ts';
import { runGroups } from './run-overlapped.ts';
import { RACE_FAULTS } from './testing/race-faults.ts';

// Not at random: each pair of requests, in each small world, in each order of the points where they wait for KMS.

const MINUTE_MS = 60_000;
/** A bucket key of `ideal` is over after five minutes. */
const OVER_MS = 6 * MINUTE_MS;
/** Turns are the bits of a number: what two requests of two KMS calls each can be told. */
const MOST_TURNS = 2 ** 4;

const RULE = encrypt('b', RULES.B2);
const WARM: readonly Event[] = [RULE, put('b/k')];

/** What was done before, and how long before. */
const WORLDS: readonly (readonly [name: string, before: readonly Event[], sinceMs: number])[] = [
  ['nothing in the cache', [RULE], 0],
  ['a bucket key in the cache', WARM, 0],
  ['a bucket key that is over', WARM, OVER_MS],
  ['a bucket key of a disabled key', [...WARM, { op: 'DisableKey', keyId: 'K1' }], 0],
  ['a bucket key that is over, of a disabled key', [...WARM, { op: 'DisableKey', keyId: 'K1' }], OVER_MS],
  ['a key for each object', [encrypt('b', RULES.B1), put('b/k')], 0],
  ['a bucket key of an earlier rule', [...WARM, encrypt('b', RULES.B0)], 0],
];

const EVENTS: readonly Event[] = [
  put('b/k'),
  put('b/l'),
  put('b/l', { sse: 'aws:kms', kmsKeyId: homeKey('K2'), bucketKeyEnabled: true }),
  get('b/k'),
  head('b/k'),
  copy('b/k', 'b/m'),
  remove('b/k'),
  update('b/k', homeKey('K2'), true),
  encrypt('b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'K2', BucketKeyEnabled: true }),
  encrypt('b', RULES.B0),
  { op: 'DeleteBucketEncryption', bucket: 'b' },
  { op: 'DeleteBucket', bucket: 'd' },
  put('d/k', { sse: 'aws:kms', bucketKeyEnabled: true }),
  { op: 'DisableKey', keyId: 'K1' },
  { op: 'EnableKey', keyId: 'K1' },
  { op: 'RotateKeyOnDemand', keyId: 'K1' },
];

/** What tells afterwards what the two have left. */
const AFTERWARDS: readonly (readonly [by: string, event: Event])[] = [
  ['ann', get('b/k')],
  ['bob', get('b/l')],
  ['ann', put('b/z')],
  ['ann', { op: 'CreateBucket', bucket: 'd' }],
  ['ann', put('d/z', { sse: 'aws:kms', bucketKeyEnabled: true })],
];

const profile = profileNamed('ideal');

/** Makes them all, or as many as it takes until one is refused so often. */
async function races(parts: ReferenceParts, enough: number) {
  const sut = overlappingFor(profile, parts);
  const refused: string[] = [];
  let runs = 0;
  for (const [world, before, sinceMs] of WORLDS)
    for (const [place, one] of EVENTS.entries())
      for (const other of EVENTS.slice(place)) {
        if (!mayOverlap(one, other)) continue;
        for (const by of ['ann', 'bob'])
          for (let turns = 0; turns < MOST_TURNS; turns++) {
            if (refused.length >= enough) return { runs, refused };
            runs += 1;
            const pair = [stepOf('ann', one, sinceMs), stepOf(by, other, sinceMs)] as const;
            const groups: readonly Group[] = [
              ...before.map((event): Group => ({ steps: [stepOf('ann', event, 0)], turns: 0 })),
              { steps: pair, turns },
              ...AFTERWARDS.map(([who, event]): Group => ({ steps: [stepOf(who, event, sinceMs)], turns: 0 })),
            ];
            const { violation } = await runGroups({ sut, profile, seed: 1 }, SCENE, groups);
            if (violation !== undefined)
              refused.push(`${world}: ${one.op}, ${other.op} by ${by}, ${turns}: ${violation.reason}`);
          }
      }
  return { runs, refused };
}

function stepOf(by: string, event: Event, atMs: number): Step {
  return { atMs, by, event };
}

describe('every race of two requests in small worlds', () => {
  test('the reference is explained by one order or the other', async () => {
    const { runs, refused } = await races(REFERENCE_PARTS, 3);
    expect(refused).toEqual([]);
    expect(runs).toBe(17_472);
  });

  test.each(RACE_FAULTS)('it is found that %s', async (_fault, parts) => {
    expect((await races(parts, 1)).refused).toHaveLength(1);
  });
});
