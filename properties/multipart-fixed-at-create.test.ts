import { describe, expect, test } from 'vitest';
import { abort, begin, complete, part, partCopy } from '../model/testing/events.ts';
import { multipartFixedAtCreate } from './multipart-fixed-at-create.ts';
import {
  judgements,
  ObservedTrace,
  SSE_S3,
  shownRefusal,
  violation,
  withBucketKey,
  withoutBucketKey,
} from './testing/observed-trace.ts';

const ON = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'K1', BucketKeyEnabled: true } as const;

/** ann has begun an upload of b/o under K1 without a bucket key, and then the rule was changed. */
function begun(): ObservedTrace {
  return new ObservedTrace().add(0, 'ann', begin('b/o'), withoutBucketKey('K1')).rule(1, 'b', ON);
}

describe('multipart-fixed-at-create', () => {
  test('parts and completion show what was settled, whatever the rule by then', () => {
    const scene = begun()
      .add(2, 'bob', part('b/o', 1), withoutBucketKey('K1'))
      .add(3, 'bob', partCopy('b/old', 'b/o', 2), withoutBucketKey('K1'))
      .add(4, 'ann', complete('b/o', [1, 2]), withoutBucketKey('K1'))
      .add(5, 'ann', part('b/o', 1), shownRefusal(404, 'NoSuchUpload'));
    expect(judgements(multipartFixedAtCreate, scene)).toEqual([
      'idle',
      'idle',
      'exercised',
      'exercised',
      'exercised',
      'idle',
    ]);
  });

  test('what was never changed is held', () => {
    const scene = new ObservedTrace().add(0, 'ann', begin('b/o'), SSE_S3).add(1, 'ann', part('b/o', 1), SSE_S3);
    expect(judgements(multipartFixedAtCreate, scene)).toEqual(['idle', 'held']);
  });

  test.each([
    ['a part', part('b/o', 1), 'bob uploaded part 1 of b/o at 2 s'],
    ['a completion', complete('b/o', [1]), 'bob completed the upload of b/o at 2 s'],
  ])('%s under the rule of today is refused', (_, event, did) => {
    expect(violation(multipartFixedAtCreate, begun().add(2, 'bob', event, withBucketKey('K1')))).toBe(
      `${did}, whose upload was created in step 1 at 0 s: its bucket-key flag was settled as false, and is shown as ` +
        'true',
    );
  });

  test('another algorithm or key is refused as well', () => {
    expect(violation(multipartFixedAtCreate, begun().add(2, 'bob', part('b/o', 1), SSE_S3))).toContain(
      'its encryption was settled as aws:kms, and is shown as AES256',
    );
    expect(violation(multipartFixedAtCreate, begun().add(2, 'bob', part('b/o', 1), withoutBucketKey('K2')))).toContain(
      'its KMS key was settled as',
    );
  });

  test('of an upload that was aborted, or not seen to begin, nothing is known', () => {
    const scene = begun().add(2, 'ann', abort('b/o'), { status: 204 }).add(3, 'ann', part('b/o', 1), SSE_S3);
    expect(judgements(multipartFixedAtCreate, scene)).toEqual(['idle', 'idle', 'idle', 'idle']);
  });
});
