import { expect, test } from 'vitest';
import { Arns, bucketArn, objectArn } from '../../model/index.ts';
import { isBucketArn, isObjectArn } from './arns.ts';

const HOME = new Arns({});
const NAMES = ['', 'a', 'b', 'ab', 'a/b', '/', 'b/a', '//'];

test('an ARN is that of a bucket exactly when it is the one that would be put together', () => {
  const arns = [...NAMES.map(bucketArn), 'arn:aws:s4:::a', 'arn', '', ' arn:aws:s3:::a'];
  for (const arn of arns)
    for (const bucket of NAMES)
      expect([arn, bucket, isBucketArn(HOME, arn, bucket)]).toEqual([arn, bucket, arn === bucketArn(bucket)]);
});

test('an ARN is that of an object exactly when it is the one that would be put together', () => {
  const arns = [
    ...NAMES.flatMap((bucket) => NAMES.map((key) => objectArn(bucket, key))),
    ...NAMES.map(bucketArn),
    'arn:aws:s4:::a/b',
    '',
  ];
  for (const arn of arns)
    for (const bucket of NAMES)
      for (const key of NAMES)
        expect([arn, bucket, key, isObjectArn(HOME, arn, bucket, key)]).toEqual([
          arn,
          bucket,
          key,
          arn === objectArn(bucket, key),
        ]);
});
