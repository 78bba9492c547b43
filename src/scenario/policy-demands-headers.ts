import {
  type BucketPolicyStatement,
  type EncryptionHeaders,
  kmsKeyArn,
  type Observation,
  type PolicyCondition,
  profileNamed,
  SECOND_MS,
  type Setup,
} from '../../model/index.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { ALLOWED, DENIED, outcomeText, resultOf, says } from './figures.ts';
import { paragraph } from './paragraph.ts';
import { runSteps, type ScenarioRun } from './run-steps.ts';
import type { Scenario, ScenarioFigure, ScenarioOptions, ScenarioResult } from './scenario.ts';
import { ACCOUNT, ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from './setup-of.ts';

const NAME = 'policy-demands-headers';
const BUCKET = 'query-results';
const KEY_ID = 'key';
const KEY_ARN = kmsKeyArn(ACCOUNT, KEY_ID);
const APP = 'queries';

const WORLD: Setup = setupOf([requester(APP)], [KEY_ID], [bucket(BUCKET)]);

/** What a policy may demand of the encryption headers of a write. */
const DEMANDS: readonly (readonly [name: string, condition: PolicyCondition])[] = [
  ['aws:kms', { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } }],
  ['any algorithm', { Null: { 's3:x-amz-server-side-encryption': 'true' } }],
  ['the key', { StringNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': KEY_ARN } }],
  [
    'the key, if one is named',
    {
      StringNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': KEY_ARN },
      Null: { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'false' },
    },
  ],
];

/** What clients send, and what becomes of it under each of {@link DEMANDS} in order. */
const WRITES: readonly (readonly [name: string, headers: EncryptionHeaders, answers: readonly string[]])[] = [
  ['no header', {}, [DENIED, DENIED, DENIED, ALLOWED]],
  ['AES256', { sse: 'AES256' }, [DENIED, ALLOWED, DENIED, ALLOWED]],
  ['aws:kms', { sse: 'aws:kms' }, [ALLOWED, ALLOWED, DENIED, ALLOWED]],
  ['aws:kms and the ARN of the key', { sse: 'aws:kms', kmsKeyId: KEY_ARN }, [ALLOWED, ALLOWED, ALLOWED, ALLOWED]],
  ['aws:kms and the bare id of the key', { sse: 'aws:kms', kmsKeyId: KEY_ID }, [ALLOWED, ALLOWED, DENIED, DENIED]],
];

/** Bucket policies with conditions on the encryption headers. */
export const policyDemandsHeaders: Scenario = {
  name: NAME,
  title:
    'A bucket policy that demands encryption headers denies who leaves the encryption to the bucket, though the ' +
    'bucket would encrypt just so.',
  description: paragraph(`
    A bucket encrypts under a KMS key with bucket keys by default, and its policy denies writes without the header that
    asks for it: a belt to the braces, until a client relies on the default and gets 403 (SC-36, E-33), as people met at
    https://github.com/maximhq/bifrost/pull/6497. Conditions test the headers that were sent, and what is missing is not
    equal to anything (F-143, F-186). Four demands are tried on five ways to write. Look at the writes without header:
    only the demand that asks whether there is one lets them pass. Whether a condition on the key id accepts the key
    that is used in its place AWS leaves open (U-36); here it is what was sent that counts.
  `),
  run: (options) => runPolicyDemandsHeaders(options),
};

/** Runs {@link policyDemandsHeaders} on a reference with these parts. */
export async function runPolicyDemandsHeaders(
  options: ScenarioOptions,
  parts: ReferenceParts = REFERENCE_PARTS,
): Promise<ScenarioResult> {
  const stage = { setup: WORLD, profile: profileNamed('ideal'), reference: {}, parts };
  return runSteps(stage, options, async (run) => {
    await run.does(ADMIN, putRule(BUCKET, kmsRule(KEY_ID, true)));
    const figures: ScenarioFigure[] = [];
    for (const [at, [demand, condition]] of DEMANDS.entries()) {
      await run.does(ADMIN, { op: 'PutBucketPolicy', bucket: BUCKET, statements: [denied(condition)] });
      for (const [sent, headers, answers] of WRITES) {
        const answer = outcomeText(await put(run, headers));
        figures.push(says(`demanded ${demand}, sent ${sent}`, answer, answers[at] ?? ''));
      }
    }
    return resultOf(NAME, [...figures, run.verdictFigure()], run.complaints);
  });
}

function denied(condition: PolicyCondition): BucketPolicyStatement {
  return { effect: 'Deny', principal: '*', actions: ['s3:PutObject'], condition };
}

function put(run: ScenarioRun, headers: EncryptionHeaders): Promise<Observation> {
  run.atMs += SECOND_MS;
  return run.does(APP, { op: 'PutObject', bucket: BUCKET, key: 'result.csv', body: content('a,b'), headers });
}
