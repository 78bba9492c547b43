import { describe, expect, test } from 'vitest';
import { UNSEEN_STATUS } from '../records/records.ts';
import { isAttempted, isEligible, replicaStates, shownStatus } from './replication.ts';

const WITHOUT_KEY = { destination: 'c', role: 'repl', replicaKmsKeyId: undefined, coversMarkers: false };
const WITH_KEY = { ...WITHOUT_KEY, replicaKmsKeyId: 'KR' };

describe('what a rule takes up (F-66)', () => {
  test.each([
    ['absent', false, false],
    ['plain', true, true],
    ['sseS3', true, true],
    ['sseKms', false, true],
    ['sseKmsBucketKey', false, true],
    ['dsseKms', false, true],
  ] as const)('%s: without replica key %s, with one %s', (state, without, withKey) => {
    expect([isEligible(WITHOUT_KEY, state), isEligible(WITH_KEY, state)]).toEqual([without, withKey]);
  });

  test('no rule takes up nothing', () => {
    expect(isEligible(null, 'sseS3')).toBe(false);
  });

  test.each([
    ['none', true, null],
    ['pending', true, 'PENDING'],
    ['failed', true, 'FAILED'],
    ['completed', false, 'COMPLETED'],
    ['replica', false, 'REPLICA'],
    [UNSEEN_STATUS, false, null],
  ] as const)('status %s is attempted: %s, and shown as %s (F-76)', (status, attempted, header) => {
    expect([isAttempted(status), shownStatus(status)]).toEqual([attempted, header]);
  });
});

describe('state of the replica, F-64 to F-69', () => {
  test.each([
    ['sseS3', ['sseS3']],
    ['sseKmsBucketKey', ['sseKmsBucketKey']],
    ['dsseKms', ['dsseKms']],
  ] as const)('%s keeps its type whatever the destination is (F-65, F-68)', (source, states) => {
    expect(replicaStates(source, true, [false, true])).toEqual(states);
    expect(replicaStates(source, false, [false, true])).toEqual(states);
  });

  test('an object without bucket key keeps that where the destination has none (F-65)', () => {
    expect(replicaStates('sseKms', false, [false, true])).toEqual(['sseKms']);
  });

  test('in a bucket with bucket keys it is as open as the profile leaves it (F-69, D-08)', () => {
    expect(replicaStates('sseKms', true, [false])).toEqual(['sseKms']);
    expect(replicaStates('sseKms', true, [false, true])).toEqual(['sseKms', 'sseKmsBucketKey']);
  });
});
