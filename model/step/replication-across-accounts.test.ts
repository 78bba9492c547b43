import { describe, expect, test } from 'vitest';
import { bucketPolicy, get, keyPolicy, put, replicate, replication } from '../testing/events.ts';
import { callsOf, IDEAL, ModelRun } from '../testing/model-run.ts';
import { HOME_ACCOUNT, OTHER_ACCOUNT, SCENE } from '../testing/scene.ts';
import { accountRootArn, kmsKeyArn, roleArn } from '../vocabulary/arn.ts';
import type { Setup } from '../vocabulary/setup.ts';

const ROLE = roleArn(HOME_ACCOUNT, 'replication');
const OWNER_MAY = { effect: 'Allow', principal: accountRootArn(OTHER_ACCOUNT), actions: ['kms:*'] } as const;
const ROLE_MAY = { effect: 'Allow', principal: ROLE, actions: ['kms:Encrypt', 'kms:Decrypt'] } as const;
const LETS_ROLE_IN = { effect: 'Allow', principal: ROLE, actions: ['s3:PutObject'] } as const;
const KMS = { sse: 'aws:kms', kmsKeyId: 'K1' } as const;
const KA = kmsKeyArn(OTHER_ACCOUNT, 'KA');

/** b/o is under K1 and b replicates to the bucket of another account, whose owner lets the role in. */
function replicating(
  replicaKey: string | undefined,
  headers: typeof KMS | object = KMS,
  setup: Setup = SCENE,
): ModelRun {
  const run = new ModelRun(IDEAL, setup);
  run.take('ann', replication('b', 'away', replicaKey));
  run.take('eve', bucketPolicy('away', LETS_ROLE_IN));
  run.take('eve', keyPolicy('KA', OWNER_MAY, ROLE_MAY));
  run.take('ann', put('b/o', headers));
  return run;
}

function status(run: ModelRun): string | null {
  return run.take('ann', replicate('b/o')).replicationStatus;
}

describe('replication to a bucket of another account', () => {
  test('takes a customer key there whose policy lets the role use it (F-77)', () => {
    const run = replicating(KA);
    const attempt = run.take('ann', replicate('b/o'));
    expect([attempt.replicationStatus, ...callsOf(attempt)]).toEqual([
      'COMPLETED',
      'Decrypt K1 b/o',
      'Encrypt KA away/o',
    ]);
    run.take('eve', keyPolicy('KA', OWNER_MAY));
    run.take('ann', put('b/o', KMS));
    expect(status(run)).toBe('FAILED');
  });

  test.each([
    'alias/aws/s3',
    kmsKeyArn(HOME_ACCOUNT, `aws-s3-${HOME_ACCOUNT}`),
    kmsKeyArn(OTHER_ACCOUNT, `aws-s3-${OTHER_ACCOUNT}`),
  ])('cannot use aws/s3, be it named %s: FAILED (F-77)', (name) => {
    expect(status(replicating(name))).toBe('FAILED');
  });

  test('needs the policy of the bucket there, and takes no key for what is under none (F-65)', () => {
    const run = replicating(undefined, {});
    expect(status(run)).toBe('COMPLETED');
    run.take('eve', bucketPolicy('away'));
    run.take('ann', put('b/o'));
    expect(status(run)).toBe('FAILED');
  });

  test('the replica is its owner’s, who reads it by the key there', () => {
    const run = replicating(KA);
    status(run);
    expect(run.answer('eve', get('away/o'))).toBe('200');
    expect(run.answer('ann', get('away/o'))).toBe('403 AccessDenied');
  });

  test('needs what IAM says of the role as well, where that is told (F-102)', () => {
    const policy = (actions: readonly ('s3:*' | 'kms:*' | 's3:GetObject')[]): Setup => ({
      ...SCENE,
      identityPolicies: [
        { account: HOME_ACCOUNT, principal: 'replication', statements: [{ effect: 'Allow', actions }] },
      ],
    });
    expect(status(replicating(KA, KMS, policy(['s3:*', 'kms:*'])))).toBe('COMPLETED');
    expect(status(replicating(KA, KMS, policy(['s3:*'])))).toBe('FAILED');
    expect(status(replicating(KA, KMS, policy(['s3:GetObject', 'kms:*'])))).toBe('FAILED');
  });
});
