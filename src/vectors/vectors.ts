import fc from 'fast-check';
import type { Profile, Setup } from '../../model/index.ts';
import { type TraceOptions, traceArbitrary } from '../../properties/arbitraries/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { propertiesUnder } from '../../properties/properties.ts';
import { observe } from '../check/run-trace.ts';
import { seedOfRun } from '../check/seed-of-run.ts';
import { TieredJudge } from '../check/tiered-judge.ts';
import { Oracle } from '../oracle/oracle.ts';
import type { Violation } from '../oracle/verdict.ts';
import { described } from '../profile/described-profile.ts';
import { outcomeJson } from '../report/outcome-json.ts';
import { modelSut } from '../suts/model-sut.ts';
import { traceOptionsOf } from '../suts/trace-options.ts';
import { alteredTraces } from './altered.ts';
import { VECTOR_FORMAT, type Vector } from './vector-schema.ts';

/** Most outcomes that are written for one step. */
const MOST_OUTCOMES = 100;
/** Alterations that are tried until one violates. */
const MOST_TRIED = 100;

/** Which vectors are made. */
export interface VectorsOptions {
  readonly profile: Profile;
  readonly seed: number;
  /** Traces that conform; each comes with one answer altered as well, so that it violates, if that can be. */
  readonly count: number;
  readonly maxSteps: number;
  /**
   * Whether one key pair and no wait are enough to carry them out over S3: one requester, the AWS managed key, no
   * versions; omitted = everything occurs.
   */
  readonly isReplayable?: boolean;
}

/** What a program can ask of a server whose keys it has, and of nobody else. */
const REPLAYABLE = {
  supports: [
    'CreateBucket',
    'DeleteBucket',
    'PutBucketEncryption',
    'GetBucketEncryption',
    'DeleteBucketEncryption',
    'PutObject',
    'GetObject',
    'HeadObject',
    'CopyObject',
    'DeleteObject',
  ],
  capabilities: {
    accounts: 'one',
    requesters: ['writer'],
    kmsKeys: 0,
    plainObjects: false,
    objectKeys: 'plain',
    keyForms: ['arn'],
    signatures: ['v4'],
    blockedEncryptionTypes: false,
    conditionalRequests: false,
    ranges: false,
    checksumMode: false,
  },
  longestPauseMs: 0,
} as const satisfies Partial<TraceOptions>;

/** Makes vectors, the same for the same options. */
export async function* vectorsOf({
  profile,
  seed,
  count,
  maxSteps,
  isReplayable,
}: VectorsOptions): AsyncGenerator<Vector, void> {
  const sut = modelSut(profile);
  const options = { ...traceOptionsOf(sut, profile, maxSteps), ...(isReplayable === true && REPLAYABLE) };
  const arbitrary = traceArbitrary(options);
  for (let run = 0; run < count; run += 1) {
    const own = seedOfRun(seed, run);
    const [trace] = fc.sample(arbitrary, { seed: own, numRuns: 1 });
    if (trace === undefined) throw new Error('fast-check sampled nothing');
    const { setup } = trace;
    const steps = await observe({ sut, seed: own }, setup, trace.steps);
    const violation = violationIn(profile, setup, steps);
    if (violation !== undefined) throw new Error(`the model violates ${violation.property}: ${violation.reason}`);
    const number = `${run + 1}`.padStart(4, '0');
    yield vector(`${number}-conforms`, profile, setup, steps, { verdict: 'conforms' });
    const wrong = firstWrong(profile, setup, steps, own);
    if (wrong === undefined) continue;
    const { stepIndex, property, requirements, reason } = wrong.violation;
    const expected = { verdict: 'violates' as const, stepIndex, property, requirements: [...requirements], reason };
    yield vector(`${number}-violates`, profile, setup, wrong.steps.slice(0, stepIndex + 1), expected);
  }
}

function violationIn(profile: Profile, setup: Setup, steps: readonly ObservedStep[]): Violation | undefined {
  const judge = new TieredJudge({ setup, profile, properties: propertiesUnder(profile), oracle: true });
  for (const seen of steps) if (judge.see(seen) === 'violates') break;
  return judge.violation;
}

function firstWrong(profile: Profile, setup: Setup, steps: readonly ObservedStep[], seed: number) {
  let tried = 0;
  for (const altered of alteredTraces(steps, seed)) {
    const violation = violationIn(profile, setup, altered);
    if (violation !== undefined) return { steps: altered, violation };
    tried += 1;
    if (tried === MOST_TRIED) break;
  }
  return undefined;
}

function vector(
  name: string,
  profile: Profile,
  setup: Setup,
  steps: readonly ObservedStep[],
  expected: Vector['expected'],
): Vector {
  const oracle = new Oracle(setup, profile);
  const told = steps.map((seen) => {
    const { atMs, by, event } = seen.step;
    const { outcomes, isComplete } = oracle.admissible(seen.step, MOST_OUTCOMES);
    oracle.see(seen);
    return { atMs, by, event, observation: seen.observation, admissible: outcomes.map(outcomeJson), isComplete };
  });
  // The schema has the lists of the model as lists that may be changed.
  return { bucketkeyVector: VECTOR_FORMAT, name, profile: described(profile), setup, steps: told, expected } as Vector;
}
