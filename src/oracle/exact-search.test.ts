import { describe, expect, test } from 'vitest';
import { MINUTE_MS, type Observation, type Profile, profileNamed } from '../../model/index.ts';
import { AWS } from '../../model/testing/model-run.ts';
import { SCENE } from '../../model/testing/scene.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { modelSut } from '../suts/model-sut.ts';
import { TIMES } from '../testing/times.ts';
import { Oracle } from './oracle.ts';
import { crowdedTrace, type DrawBelow } from './testing/crowded-trace.ts';
import { searchExactly } from './testing/exact-search.ts';
import { unseenKms } from './testing/oracle-run.ts';
import type { Verdict } from './verdict.ts';

/** What becomes of an observation before the oracle sees it. */
type Masking = (observation: Observation, draw: DrawBelow) => Observation;

const MASKINGS: readonly (readonly [name: string, mask: Masking])[] = [
  ['all', (observation) => observation],
  ['no KMS', unseenKms],
  ['now and then no KMS', (observation, draw) => (draw(2) === 0 ? unseenKms(observation) : observation)],
  ['some parts', (observation, draw) => withoutSome(draw(2) === 0 ? unseenKms(observation) : observation, draw)],
];

function withoutSome(observation: Observation, draw: DrawBelow): Observation {
  const { etag: _etag, ...withoutEtag } = observation;
  const { contentMd5: _contentMd5, ...withoutContent } = draw(4) === 0 ? withoutEtag : observation;
  return draw(4) === 0 ? withoutContent : observation;
}

/**
 * One step observed otherwise: a call that was left out, was another, or a success in place of a refusal and vice
 * versa.
 */
function mutated(trace: readonly ObservedStep[], draw: DrawBelow): readonly ObservedStep[] {
  const at = draw(trace.length);
  return trace.map((one, i) => (i === at ? { ...one, observation: otherwise(one.observation, draw) } : one));
}

function otherwise(observation: Observation, draw: DrawBelow): Observation {
  const { kmsCalls = [], status } = observation;
  const [first, ...others] = kmsCalls;
  if (first === undefined || draw(3) === 0) {
    return status === 200 ? { status: 403, kmsCalls } : { status: 200, kmsCalls: [] };
  }
  const operation = first.operation === 'Decrypt' ? 'GenerateDataKey' : 'Decrypt';
  const context = { ...first.context, ...('a' in (first.context ?? {}) ? { a: 'x' } : { a: 'b' }) };
  const calls = [others, [], [{ ...first, operation }, ...others], [{ ...first, context }, ...others]] as const;
  return { ...observation, kmsCalls: calls[draw(calls.length)] ?? [] };
}

function drawing(seed: number): DrawBelow {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}

const PARTLY_OPEN: readonly Profile[] = [
  AWS,
  profileNamed('huawei-obs'),
  { ...AWS, name: 'nothing warms the other', writeWarmsRead: [false], readWarmsWrite: [false] },
  { ...AWS, name: 'each warms the other', writeWarmsRead: [true], readWarmsWrite: [true], extraContext: ['left-out'] },
  {
    ...AWS,
    name: 'unwraps while young',
    coldWrite: ['unwrap'],
    cacheLifetime: { minMs: 0, maxMs: 7 * MINUTE_MS },
    generationLifetime: { minMs: 5 * MINUTE_MS, maxMs: 10 * MINUTE_MS },
  },
  { ...AWS, name: 'partitions, verifies', extraContext: ['partitions'], writeVerifies: [true], coldWrite: ['unwrap'] },
  { ...AWS, name: 'never unwraps', coldWrite: ['generate'], writeVerifies: [false] },
  {
    ...AWS,
    name: 'one strict cache',
    caches: 1,
    earlyEviction: false,
    cacheLifetime: { minMs: 5 * MINUTE_MS, maxMs: 10 * MINUTE_MS },
    generationLifetime: { minMs: 10 * MINUTE_MS, maxMs: 15 * MINUTE_MS },
  },
];

const RUNS = 6 * TIMES;
const STEPS = 14;
/** Worlds that the exact search may keep. */
const MOST = 400;

interface Tally {
  readonly wrong: string[];
  decided: number;
  refuted: number;
  missed: number;
  undecided: number;
}

function count(tally: Tally, where: string, exact: Verdict, verdict: Verdict): void {
  if (exact === 'unknown' || verdict === 'unknown') {
    tally.undecided++;
    return;
  }
  tally.decided++;
  if (exact === 'violates') tally.refuted++;
  if (exact === 'conforms' && verdict === 'violates') tally.wrong.push(where);
  if (exact === 'violates' && verdict === 'conforms') tally.missed++;
}

function judge(profile: Profile, trace: readonly ObservedStep[]): Verdict {
  const oracle = new Oracle(SCENE, profile);
  for (const one of trace) oracle.see(one);
  return oracle.verdict;
}

describe('the oracle says what a search says that keeps every world apart', () => {
  test.each(PARTLY_OPEN)('$name', async (profile) => {
    const tally: Tally = { wrong: [], decided: 0, refuted: 0, missed: 0, undecided: 0 };
    for (let seed = 0; seed < RUNS; seed++) {
      const steps = crowdedTrace(profile, drawing(seed * 7919 + 1), STEPS);
      const session = await modelSut(profile).start(SCENE, seed);
      const full: ObservedStep[] = [];
      for (const step of steps) full.push({ step, observation: await session.apply(step) });
      for (const [sightName, mask] of MASKINGS) {
        const draw = drawing(seed * 31 + 5);
        const trace = full.map(({ step, observation }) => ({ step, observation: mask(observation, draw) }));
        for (const [what, one] of [
          ['as it was', trace],
          ['mutated', mutated(trace, draw)],
        ] as const) {
          const exact = searchExactly(SCENE, profile, one, MOST);
          if (what === 'as it was') expect(exact).not.toBe('violates');
          count(tally, `${seed}, ${sightName}, ${what}`, exact, judge(profile, one));
        }
      }
    }
    // No false alarm at all; of what is admitted too much, a little: one world stands for many.
    expect(tally.wrong).toEqual([]);
    expect(tally.missed).toBeLessThanOrEqual(tally.refuted * 0.03);
    expect(tally.refuted).toBeGreaterThan(0.25 * tally.decided);
    expect(tally.undecided).toBeLessThan(0.25 * tally.decided);
  });
});
