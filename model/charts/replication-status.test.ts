import { describe, expect, test } from 'vitest';
import { replicationStatus } from './replication-status.ts';

const { mask } = replicationStatus;

describe('replication status', () => {
  test('a replica is never replicated again, and a completed object not twice (F-76)', () => {
    for (const state of ['replica', 'completed'] as const) {
      for (const event of ['ReplicationSucceeds', 'ReplicationFails', 'ReplicationThrottled'] as const) {
        expect(replicationStatus.next(state, event)).toBeUndefined();
      }
    }
  });

  test('throttling is no failure: the object goes on waiting, one that had failed waits again (F-74)', () => {
    for (const state of ['pending', 'failed', 'none'] as const)
      expect(replicationStatus.next(state, 'ReplicationThrottled')).toBe('pending');
  });

  test('an attempt settles the object, also one of before the rule and one that had failed (F-76)', () => {
    for (const state of ['pending', 'failed', 'none'] as const) {
      expect(replicationStatus.next(state, 'ReplicationSucceeds')).toBe('completed');
      expect(replicationStatus.next(state, 'ReplicationFails')).toBe('failed');
    }
  });

  test('a write starts afresh, pending only where a rule covers it (F-66)', () => {
    for (const state of replicationStatus.states) {
      expect(replicationStatus.next(state, 'Write', mask.eligible)).toBe('pending');
      expect(replicationStatus.next(state, 'Write')).toBe('none');
      expect(replicationStatus.next(state, 'ReplicaArrives')).toBe('replica');
      expect(replicationStatus.next(state, 'Delete')).toBe('none');
    }
  });
});
