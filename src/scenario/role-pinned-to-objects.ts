import {
  bucketArn,
  type KeyPolicyStatement,
  MINUTE_MS,
  objectArn,
  profileNamed,
  roleArn,
  SECOND_MS,
  type Setup,
} from '../../model/index.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { resultOf, says } from './figures.ts';
import { paragraph } from './paragraph.ts';
import { runSteps, type ScenarioRun } from './run-steps.ts';
import type { Scenario, ScenarioFigure, ScenarioOptions, ScenarioResult } from './scenario.ts';
import { ACCOUNT, ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from './setup-of.ts';

const NAME = 'role-pinned-to-objects';
const FROM = 'logs';
const TO = 'logs-copy';
const ROLE = 'replication';
const KEY_ID = 'key';
const REPLICA_KEY = 'replica-key';

const WORLD: Setup = setupOf([requester(ROLE)], [KEY_ID, REPLICA_KEY], [bucket(FROM), bucket(TO)]);

/** A replication role whose permissions name objects. */
export const rolePinnedToObjects: Scenario = {
  name: NAME,
  title:
    'Turning bucket keys on stops a replication whose role may decrypt for object ARNs only; what was written before ' +
    'still replicates.',
  description: paragraph(`
    A key policy lets the replication role decrypt where the encryption context names an object of the source bucket.
    A new release of a module turned bucket keys on, and nothing was replicated any more:
    https://github.com/aws-ia/terraform-aws-control_tower_account_factory/issues/639 (SC-04). The context names the
    bucket where there is a bucket key (F-88), which the pattern for its objects does not match (F-94). Look at the
    three statuses: an object from before the switch still has a data key of its own and satisfies the old condition,
    one from after it fails, and with the ARN of the bucket in the condition the next attempt at a new one succeeds.
  `),
  run: (options) => runRolePinnedToObjects(options),
};

/** Runs {@link rolePinnedToObjects} on a reference with these parts. */
export async function runRolePinnedToObjects(
  options: ScenarioOptions,
  parts: ReferenceParts = REFERENCE_PARTS,
): Promise<ScenarioResult> {
  const stage = { setup: WORLD, profile: profileNamed('ideal'), reference: {}, parts };
  return runSteps(stage, options, async (run) => {
    await run.does(ADMIN, putRule(FROM, kmsRule(KEY_ID, false)));
    await run.does(ADMIN, {
      op: 'PutBucketReplication',
      bucket: FROM,
      destination: TO,
      role: ROLE,
      replicaKmsKeyId: REPLICA_KEY,
    });
    await letDecrypt(run, objectArn(FROM, '*'));
    await write(run, 'before');
    await run.does(ADMIN, putRule(FROM, kmsRule(KEY_ID, true)));
    await write(run, 'after');
    run.atMs += MINUTE_MS;
    const figures: ScenarioFigure[] = [
      says('written before the switch', await replicated(run, 'before'), 'COMPLETED'),
      says('written after the switch', await replicated(run, 'after'), 'FAILED'),
    ];
    await letDecrypt(run, objectArn(FROM, '*'), bucketArn(FROM));
    await write(run, 'mended');
    figures.push(says('written after the condition was mended', await replicated(run, 'mended'), 'COMPLETED'));
    return resultOf(NAME, [...figures, run.verdictFigure()], run.complaints);
  });
}

/** Administrators may do everything with the key, the role may decrypt where the context is like one of these. */
async function letDecrypt(run: ScenarioRun, ...patterns: readonly string[]): Promise<void> {
  const statements: readonly KeyPolicyStatement[] = [
    { effect: 'Allow', principal: roleArn(ACCOUNT, ADMIN), actions: ['kms:*'] },
    {
      effect: 'Allow',
      principal: roleArn(ACCOUNT, ROLE),
      actions: ['kms:Decrypt'],
      condition: { StringLike: { 'kms:EncryptionContext:aws:s3:arn': patterns } },
    },
  ];
  await run.does(ADMIN, { op: 'PutKeyPolicy', keyId: KEY_ID, statements });
}

async function write(run: ScenarioRun, key: string): Promise<void> {
  run.atMs += SECOND_MS;
  await run.does(ADMIN, { op: 'PutObject', bucket: FROM, key, body: content(key), headers: {} });
}

async function replicated(run: ScenarioRun, key: string): Promise<string> {
  run.atMs += SECOND_MS;
  const { replicationStatus } = await run.happens({ op: 'ReplicateObject', bucket: FROM, key });
  return replicationStatus ?? 'not replicated';
}
