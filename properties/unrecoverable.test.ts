import { describe, expect, test } from 'vitest';
import { DAY_MS, profileNamed, SECOND_MS } from '../model/index.ts';
import {
  judgements,
  lastJudgement,
  ObservedTrace,
  type Shown,
  shownRefusal,
  violation,
  withBucketKey,
  withoutBucketKey,
} from './testing/observed-trace.ts';
import { unrecoverable } from './unrecoverable.ts';

const WEEK_S = (7 * DAY_MS) / SECOND_MS;
const SCHEDULE = { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 } as const;

function gone(shown: Shown, at: number, read: Shown): ObservedTrace {
  return new ObservedTrace().put(0, 'ann', 'b/a', shown).add(10, 'admin', SCHEDULE).get(at, 'ann', 'b/a', read);
}

describe('unrecoverable', () => {
  test('a read under a deleted KMS key is refused', () => {
    const scene = gone(withBucketKey('K1'), WEEK_S + 10, shownRefusal(400, 'KMS.NotFoundException'));
    expect(lastJudgement(unrecoverable, scene)).toBe('exercised');
  });

  test('a read that succeeds after the deletion is a violation, with a bucket key and without', () => {
    expect(violation(unrecoverable, gone(withBucketKey('K1'), WEEK_S + 10, withBucketKey('K1')))).toBe(
      'ann read b/a at 7 d 10 s, but KMS key …:key/K1 was deleted at 7 d 10 s and no cache can have held a bucket ' +
        'key after 5 min 10 s',
    );
    expect(violation(unrecoverable, gone(withoutBucketKey('K1'), WEEK_S + 10, withoutBucketKey('K1')))).toContain(
      'the object has no bucket key',
    );
  });

  test('until the waiting period is over it says nothing', () => {
    expect(lastJudgement(unrecoverable, gone(withoutBucketKey('K1'), WEEK_S + 9, withoutBucketKey('K1')))).toBe('idle');
  });

  test('a cache that outlives the waiting period may still serve', () => {
    const slow = { ...profileNamed('ideal'), cacheLifetime: { minMs: 30 * DAY_MS, maxMs: 30 * DAY_MS } };
    expect(lastJudgement(unrecoverable, gone(withBucketKey('K1'), WEEK_S + 10, withBucketKey('K1')), slow)).toBe(
      'held',
    );
  });

  test('a deletion that was cancelled destroys nothing', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', withoutBucketKey('K1'))
      .add(10, 'admin', SCHEDULE)
      .add(11, 'admin', { op: 'CancelKeyDeletion', keyId: 'K1' })
      .add(12, 'admin', { op: 'EnableKey', keyId: 'K1' })
      .get(WEEK_S + 10, 'ann', 'b/a', withoutBucketKey('K1'));
    expect(judgements(unrecoverable, scene)).toEqual(['idle', 'idle', 'idle', 'idle', 'idle']);
  });
});
