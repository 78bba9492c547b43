import { describe, expect, test } from 'vitest';
import { type Event, profileNamed, type Step } from '../../model/index.ts';
import {
  abort,
  begin,
  complete,
  copy,
  encrypt,
  get,
  head,
  part,
  partCopy,
  put,
  remove,
  replicate,
  replication,
  update,
  versioning,
} from '../../model/testing/events.ts';
import { homeKey, RULES, SCENE } from '../../model/testing/scene.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { withoutShared } from '../check/overlap/run-overlapped.ts';
import { RACE_FAULTS } from '../check/overlap/testing/race-faults.ts';
import { Oracle } from '../oracle/oracle.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { overlappingFor, turnsBy } from './overlapping.ts';

// Races that people have named, each in every order of the points where the two wait for KMS. Afterwards it is looked
// at what they have left, so those can be told as well whose answers say nothing of it.

const IDEAL = profileNamed('ideal');
/** Under `ideal` a bucket key is over after five minutes. */
const LIFETIME_MS = 300_000;
/** Turns are the bits of a number: the last of two beginnings and three KMS calls has no choice. */
const MOST_TURNS = 2 ** 4;
const OTHER = { text: 'b', md5: '92eb5ffee6ae2fec3ad71c777531578f' };
const BUCKET_KEY = { sse: 'aws:kms', bucketKeyEnabled: true } as const;

interface Race {
  readonly before: readonly Event[];
  readonly two: readonly [Event, Event];
  readonly after: readonly Event[];
  /** When the two begin, in milliseconds; at once unless it is said. */
  readonly beginMs?: readonly [number, number];
}

const KEY_OF_EACH = encrypt('b', RULES.B1);
const SHARED = encrypt('b', RULES.B2);
const UPLOAD = [KEY_OF_EACH, begin('b/x'), part('b/x', 1)];
const REPLICATED = [
  SHARED,
  versioning('b', 'Enabled'),
  versioning('c', 'Enabled'),
  replication('b', 'c', homeKey('KR')),
];
const DELETED: Event = { op: 'DeleteBucket', bucket: 'd' };
const DISABLED: Event = { op: 'DisableKey', keyId: 'K1' };

const RACES: Readonly<Record<string, Race>> = {
  'a bucket key ends between two writes': {
    before: [SHARED, put('b/x')],
    two: [put('b/y'), put('b/z')],
    beginMs: [LIFETIME_MS - 1, LIFETIME_MS],
    after: [put('b/w')],
  },
  'a write and DisableKey': { before: [SHARED], two: [put('b/x'), DISABLED], after: [get('b/x'), put('b/y')] },
  'a read and DisableKey': { before: [KEY_OF_EACH, put('b/x')], two: [get('b/x'), DISABLED], after: [get('b/x')] },
  'a write and another rule': { before: [SHARED], two: [put('b/x'), encrypt('b', RULES.B0)], after: [get('b/x')] },
  'two writes that are cold': { before: [SHARED], two: [put('b/x'), put('b/y')], after: [put('b/z')] },
  'a write and an eviction': {
    before: [SHARED],
    two: [put('b/x'), { op: 'EvictBucketKeys', bucket: 'b' }],
    after: [put('b/y')],
  },
  'a write and DeleteBucket, then CreateBucket': {
    before: [],
    two: [put('d/x', BUCKET_KEY), DELETED],
    after: [get('d/x'), { op: 'CreateBucket', bucket: 'd' }, put('d/y', BUCKET_KEY)],
  },
  'two writes of one object': { before: [KEY_OF_EACH], two: [put('b/x'), put('b/x', {}, OTHER)], after: [get('b/x')] },
  'a write and DeleteObject': {
    before: [KEY_OF_EACH, put('b/x')],
    two: [put('b/x', {}, OTHER), remove('b/x')],
    after: [get('b/x')],
  },
  'a copy and an overwrite of its source': {
    before: [KEY_OF_EACH, put('b/x')],
    two: [copy('b/x', 'c/x', BUCKET_KEY), put('b/x', {}, OTHER)],
    after: [get('c/x'), get('b/x')],
  },
  'an update and an overwrite': {
    before: [KEY_OF_EACH, put('b/x')],
    two: [update('b/x', homeKey('K2'), true), put('b/x', {}, OTHER)],
    after: [get('b/x')],
  },
  'replication and an overwrite': {
    before: [...REPLICATED, put('b/x')],
    two: [replicate('b/x'), put('b/x', {}, OTHER)],
    after: [head('b/x'), get('c/x'), replicate('b/x'), get('c/x')],
  },
  'replication and DeleteObject': {
    before: [...REPLICATED, put('b/x')],
    two: [replicate('b/x'), remove('b/x')],
    after: [head('b/x'), get('c/x')],
  },
  'complete and abort': {
    before: UPLOAD,
    two: [complete('b/x', [1]), abort('b/x')],
    after: [get('b/x'), abort('b/x')],
  },
  'complete and a part': { before: UPLOAD, two: [complete('b/x', [1]), part('b/x', 1, OTHER)], after: [get('b/x')] },
  'complete and a part that is copied': {
    before: [put('b/old', {}, OTHER), ...UPLOAD],
    two: [complete('b/x', [1]), partCopy('b/old', 'b/x', 1)],
    after: [get('b/x')],
  },
  'abort and a part': { before: UPLOAD, two: [abort('b/x'), part('b/x', 1, OTHER)], after: [complete('b/x', [1])] },
};

