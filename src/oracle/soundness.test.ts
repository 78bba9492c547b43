import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT_NAMES, type EventName, type Observation, PROFILES, type Profile } from '../../model/index.ts';
import { AWS, IDEAL } from '../../model/testing/model-run.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import { modelSut } from '../suts/model-sut.ts';
import { KNOWS_HEADERS } from '../suts/sut.ts';
import { TIMES } from '../testing/times.ts';
import { Oracle } from './oracle.ts';
import { unseenKms } from './testing/oracle-run.ts';

/** What becomes of an observation before the oracle sees it; `i` = index of the step. */
type Masking = (observation: Observation, i: number) => Observation;

const EVERYTHING: Masking = (observation) => observation;
const STATUSES: Masking = ({ status }) => ({ status });
const NOW_AND_THEN: Masking = (observation, i) => ((i * 7) % 3 === 0 ? unseenKms(observation) : observation);
/**
 * In how many of some dozen traces there may be too many worlds, by what is seen: statuses alone, so that a write may
 * double them, or all but KMS, or all but KMS of every third step.
 */
const TOO_MANY: ReadonlyMap<Masking, number> = new Map([
  [STATUSES, 2],
  [unseenKms, 1],
  [NOW_AND_THEN, 1],
]);

const MASKINGS: readonly (readonly [name: string, mask: Masking])[] = [
  ['everything is seen', EVERYTHING],
  ['nobody sees KMS', unseenKms],
  ['KMS is seen now and then', NOW_AND_THEN],
  ['KMS is seen from the middle on', (observation, i) => (i < 20 ? unseenKms(observation) : observation)],
  ['statuses alone are seen', STATUSES],
];

/**
 * What the oracle, held to `held`, says of random behaviours of `behaving`: verdicts that are not `conforms`, and the
 * widest frontier. Quotas are told only where KMS is seen: of calls that nobody saw, each number and each time of the
 * first is a world of its own, in which others are throttled.
 */
async function judge(
  behaving: Profile,
  held: Profile,
  mask: Masking,
  runs: number,
  maxSteps: number,
  kmsQuotas = mask === EVERYTHING,
  supports: readonly EventName[] = EVENT_NAMES,
) {
  const capabilities = { ...KNOWS_HEADERS, kmsQuotas };
  const traces = fc.sample(traceArbitrary({ profile: behaving, supports, maxSteps, capabilities }), {
    numRuns: runs * TIMES,
    seed: 8,
  });
  const complaints: string[] = [];
  let left = TOO_MANY.get(mask) ?? 0;
  let widest = 1;
  for (const [seed, { setup, steps }] of traces.entries()) {
    const session = await modelSut(behaving).start(setup, seed);
    const oracle = new Oracle(setup, held);
    for (const [i, step] of steps.entries()) oracle.see({ step, observation: mask(await session.apply(step), i) });
    if (oracle.verdict === 'unknown' && left > 0) left -= 1;
    else if (oracle.verdict !== 'conforms')
      complaints.push(`${seed}: ${oracle.verdict} ${oracle.unknownBecause ?? oracle.violation?.reason}`);
    widest = Math.max(widest, oracle.largestFrontier);
  }
  return { complaints, widest };
}

describe('every behaviour of a profile is explained by the profile', () => {
  describe.each(PROFILES)('$name', (profile) => {
    test.each(MASKINGS)('%s', async (_name, mask) => {
      expect((await judge(profile, profile, mask, 4, 60)).complaints).toEqual([]);
    });
  });
});

describe('a profile that leaves less open explains what one with more open explains too', () => {
  const narrower: readonly Profile[] = [
    IDEAL,
    { ...IDEAL, name: 'two caches', caches: 2 },
    { ...IDEAL, name: 'partitions', extraContext: ['partitions'] },
    { ...IDEAL, name: 'unwraps and verifies', coldWrite: ['unwrap'], writeVerifies: [true], readWarmsWrite: [true] },
    { ...IDEAL, name: 'asks KMS first', refusedFirst: ['kms'] },
  ];
  test.each(narrower)('$name is within aws', async (profile) => {
    for (const [, mask] of MASKINGS) expect((await judge(profile, AWS, mask, 3, 60)).complaints).toEqual([]);
  });
});

describe('profiles of ones own: what a point is closed to changes no other', () => {
  const own: readonly Profile[] = [
    { ...AWS, name: 'always verifies', writeVerifies: [true], replicationVerifies: [true] },
    { ...AWS, name: 'never verifies', writeVerifies: [false], replicationVerifies: [false] },
    {
      ...AWS,
      name: 'unwraps for at least five minutes',
      coldWrite: ['unwrap'],
      generationLifetime: { minMs: 300_000, maxMs: 600_000 },
    },
    { ...AWS, name: 'a write warms nothing', writeWarmsRead: [false], readWarmsWrite: [false] },
    { ...AWS, name: 'partitions', extraContext: ['partitions'] },
    { ...AWS, name: 'HEAD may decrypt', headDecrypts: [false, true] },
    { ...AWS, name: 'all share one cache', requesterMode: 'service' },
    { ...AWS, name: 'two uses a bucket key', usesPerBucketKey: 2 },
    { ...AWS, name: 'remembers refusals', remembersRefusal: [false, true] },
    { ...AWS, name: 'idle for two minutes', idleTime: { minMs: 0, maxMs: 120_000 } },
    {
      ...AWS,
      name: 'two uses, idle for two minutes, one cache',
      usesPerBucketKey: 2,
      idleTime: { minMs: 60_000, maxMs: 120_000 },
      caches: 1,
      earlyEviction: false,
    },
  ];
  test.each(own)('$name', async (profile) => {
    for (const [name, mask] of MASKINGS)
      expect([name, (await judge(profile, profile, mask, 3, 30)).complaints]).toEqual([name, []]);
  });
});

test('where nobody sees KMS the frontier stays small over 300 steps (profile aws)', async () => {
  const { complaints, widest } = await judge(AWS, AWS, unseenKms, 3, 300);
  expect(complaints).toEqual([]);
  expect(widest).toBeLessThanOrEqual(64);
});

test('with a quota, where statuses alone are seen, there may be too many worlds, and nothing violates', async () => {
  const { complaints } = await judge(AWS, AWS, STATUSES, 5, 60, true);
  expect(complaints.filter((complaint) => !complaint.includes('unknown'))).toEqual([]);
});

// Whether a version that is not current any more waits for its replication, so that it cannot expire, nobody sees.
const WITHOUT_EXPIRY = EVENT_NAMES.filter((name) => name !== 'ExpireObject');

test('with nothing open there is one world, whatever is seen, but for expiries (profile ideal)', async () => {
  for (const [, mask] of MASKINGS)
    expect((await judge(IDEAL, IDEAL, mask, 2, 60, mask === EVERYTHING, WITHOUT_EXPIRY)).widest).toBe(1);
});
