import { describe, expect, test } from 'vitest';
import { bucketPolicy, get, ofVersion, put, remove, replicate, replication, versioning } from '../testing/events.ts';
import { IDEAL, ModelRun } from '../testing/model-run.ts';
import { HOME_ACCOUNT } from '../testing/scene.ts';
import { accountRootArn, roleArn } from '../vocabulary/arn.ts';
import type { BucketEvent } from '../vocabulary/events/bucket-events.ts';
import type { BucketPolicyStatement } from '../vocabulary/policy.ts';

const REPLICATED = '404 NoSuchKey';

/** A rule from b that is about delete markers as well. */
function withMarkers(destination = 'c'): BucketEvent {
  return { ...replication('b', destination), deleteMarkerReplication: true };
}

/** Bucket b keeps versions and replicates; b/k has its replica. */
function replicated(rule: BucketEvent = withMarkers(), to = 'c', profile = IDEAL): ModelRun {
  const run = new ModelRun(profile);
  const owner = to === 'away' ? 'eve' : 'ann';
  run.take('ann', versioning('b', 'Enabled'));
  run.take(owner, versioning(to, 'Enabled'));
  run.take(owner, bucketPolicy(to, ...(to === 'away' ? [LETS_HOME_IN] : [])));
  run.take('ann', rule);
  run.take('ann', put('b/k'));
  run.take('ann', replicate('b/k'));
  return run;
}

const LETS_HOME_IN: BucketPolicyStatement = {
  effect: 'Allow',
  principal: accountRootArn(HOME_ACCOUNT),
  actions: ['s3:*'],
};

/** What of an answer is about delete markers. */
function answered(run: ModelRun, name: `${string}/${string}`, by = 'ann'): string {
  const { status, code, deleteMarker } = run.take(by, get(name));
  return `${status}${code === null ? '' : ` ${code}`}${deleteMarker === true ? ' of a marker' : ''}`;
}

describe('delete markers are replicated where the rule says so (F-180)', () => {
  test('the destination has one then, and no KMS call is made', () => {
    const run = replicated();
    run.take('ann', remove('b/k'));
    expect(answered(run, 'c/k')).toBe('200');
    const attempt = run.take('ann', replicate('b/k'));
    expect([attempt.kmsCalls, attempt.replicationStatus]).toEqual([[], null]);
    expect(answered(run, 'c/k')).toBe(`${REPLICATED} of a marker`);
    expect(run.answer('ann', ofVersion(get('c/k'), '#1'))).toBe('200');
    expect(run.answer('ann', ofVersion(get('c/k'), '#2'))).toBe('405 MethodNotAllowed');
  });

  test('and has none where it does not', () => {
    const run = replicated(replication('b', 'c'));
    run.take('ann', remove('b/k'));
    run.take('ann', replicate('b/k'));
    expect(answered(run, 'c/k')).toBe('200');
  });

  test('once: what is removed at the destination stays removed, and a replica is not replicated again (F-76)', () => {
    const run = replicated();
    run.take('ann', { ...replication('c', 'd'), deleteMarkerReplication: true });
    run.take('ann', remove('b/k'));
    run.take('ann', replicate('b/k'));
    run.take('ann', replicate('c/k'));
    expect(run.answer('ann', ofVersion(get('d/k'), '#1'))).toBe('404 NoSuchVersion');
    run.take('ann', ofVersion(remove('c/k'), '#2'));
    run.take('ann', replicate('b/k'));
    expect(answered(run, 'c/k')).toBe('200');
  });

  test('the removal of a version by its id is not replicated', () => {
    const run = replicated();
    run.take('ann', ofVersion(remove('b/k'), '#1'));
    run.take('ann', replicate('b/k'));
    expect([answered(run, 'b/k'), answered(run, 'c/k')]).toEqual([REPLICATED, '200']);
  });

  test('a marker whose number changes is the one that was replicated', () => {
    const run = replicated();
    run.take('ann', remove('b/k'));
    run.take('ann', replicate('b/k'));
    run.take('ann', ofVersion(remove('b/k'), '#1'));
    run.take('ann', ofVersion(remove('c/k'), '#2'));
    run.take('ann', replicate('b/k'));
    expect(answered(run, 'c/k')).toBe('200');
  });

  test('the role needs s3:ReplicateDelete at the destination', () => {
    const run = replicated();
    const denied = { effect: 'Deny', principal: roleArn(HOME_ACCOUNT, 'replication') } as const;
    run.take('ann', bucketPolicy('c', { ...denied, actions: ['s3:ReplicateDelete'] }));
    run.take('ann', remove('b/k'));
    run.take('ann', replicate('b/k'));
    expect(answered(run, 'c/k')).toBe('200');
    run.take('ann', bucketPolicy('c', { ...denied, actions: ['s3:DeleteObject', 's3:PutObject'] }));
    run.take('ann', replicate('b/k'));
    expect(answered(run, 'c/k')).toBe(`${REPLICATED} of a marker`);
  });

  test('into a bucket of another account they are, or are not (D-20)', () => {
    const run = replicated(withMarkers('away'), 'away', { ...IDEAL, markersAcrossAccounts: [false, true] });
    run.take('ann', remove('b/k'));
    run.take('ann', replicate('b/k'), { markerAcross: false });
    expect(answered(run, 'away/k', 'eve')).toBe('200');
    run.take('ann', replicate('b/k'), { markerAcross: true });
    expect(answered(run, 'away/k', 'eve')).toBe(`${REPLICATED} of a marker`);
  });

  test('where nobody says that the destination keeps versions the object is gone', () => {
    const run = new ModelRun();
    run.take('ann', versioning('b', 'Enabled'));
    run.take('ann', withMarkers());
    run.take('ann', put('b/k'));
    run.take('ann', replicate('b/k'));
    run.take('ann', remove('b/k'));
    run.take('ann', replicate('b/k'));
    expect(answered(run, 'c/k')).toBe(REPLICATED);
  });
});
