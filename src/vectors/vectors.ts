import fc from 'fast-check';
import { EVENT_NAMES, OPERATIONS, type Outcome, type Profile, type Setup } from '../../model/index.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { propertiesUnder } from '../../properties/properties.ts';
import { observe } from '../check/run-trace.ts';
import { seedOfRun } from '../check/seed-of-run.ts';
import { TieredJudge } from '../check/tiered-judge.ts';
import { wordsOf } from '../drivers/s3/bucket-request.ts';
import { SentIds } from '../drivers/s3/sent-ids.ts';
import { Oracle } from '../oracle/oracle.ts';
import type { Violation } from '../oracle/verdict.ts';
import { described } from '../profile/described-profile.ts';
import { outcomeJson } from '../report/outcome-json.ts';
import { modelSut } from '../suts/model-sut.ts';
import { KNOWS_HEADERS, type Sut } from '../suts/sut.ts';
import { traceOptionsOf } from '../suts/trace-options.ts';
import { alteredTraces } from './altered.ts';
import { sentRequest } from './sent-request.ts';
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
  /** Whether all steps are requests to S3 that one account sends to any endpoint, none of which has to wait. */
  readonly s3Only: boolean;
}

/** What any endpoint can be asked, by whoever has one key pair, and can be asked to have. */
const ANY_ENDPOINT: Pick<Sut, 'supports' | 'capabilities'> = {
  supports: EVENT_NAMES.filter((op) => {
    const { by, fields } = OPERATIONS[op];
    return by === 'requester' && 'bucket' in fields && !/Policy|Replication/.test(op);
  }),
  capabilities: {
    ...KNOWS_HEADERS,
    accounts: 'one',
    plainObjects: false,
    keyForms: ['id', 'arn'],
    signatures: ['v4'],
    objectLock: false,
    scopingPolicies: false,
    services: false,
    directoryBuckets: false,
    iam: false,
    kmsQuotas: false,
    otherKeySpecs: false,
    importedKeys: false,
  },
};

/** Whether a bucket is made by CreateBucket alone. */
function isPlainlyMade({ versioning }: Setup['buckets'][number]): boolean {
  return versioning === undefined;
}

/** Makes vectors, the same for the same options. */
export async function* vectorsOf(options: VectorsOptions): AsyncGenerator<Vector, void> {
  const { profile, seed, count, maxSteps, s3Only } = options;
  const sut = { ...modelSut(profile), ...(s3Only && ANY_ENDPOINT) };
  const usual = traceOptionsOf(sut, profile, maxSteps);
  const arbitrary = s3Only
    ? traceArbitrary({ ...usual, longestPauseMs: 0 }).filter(({ setup }) => setup.buckets.every(isPlainlyMade))
    : traceArbitrary(usual);
  for (let run = 0; run < count; run += 1) {
    const own = seedOfRun(seed, run);
    const [trace] = fc.sample(arbitrary, { seed: own, numRuns: 1 });
    if (trace === undefined) throw new Error('fast-check sampled nothing');
    const { setup } = trace;
    const steps = await observe({ sut, seed: own }, setup, trace.steps);
    const violation = violationIn(profile, setup, steps);
    if (violation !== undefined) throw new Error(`the model violates ${violation.property}: ${violation.reason}`);
    const number = `${run + 1}`.padStart(4, '0');
    yield vector(`${number}-conforms`, profile, setup, steps, { verdict: 'conforms' }, s3Only);
    const wrong = firstWrong(profile, setup, steps, own);
    if (wrong === undefined) continue;
    const { stepIndex, property, requirements, reason } = wrong.violation;
    const expected = { verdict: 'violates' as const, stepIndex, property, requirements: [...requirements], reason };
    yield vector(`${number}-violates`, profile, setup, wrong.steps.slice(0, stepIndex + 1), expected, s3Only);
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
  s3Only: boolean,
): Vector {
  const oracle = new Oracle(setup, profile);
  const sent = new SentIds();
  const words = wordsOf(setup);
  const told = steps.map(({ step, observation }) => {
    const { outcomes, isComplete } = oracle.admissible(step, MOST_OUTCOMES);
    oracle.see({ step, observation });
    const { atMs, by, event } = step;
    const request = sentRequest(event, sent, words);
    sent.note(event, observation, '');
    const asked = { atMs, by, event, ...(request !== undefined && { request }) };
    const isElsewhere = s3Only && event.op === 'CompleteMultipartUpload';
    const admissible = outcomes.map((outcome) => outcomeJson(isElsewhere ? withOtherParts(outcome) : outcome));
    return { ...asked, observation, admissible, isComplete };
  });
  // The schema has the lists of the model as lists that may be changed.
  return { bucketkeyVector: VECTOR_FORMAT, name, profile: described(profile), setup, steps: told, expected } as Vector;
}

/** An outcome at an endpoint that gives parts under a KMS key ETags of its own: so is that of what is made of them. */
function withOtherParts(outcome: Outcome): Outcome {
  const { sse, etag } = outcome;
  const ofParts = typeof etag === 'string' && sse !== 'AES256' ? /^[0-9a-f]{32}(-\d+)$/.exec(etag) : null;
  return ofParts === null ? outcome : { ...outcome, etag: `*${ofParts[1]}` };
}
