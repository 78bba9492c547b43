import {
  bucketArn,
  HOUR_MS,
  type KeyPolicyStatement,
  MINUTE_MS,
  type Observation,
  objectArn,
  profileNamed,
  roleArn,
  SECOND_MS,
  type Setup,
} from '../../model/index.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { ALLOWED, DENIED, outcomeText, resultOf, says } from './figures.ts';
import { paragraph } from './paragraph.ts';
import { runSteps, type ScenarioRun } from './run-steps.ts';
import type { Scenario, ScenarioFigure, ScenarioOptions, ScenarioResult } from './scenario.ts';
import { ACCOUNT, ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from './setup-of.ts';

const NAME = 'policy-pinned-to-objects';
const KEYED = 'state-with-bucket-keys';
const PLAIN = 'state-without-bucket-keys';
const KEY_ID = 'key';
const OBJECT = 'terraform.tfstate';
const APP = 'pipeline';

const WORLD: Setup = setupOf([requester(APP)], [KEY_ID], [bucket(KEYED), bucket(PLAIN)]);

/** What a condition on `aws:s3:arn` may name, and what becomes of cold requests under it (F-88, F-94). */
interface Pin {
  readonly name: string;
  readonly patterns: (bucketName: string) => readonly string[];
  /** Answer expected in the bucket without bucket keys. */
  readonly plain: string;
  /** Answer expected in the bucket with bucket keys. */
  readonly keyed: string;
}

const PINS: readonly Pin[] = [
  { name: 'object ARN', patterns: (name) => [objectArn(name, OBJECT)], plain: ALLOWED, keyed: DENIED },
  { name: 'bucket/*', patterns: (name) => [`${bucketArn(name)}/*`], plain: ALLOWED, keyed: DENIED },
  { name: 'bucket ARN', patterns: (name) => [bucketArn(name)], plain: DENIED, keyed: ALLOWED },
  {
    name: 'bucket ARN and bucket/*',
    patterns: (name) => [bucketArn(name), `${bucketArn(name)}/*`],
    plain: ALLOWED,
    keyed: ALLOWED,
  },
];

/** Key policies with a condition on the encryption context. */
export const policyPinnedToObjects: Scenario = {
  name: NAME,
  title:
    'A key policy pinned to object ARNs shuts a bucket with bucket keys, and one pinned to the bucket ARN shuts a ' +
    'bucket without.',
  description: paragraph(`
    S3 gives KMS the ARN of the object as encryption context, and the ARN of the bucket where a bucket key is used
    (F-88). So a key policy whose condition names object ARNs stops matching as soon as bucket keys are on (F-94):
    people met it at https://github.com/slashdevops/idp-scim-sync/pull/540 (SC-01), with a state bucket at
    https://github.com/ministryofjustice/modernisation-platform/pull/13396 (SC-02), and with a delivery role pinned to
    bucket/* at https://github.com/fdmsantos/terraform-aws-kinesis-firehose/issues/26 (SC-03); that no /* belongs into
    the condition was put right in the guide at https://github.com/awsdocs/amazon-s3-userguide/pull/116 (SC-05). Four
    conditions are tried on a PUT and a GET, both cold, in a bucket without and in one with bucket keys. Look at which
    conditions serve which bucket: only both forms together serve both, which is what a migration needs.
  `),
  run: (options) => runPolicyPinnedToObjects(options),
};

/** Runs {@link policyPinnedToObjects} on a reference with these parts. */
export async function runPolicyPinnedToObjects(
  options: ScenarioOptions,
  parts: ReferenceParts = REFERENCE_PARTS,
): Promise<ScenarioResult> {
  const stage = { setup: WORLD, profile: profileNamed('ideal'), reference: {}, parts };
  return runSteps(stage, options, async (run) => {
    await run.does(ADMIN, putRule(PLAIN, kmsRule(KEY_ID, false)));
    await run.does(ADMIN, putRule(KEYED, kmsRule(KEY_ID, true)));
    await put(run, ADMIN, PLAIN);
    await put(run, ADMIN, KEYED);
    const figures: ScenarioFigure[] = [];
    for (const pin of PINS) figures.push(...(await tryPin(run, pin)));
    return resultOf(NAME, [...figures, run.verdictFigure()], run.complaints);
  });
}

async function tryPin(run: ScenarioRun, pin: Pin): Promise<readonly ScenarioFigure[]> {
  run.atMs += MINUTE_MS;
  await run.does(ADMIN, { op: 'PutKeyPolicy', keyId: KEY_ID, statements: [...ADMIN_ALLOWED, ...statementsOf(pin)] });
  const figures: ScenarioFigure[] = [];
  for (const [name, expected] of [
    [PLAIN, pin.plain],
    [KEYED, pin.keyed],
  ] as const) {
    // An hour later nothing is cached: each request is a cold one.
    run.atMs += HOUR_MS;
    const written = await put(run, APP, name);
    run.atMs += HOUR_MS;
    const read = await run.does(APP, { op: 'GetObject', bucket: name, key: OBJECT });
    const where = `${name === KEYED ? 'with' : 'without'} bucket keys`;
    figures.push(
      says(`${pin.name}: cold PUT ${where}`, outcomeText(written), expected),
      says(`${pin.name}: cold GET ${where}`, outcomeText(read), expected),
    );
  }
  return figures;
}

/** The administrator stays free to write what is read: what is tested is the pipeline's access. */
const ADMIN_ALLOWED: readonly KeyPolicyStatement[] = [
  { effect: 'Allow', principal: roleArn(ACCOUNT, ADMIN), actions: ['kms:*'] },
];

function statementsOf({ patterns }: Pin): readonly KeyPolicyStatement[] {
  return [...patterns(PLAIN), ...patterns(KEYED)].map((contextArn) => ({
    effect: 'Allow',
    principal: roleArn(ACCOUNT, APP),
    actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
    contextArn,
  }));
}

function put(run: ScenarioRun, by: string, name: string): Promise<Observation> {
  return run.does(by, {
    op: 'PutObject',
    bucket: name,
    key: OBJECT,
    body: content(`${by} at ${run.atMs / SECOND_MS} s`),
    headers: {},
  });
}
