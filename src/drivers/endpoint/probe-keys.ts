import type { KeyPolicyStatement } from '../../../model/index.ts';
import { runPrefix } from '../../suts/live/run-name.ts';
import { descriptionOf } from './endpoint.ts';
import { accountOf, KmsClient, keyIdMade, keyIdOf } from './kms-client.ts';
import { CONTENT, type ProbeBench, succeeded } from './probe-bench.ts';

/** What was learnt of KMS. */
export interface ProbedKeys {
  /** ARNs of keys that can be named; empty where there are none. */
  readonly arns: readonly string[];
  /** Whether keys can be made, one for each trace. */
  readonly kms: KmsClient | undefined;
  /** Keys that a setup may have, per account. */
  readonly perAccount: number;
  /** ARN of the AWS managed key, by the name of the requester whose account it is of. */
  readonly managed: ReadonlyMap<string, string>;
}

/** Looks for KMS, and at the keys that were given. */
export async function probeKeys(bench: ProbeBench): Promise<ProbedKeys> {
  const { endpoint } = bench;
  await endpoint.kmsLog?.newCalls();
  const [{ keys }] = endpoint.requesters;
  const isOurs = endpoint.kms !== undefined && endpoint.givenKeys.length === 0;
  const kms = isOurs ? new KmsClient(endpoint.kms, keys) : undefined;
  const made = kms === undefined ? undefined : await kms.createKey(descriptionOf(endpoint.run));
  const arns = made === undefined ? endpoint.givenKeys.filter((key) => key.startsWith('arn:')) : [made];
  if (made !== undefined && kms !== undefined) await probeControl(bench, kms, made);
  const managed = new Map<string, string>();
  for (const requester of endpoint.requesters) {
    const bucket = `${bench.empty}-${requester.name}`;
    await bench.ask({ op: 'CreateBucket', bucket }, requester);
    const put = { op: 'PutObject', bucket, key: 'k', body: CONTENT } as const;
    const seen = await bench.ask({ ...put, headers: { sse: 'aws:kms' } }, requester);
    const arn = seen.observation.kmsKeyArn;
    // Without a key it is the one of the account (F-12); one that was given shows otherwise.
    if (succeeded(seen) && typeof arn === 'string' && arn.startsWith('arn:') && !arns.includes(arn))
      managed.set(requester.name, arn);
  }
  if (kms === undefined && endpoint.givenKeys.length === 0)
    bench.note('KMS keys', 'no', 'no KMS was found, and no --kms-key given');
  else bench.note('KMS keys', 'yes', made === undefined ? 'as given' : 'made for each trace');
  const perAccount = made === undefined ? endpoint.givenKeys.length : 3;
  return { arns, kms: made === undefined ? undefined : kms, perAccount, managed };
}

/** Whether calls of KMS were seen since the probe began: a log without any says nothing. */
export async function probeCalls(bench: ProbeBench): Promise<boolean> {
  const { kmsLog } = bench.endpoint;
  if (kmsLog === undefined) {
    bench.note('KMS calls', 'no', 'no --kms-log was given');
    return false;
  }
  const calls = await kmsLog.newCalls();
  const isCalled = calls.length > 0;
  bench.noteWhether('KMS calls', isCalled, 'the log has none, though objects were written under KMS');
  return isCalled;
}

/** Asks each operation on a key once. */
async function probeControl(bench: ProbeBench, kms: KmsClient, arn: string): Promise<void> {
  const { endpoint } = bench;
  let throwAway: string | undefined;
  await bench.operation({ op: 'CreateKey', keyId: 'probe' }, ({ text }) => {
    throwAway = keyIdMade(text);
    return throwAway === undefined ? 'the answer does not say which key was made' : undefined;
  });
  const keyId = throwAway ?? keyIdOf(arn);
  await bench.operation({ op: 'DisableKey', keyId });
  await bench.operation({ op: 'EnableKey', keyId });
  await bench.operation({ op: 'EnableKeyRotation', keyId, rotationPeriodInDays: 365 });
  await bench.operation({ op: 'GetKeyRotationStatus', keyId }, ({ observation }) =>
    observation.keyRotationEnabled === true ? undefined : 'the answer does not say that rotation is on',
  );
  await bench.operation({ op: 'RotateKeyOnDemand', keyId });
  await bench.operation({ op: 'DisableKeyRotation', keyId });
  const alias = `alias/${runPrefix(endpoint.run)}probe`;
  await bench.operation({ op: 'CreateAlias', alias, keyId: keyIdOf(arn) });
  await bench.operation({ op: 'UpdateAlias', alias, keyId });
  await bench.operation({ op: 'DeleteAlias', alias });
  if (endpoint.requesters.some(({ account, role }) => account === undefined || role === undefined))
    for (const op of ['PutKeyPolicy', 'CreateGrant', 'RevokeGrant', 'RetireGrant'])
      bench.note(op, 'no', 'the roles of the requesters are not known: see --credentials');
  else {
    await bench.operation({ op: 'PutKeyPolicy', keyId, statements: [everything(accountOf(arn))] });
    const [{ account = '', role = '' }] = endpoint.requesters;
    const granteePrincipal = `arn:aws:iam::${account}:role/${role}`;
    await bench.operation({ op: 'CreateGrant', keyId, grant: 'g', granteePrincipal, operations: ['Decrypt'] });
    await bench.operation({ op: 'RevokeGrant', keyId, grant: 'g' });
    const operations = ['Decrypt', 'RetireGrant'] as const;
    await bench.ask({ op: 'CreateGrant', keyId, grant: 'h', granteePrincipal, operations });
    await bench.operation({ op: 'RetireGrant', keyId, grant: 'h' });
  }
  await bench.operation({ op: 'ScheduleKeyDeletion', keyId, pendingWindowInDays: 7 });
  await bench.operation({ op: 'CancelKeyDeletion', keyId });
  await kms.retireKey(keyId);
  await probeImport(bench, kms);
}

/** Asks the operations on imported material once, of a key of their own. */
async function probeImport(bench: ProbeBench, kms: KmsClient): Promise<void> {
  const arn = await kms.createKey(descriptionOf(bench.endpoint.run), undefined, 'EXTERNAL');
  if (arn === undefined) {
    for (const op of ['ImportKeyMaterial', 'DeleteImportedKeyMaterial'])
      bench.note(op, 'no', 'no key of the origin EXTERNAL could be made');
    return;
  }
  const keyId = keyIdOf(arn);
  await bench.operation({ op: 'ImportKeyMaterial', keyId });
  await bench.operation({ op: 'DeleteImportedKeyMaterial', keyId });
  await kms.retireKey(keyId);
}

function everything(account: string): KeyPolicyStatement {
  return { effect: 'Allow', principal: `arn:aws:iam::${account}:root`, actions: ['kms:*'] };
}
