import { describe, expect, test } from 'vitest';
import { bucketPolicy, get, head, put, replicate, replication, update } from '../testing/events.ts';
import { AWS, callsOf, IDEAL, ModelRun } from '../testing/model-run.ts';
import { HOME_ACCOUNT, homeKey, OTHER_BODY } from '../testing/scene.ts';
import { roleArn } from '../vocabulary/arn.ts';

const KMS = { sse: 'aws:kms', kmsKeyId: 'K1' } as const;
const byJob = (name: `${string}/${string}`) => ({ ...replicate(name), job: 'bob' });
const statusOf = (run: ModelRun, name: `${string}/${string}`) => run.take('ann', head(name)).replicationStatus;

/** b replicates to c, and c to d; b/o was written under a KMS key and has its replica. */
function chained(profile = IDEAL): ModelRun {
  const run = new ModelRun(profile);
  run.take('ann', replication('b', 'c', 'KR'));
  run.take('ann', replication('c', 'd', 'KR'));
  run.take('ann', put('b/o', KMS));
  run.take('ann', replicate('b/o'));
  return run;
}

describe('a job of Batch Replication (F-190)', () => {
  test('takes up a replica, which replication by itself does not; its calls are those of the role of the rule', () => {
    const run = chained();
    run.take('ann', replicate('c/o'));
    expect(run.answer('ann', get('d/o'))).toBe('404 NoSuchKey');
    const attempt = run.take('ann', byJob('c/o'));
    expect(callsOf(attempt)).toEqual(['Decrypt KR c/o', 'Encrypt KR d/o']);
    expect(attempt.kmsCalls.map(({ by }) => by)).toEqual(['repl', 'repl']);
    expect([statusOf(run, 'c/o'), statusOf(run, 'd/o')]).toEqual(['REPLICA', 'REPLICA']);
  });

  test('takes up what was there before the rule, and what FAILED', () => {
    const run = new ModelRun();
    run.take('ann', put('b/o'));
    run.take('ann', replication('b', 'c', 'nonsense'));
    run.take('ann', put('b/p', KMS));
    run.take('ann', replicate('b/p'));
    expect(statusOf(run, 'b/p')).toBe('FAILED');
    run.take('ann', replication('b', 'c', 'KR'));
    expect(['b/o', 'b/p'].map((name) => run.take('ann', byJob(name as 'b/o')).replicationStatus)).toEqual([
      'COMPLETED',
      'COMPLETED',
    ]);
  });

  test('that goes on with an object that was put under a KMS key since takes its calls (F-79)', () => {
    const run = new ModelRun();
    run.take('ann', put('b/o'));
    run.take('ann', update('b/o', homeKey('K1')));
    run.take('ann', replication('b', 'c', 'KR'));
    expect(run.calls('ann', byJob('b/o'))).toEqual(['Decrypt K1 b/o', 'Encrypt KR c/o']);
  });

  test('of a role that may not initiate replication, or of nobody, does nothing', () => {
    const run = chained();
    const denied = {
      effect: 'Deny',
      principal: roleArn(HOME_ACCOUNT, 'bob'),
      actions: ['s3:InitiateReplication'],
    } as const;
    run.take('ann', bucketPolicy('c', denied));
    expect(run.calls('ann', byJob('c/o'))).toEqual([]);
    expect(run.calls('ann', { ...replicate('c/o'), job: 'nobody-there' })).toEqual([]);
    expect(run.calls('ann', { ...replicate('c/o'), job: 'ann' })).not.toEqual([]);
  });

  test('leaves what is COMPLETED, or replicates it again (U-38)', () => {
    expect(chained().calls('ann', byJob('b/o'))).toEqual([]);
    const run = chained({ ...AWS, mixedReplicaFlag: [false] });
    expect(run.calls('ann', byJob('b/o'), { batchRepeats: false })).toEqual([]);
    expect(run.calls('ann', byJob('b/o'), { batchRepeats: true })).toEqual(['Decrypt K1 b/o', 'Encrypt KR c/o']);
    run.take('ann', put('b/o', {}, OTHER_BODY));
    expect(run.take('ann', byJob('b/o')).replicationStatus).toBe('COMPLETED');
  });
});
