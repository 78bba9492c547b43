import {
  type Event,
  HOUR_MS,
  type KmsOperation,
  type Profile,
  profileNamed,
  reductionPercent,
  type Setup,
  type Step,
} from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { createRandom } from '../reference/crypto/random.ts';
import { REFERENCE_PARTS, type ReferenceOptions, type ReferenceParts } from '../reference/index.ts';
import { callRange } from './call-range.ts';
import { atLeast, atMost, exactly, resultOf, rounded } from './figures.ts';
import { paragraph } from './paragraph.ts';
import { runSteps, type ScenarioRun } from './run-steps.ts';
import type { Scenario, ScenarioFigure, ScenarioOptions, ScenarioResult } from './scenario.ts';
import { ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from './setup-of.ts';

const NAME = 'aws-poc';
const ROLE = 'lambda';
const UPLOADS = 50;
const DOWNLOADS = 100;
/** Downloads draw among `tripdata_1.csv` to `tripdata_9.csv`. */
const READ_KEYS = 9;
/** Calls AWS counted in CloudTrail, without and with bucket keys (F-109). */
const MEASURED = { without: 150, with: 4 } as const;
/** Between two requests: one invocation of a function does it all within a minute. */
const PACE_MS = 100;
/** The one file that is uploaded, about 100 bytes. */
const FILE = content(`trip,pickup,dropoff,distance\n${'1,08:15,08:40,4.2\n'.repeat(4)}`);

/** The two buckets of the experiment; each has a customer managed key of its own. */
const SIDES = {
  without: { bucket: 'poc-without-bucket-key', keyId: 'key-1', bucketKeys: false },
  with: { bucket: 'poc-with-bucket-key', keyId: 'key-2', bucketKeys: true },
} as const;

type Side = (typeof SIDES)[keyof typeof SIDES];

const WORLD: Setup = setupOf(
  [requester(ROLE)],
  [SIDES.without.keyId, SIDES.with.keyId],
  [bucket(SIDES.without.bucket), bucket(SIDES.with.bucket)],
);

/** The workload that AWS measured and published. */
export const awsPoc: Scenario = {
  name: NAME,
  title: 'The workload AWS measured: 150 KMS calls without bucket keys, 4 with them.',
  description: paragraph(`
    One role uploads a file of about 100 bytes 50 times, one upload after the other, to tripdata_0.csv to
    tripdata_49.csv, and then downloads 100 times a file drawn from tripdata_1.csv to tripdata_9.csv, each download a
    HEAD and a GET; once in a bucket without bucket keys and once in a bucket with them, each with a customer managed
    key of its own. AWS published this experiment with its count of CloudTrail events
    (https://github.com/aws-samples/s3-bucketkey-poc, F-109): 150 without and 4 with bucket keys. Without, every upload
    and every GET makes a call and a HEAD makes none (K-02, K-06, K-09), so 150 is exact. With them the documentation
    bounds the number only loosely; the fewest and the most calls are found by searching the model under the profile
    aws. Look at where the measured 4 lies, and at two references that make exactly four calls.
  `),
  run: (options) => runAwsPoc(options),
};

/** Runs {@link awsPoc} on references with these parts. */
export async function runAwsPoc(
  options: ScenarioOptions,
  parts: ReferenceParts = REFERENCE_PARTS,
): Promise<ScenarioResult> {
  const aws = profileNamed('aws');
  const ideal = profileNamed('ideal');
  const steps = stepsOf(SIDES.with, options.seed);
  const admitted = callRange(WORLD, aws, steps);
  const stepsWithout = stepsOf(SIDES.without, options.seed);
  const admittedWithout = callRange(WORLD, aws, stepsWithout);
  const measure = (wanted: Measurement): Promise<Measured> =>
    runSteps({ setup: WORLD, parts, ...wanted }, options, play(wanted.steps));
  const plain = await measure({ steps: stepsWithout, reference: {}, profile: ideal });
  const keyed = await measure({ steps, reference: {}, profile: ideal });
  const four = await measure({ steps, reference: FOUR_CACHES, profile: aws });
  const two = await measure({ steps, reference: TWO_CACHES, profile: aws });
  const figures: readonly ScenarioFigure[] = [
    exactly('fewest calls the model admits without bucket keys', admittedWithout.fewest, 'calls', MEASURED.without),
    exactly('most calls the model admits without bucket keys', admittedWithout.most, 'calls', MEASURED.without),
    atMost('fewest calls the model admits with bucket keys', admitted.fewest, 'calls', MEASURED.with),
    atLeast('most calls the model admits with bucket keys', admitted.most, 'calls', MEASURED.with),
    exactly('reduction with the 4 calls AWS counted', reduction(MEASURED.without, MEASURED.with), '%', 97.333),
    exactly('reference: calls without bucket keys', plain.calls, 'calls', MEASURED.without),
    plain.verdict('reference without bucket keys'),
    exactly('reference: calls with bucket keys', keyed.calls, 'calls', 1),
    exactly('reference: reduction', reduction(plain.calls, keyed.calls), '%', 99.333),
    keyed.verdict('reference with bucket keys'),
    exactly('four caches: calls with bucket keys', four.calls, 'calls', MEASURED.with),
    four.verdict('four caches'),
    exactly('two caches, reads fetch for themselves: calls with bucket keys', two.calls, 'calls', MEASURED.with),
    two.verdict('two caches, reads fetch for themselves'),
  ];
  return resultOf(NAME, figures, [
    `AWS did not publish how its 4 calls split. Four caches that share what is stored make ${four.split}; two ` +
      `caches whose writes do not serve reads make ${two.split}: both explain the count, so U-04 and U-09 stay open.`,
    'The model admits more calls with bucket keys than there are without: nothing in the documentation keeps a ' +
      'cache from losing what it holds (U-05), or a write from verifying its bucket key (U-08).',
    ...[plain, keyed, four, two].flatMap(({ complaints }) => complaints),
  ]);
}

/** Each cache is cold once; a cold write has the stored bucket key decrypted (U-04, U-07). */
const FOUR_CACHES: Partial<ReferenceOptions> = { caches: 4, coldWrite: 'unwrap' };
/** Each of two caches is cold once for writes and once for reads (U-04, U-09). */
const TWO_CACHES: Partial<ReferenceOptions> = { caches: 2, coldWrite: 'unwrap', writeWarmsRead: false };

interface Measurement {
  readonly steps: readonly Step[];
  readonly reference: Partial<ReferenceOptions>;
  readonly profile: Profile;
}

interface Measured {
  readonly calls: number;
  /** How many calls of which operation. */
  readonly split: string;
  readonly verdict: (name: string) => ScenarioFigure;
  readonly complaints: readonly string[];
}

function play(steps: readonly Step[]): (run: ScenarioRun) => Promise<Measured> {
  return async (run) => {
    const calls = await run.callsDuring(async () => {
      for (const step of steps) await run.takes(step);
    });
    return { calls, split: splitOf(run.seen), verdict: (name) => run.verdictFigure(name), complaints: run.complaints };
  };
}

function splitOf(seen: readonly ObservedStep[]): string {
  const operations = seen.flatMap(({ observation }) => (observation.kmsCalls ?? []).map(({ operation }) => operation));
  const count = (operation: KmsOperation): number => operations.filter((one) => one === operation).length;
  return `${count('GenerateDataKey')} GenerateDataKey and ${count('Decrypt')} Decrypt`;
}

/** One side of the experiment. The bucket is configured well before it is used, so that the rule is in force (F-14). */
function stepsOf({ bucket: name, keyId, bucketKeys }: Side, seed: number): readonly Step[] {
  const random = createRandom(seed);
  const requests: Event[] = [];
  for (let i = 0; i < UPLOADS; i++)
    requests.push({ op: 'PutObject', bucket: name, key: `tripdata_${i}.csv`, body: FILE, headers: {} });
  for (let i = 0; i < DOWNLOADS; i++) {
    const key = `tripdata_${1 + random.below(READ_KEYS)}.csv`;
    requests.push({ op: 'HeadObject', bucket: name, key }, { op: 'GetObject', bucket: name, key });
  }
  return [
    { atMs: 0, by: ADMIN, event: putRule(name, kmsRule(keyId, bucketKeys)) },
    ...requests.map((event, i) => ({ atMs: HOUR_MS + i * PACE_MS, by: ROLE, event })),
  ];
}

function reduction(without: number, withKeys: number): number {
  return rounded(reductionPercent(without, withKeys), 3);
}
