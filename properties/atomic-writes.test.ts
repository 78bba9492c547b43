import { describe, expect, test } from 'vitest';
import { atomicWrites } from './atomic-writes.ts';
import {
  fakeBody,
  judgements,
  lastJudgement,
  ObservedTrace,
  SSE_S3,
  shownRefusal,
  violation,
  withoutBucketKey,
} from './testing/observed-trace.ts';

const failed = shownRefusal(400, 'KMS.DisabledException', 'GenerateDataKey b/a K1 DisabledException');
const overwritten = () =>
  new ObservedTrace().put(0, 'ann', 'b/a', SSE_S3, {}, 'first').put(1, 'ann', 'b/a', failed, {}, 'second');

describe('atomic-writes', () => {
  test('after a failed overwrite the previous version is there, whole', () => {
    const scene = overwritten()
      .get(2, 'bob', 'b/a', { ...SSE_S3, contentMd5: fakeBody('first').md5 })
      .head(3, 'bob', 'b/a', SSE_S3);
    expect(judgements(atomicWrites, scene)).toEqual(['idle', 'idle', 'exercised', 'exercised']);
  });

  test('content of the failed write is refused', () => {
    const scene = overwritten().get(2, 'bob', 'b/a', { ...SSE_S3, contentMd5: fakeBody('second').md5 });
    expect(violation(atomicWrites, scene)).toBe(
      'bob read b/a at 2 s, written at 0 s; since ann tried to write b/a at 1 s and failed, its content had the ' +
        `MD5 ${fakeBody('first').md5} and now has ${fakeBody('second').md5}`,
    );
  });

  test('encryption of the failed write is refused, and so is the loss of the previous version', () => {
    expect(violation(atomicWrites, overwritten().head(2, 'bob', 'b/a', withoutBucketKey('K1')))).toContain(
      'its encryption was AES256 and is now aws:kms',
    );
    expect(violation(atomicWrites, overwritten().head(2, 'bob', 'b/a', shownRefusal(404, null)))).toContain(
      'must still be there',
    );
  });

  test('a copy and a replication that failed are told as what they were', () => {
    const copied = new ObservedTrace().copy(1, 'ann', 'b/old', 'b/a', failed).get(2, 'bob', 'b/a', SSE_S3);
    expect(violation(atomicWrites, copied)).toContain(
      'since ann tried to copy b/old to b/a at 1 s and failed none was written',
    );
    const start = new ObservedTrace().replicate(0).put(1, 'ann', 'b/a', SSE_S3).deliver(2, 'b/a', 'FAILED');
    expect(violation(atomicWrites, start.get(3, 'bob', 'c/a', SSE_S3))).toContain(
      'since the replication of b/a and failed',
    );
  });

  test('a failed first write leaves nothing behind', () => {
    const start = () => new ObservedTrace().put(1, 'ann', 'b/a', failed);
    expect(lastJudgement(atomicWrites, start().get(2, 'bob', 'b/a', shownRefusal(404, 'NoSuchKey')))).toBe('exercised');
    expect(violation(atomicWrites, start().get(2, 'bob', 'b/a', SSE_S3))).toContain('but there was no such object');
  });

  test('a write that succeeds later settles the matter', () => {
    const scene = overwritten()
      .put(2, 'ann', 'b/a', SSE_S3, {}, 'third')
      .get(3, 'bob', 'b/a', { ...SSE_S3, contentMd5: fakeBody('third').md5 });
    expect(lastJudgement(atomicWrites, scene)).toBe('idle');
  });
});
