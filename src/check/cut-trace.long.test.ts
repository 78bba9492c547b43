import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT_NAMES, type Observation, PROFILES, type Profile, profileNamed, type Setup } from '../../model/index.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import { cutTrace } from '../oracle/testing/cut-trace.ts';
import { unseenKms } from '../oracle/testing/oracle-run.ts';
import { EMBEDDED_OPTIONS, embeddedSut } from '../suts/embedded.ts';
import { modelSut } from '../suts/model-sut.ts';
import { type InProcessSut, KNOWS_HEADERS } from '../suts/sut.ts';
import { Judge } from './judge.ts';
import { observe } from './run-trace.ts';

interface Recorded {
  readonly setup: Setup;
  readonly steps: readonly ObservedStep[];
}

/** What a system did in random traces. */
async function recordings(
  sut: InProcessSut,
  profile: Profile,
  seed: number,
  runs: number,
): Promise<readonly Recorded[]> {
  // Which buckets are directory buckets a setup has to say: their names do.
  const capabilities = { ...KNOWS_HEADERS, directoryBuckets: false };
  const arbitrary = traceArbitrary({ profile, supports: EVENT_NAMES, capabilities, maxSteps: 60 });
  const recorded: Recorded[] = [];
  for (const [i, { setup, steps }] of fc.sample(arbitrary, { seed, numRuns: runs }).entries())
    recorded.push({ setup, steps: await observe({ sut, seed: i }, setup, steps) });
  return recorded;
}

/** The verdict on a trace, with the reason if it does not conform. */
function judged({ setup, steps }: Recorded, profile: Profile): string {
  const judge = new Judge({ setup, profile, properties: PROPERTIES, oracle: true });
  for (const seen of steps) if (judge.see(seen) !== 'conforms') break;
  const { violation, unknownBecause } = judge;
  if (violation !== undefined) return `violates ${violation.property} at ${violation.stepIndex}: ${violation.reason}`;
  return unknownBecause === undefined ? 'conforms' : `unknown: ${unknownBecause}`;
}

const MASKS: readonly ((observation: Observation, i: number) => Observation)[] = [
  (observation) => observation,
  unseenKms,
  ({ status }) => ({ status }),
  (observation, i) => ((i * 7) % 3 === 0 ? unseenKms(observation) : observation),
];

// Whoever began to record in the middle of a run that conforms has recorded something that conforms.
describe.each(PROFILES)('a cut trace is never refused: $name', (profile) => {
  test.each([
    ['the model', modelSut(profile), 33],
    ['the reference', embeddedSut(EMBEDDED_OPTIONS.get(profile.name)), 37],
  ] as const)('of %s', async (_name, sut, seed) => {
    const complaints: string[] = [];
    for (const [i, { setup, steps }] of (await recordings(sut, profile, seed, 25)).entries()) {
      const mask = MASKS[i % MASKS.length] ?? MASKS[0];
      const at = 1 + ((i * 7_919) % Math.max(1, steps.length - 1));
      const shown = steps.map(({ step, observation }, j) => ({
        step,
        observation: mask?.(observation, j) ?? observation,
      }));
      const verdict = judged(cutTrace(setup, shown, at, i % 3 > 0), profile);
      if (verdict !== 'conforms') complaints.push(`${i}: ${verdict}`);
    }
    expect(complaints).toEqual([]);
  });
});

function otherDigit(text: string): string {
  return text.replace(/^./, (first) => (first === '0' ? '1' : '0'));
}

/** Values that were not observed, each in place of one that was; undefined where there is none. */
const FLIPS: Readonly<Record<string, (seen: Observation) => Observation | undefined>> = {
  algorithm: (seen) =>
    typeof seen.sse === 'string' ? { ...seen, sse: seen.sse === 'AES256' ? 'aws:kms' : 'AES256' } : undefined,
  key: (seen) => (typeof seen.kmsKeyArn === 'string' ? { ...seen, kmsKeyArn: `${seen.kmsKeyArn}z` } : undefined),
  flag: (seen) =>
    seen.sse === 'aws:kms' ? { ...seen, bucketKeyEnabled: seen.bucketKeyEnabled === true ? null : true } : undefined,
  etag: (seen) => (typeof seen.etag === 'string' ? { ...seen, etag: otherDigit(seen.etag) } : undefined),
  content: (seen) =>
    typeof seen.contentMd5 === 'string' ? { ...seen, contentMd5: otherDigit(seen.contentMd5) } : undefined,
  'no call': (seen) => ((seen.kmsCalls ?? []).length > 0 ? { ...seen, kmsCalls: [] } : undefined),
  'call twice': ({ kmsCalls = [], ...seen }) =>
    kmsCalls.length > 0 ? { ...seen, kmsCalls: [...kmsCalls, ...kmsCalls.slice(0, 1)] } : undefined,
};

test.each([
  ['aws-at-once', 0.8],
  ['ideal', 0.8],
])('what a whole trace is refused for a cut one is refused for mostly: %s', async (name, leastShare) => {
  const profile = profileNamed(name);
  let [whole, cut] = [0, 0];
  for (const [i, { setup, steps }] of (
    await recordings(embeddedSut(EMBEDDED_OPTIONS.get(name)), profile, 5, 25)
  ).entries()) {
    const at = Math.floor(steps.length / 4);
    for (const flip of Object.values(FLIPS)) {
      const places = steps.flatMap(({ observation }, j) => (j >= at && flip(observation) !== undefined ? [j] : []));
      const place = places[(i * 31) % Math.max(1, places.length)];
      if (place === undefined) continue;
      const flipped = steps.map((seen, j) =>
        j === place ? { ...seen, observation: flip(seen.observation) ?? seen.observation } : seen,
      );
      if (!judged({ setup, steps: flipped }, profile).startsWith('violates')) continue;
      whole += 1;
      if (judged(cutTrace(setup, flipped, at, true), profile).startsWith('violates')) cut += 1;
    }
  }
  expect(whole).toBeGreaterThan(100);
  expect(cut / whole).toBeGreaterThanOrEqual(leastShare);
});