function step(event: Event, atMs: number): Step {
  const isOfNobody = event.op === 'ReplicateObject' || event.op === 'EvictBucketKeys';
  return { atMs, by: isOfNobody ? null : 'ann', event };
}

/** What no order explains of a race, in so many turns; undefined as it should be. */
async function wrongWith({ before, two, after, beginMs = [0, 0] }: Race, turns: number, parts: ReferenceParts) {
  const session = await overlappingFor(IDEAL, parts).start(SCENE, 1);
  const oracle = new Oracle(SCENE, IDEAL);
  const alone = async (event: Event, atMs: number) => {
    const one = step(event, atMs);
    oracle.see({ step: one, observation: await session.apply(one) });
  };
  for (const event of before) await alone(event, 0);
  expect(oracle.violation).toBeUndefined();
  const [one, other] = [step(two[0], beginMs[0]), step(two[1], beginMs[1])];
  const pair = [one, other] as const;
  const { observations } = await session.applyTogether((request) => pair[request], turnsBy(turns));
  const [first, second] = observations;
  const endMs = beginMs[1];
  const group: ObservedStep[] = [
    withoutShared({ step: one, observation: first, endMs }, [second]),
    withoutShared({ step: other, observation: second, endMs }, [first]),
  ];
  oracle.seeTogether(group);
  for (const event of after) await alone(event, endMs);
  return oracle.violation?.reason ?? oracle.unknownBecause;
}

async function found(race: Race, parts: ReferenceParts): Promise<readonly string[]> {
  const wrong = new Set<string>();
  for (let turns = 0; turns < MOST_TURNS; turns++) {
    const reason = await wrongWith(race, turns, parts);
    if (reason !== undefined) wrong.add(reason);
  }
  return [...wrong];
}

const { uploads } = REFERENCE_PARTS;

/** The races that show each of the faults that are planted for requests of any kind. */
const SHOWN_BY: readonly (readonly string[])[] = [
  ['two writes that are cold'],
  ['a write and DeleteBucket, then CreateBucket'],
  ['a write and DeleteBucket, then CreateBucket'],
  ['a write and another rule'],
];

describe('races that have names', () => {
  test.each(Object.entries(RACES))('%s: the reference has an order', async (_, race) => {
    expect(await found(race, REFERENCE_PARTS)).toEqual([]);
  });

  test.each<readonly [fault: string, parts: ReferenceParts, shownBy: readonly string[]]>([
    ...RACE_FAULTS.map(([fault, parts], place) => [fault, parts, SHOWN_BY[place] ?? []] as const),
    [
      'a part is acknowledged by an upload that is completed meanwhile',
      { ...REFERENCE_PARTS, uploads: { ...uploads, takesLateParts: true } },
      ['complete and a part', 'complete and a part that is copied'],
    ],
  ])('it is shown that %s', async (_, parts, shownBy) => {
    const showing: string[] = [];
    for (const [name, race] of Object.entries(RACES)) if ((await found(race, parts)).length > 0) showing.push(name);
    expect(showing).toEqual(shownBy);
  });
});
