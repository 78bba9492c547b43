import { describe, expect, test } from 'vitest';
import { judgements, ObservedTrace, type Shown, SSE_S3, violation } from './testing/observed-trace.ts';
import { uniqueDataKeys } from './unique-data-keys.ts';

function under(dataKey: string): Shown {
  return { ...SSE_S3, internals: { dataKey, seals: [] } };
}

describe('unique-data-keys', () => {
  test('every version has a data key of its own', () => {
    const scene = new ObservedTrace().put(0, 'ann', 'b/a', under('one')).put(1, 'ann', 'b/a', under('two'));
    expect(judgements(uniqueDataKeys, scene)).toEqual(['held', 'exercised']);
  });

  test('a data key that comes back is refused, also for the same object', () => {
    const scene = new ObservedTrace().put(0, 'ann', 'b/a', under('one')).put(12, 'ann', 'b/a', under('one'));
    expect(violation(uniqueDataKeys, scene)).toBe(
      'b/a was written at 12 s under a data key that had already encrypted b/a as written at 0 s',
    );
  });

  test('a replica may keep the data key of its source, which is only wrapped anew', () => {
    const scene = new ObservedTrace()
      .replicate(0)
      .put(1, 'ann', 'b/a', under('one'))
      .add(
        2,
        null,
        { op: 'ReplicateObject', bucket: 'b', key: 'a' },
        { replicationStatus: 'COMPLETED', internals: { dataKey: 'one', seals: [] } },
      );
    expect(judgements(uniqueDataKeys, scene)).toEqual(['idle', 'held', 'held']);
  });

  test('nothing is concluded where the inside is not shown', () => {
    expect(judgements(uniqueDataKeys, new ObservedTrace().put(0, 'ann', 'b/a', SSE_S3))).toEqual(['idle']);
  });
});
