import { describe, expect, test } from 'vitest';
import { Arns } from './arns.ts';

const ACCOUNT = '111111111111';

describe('the partition follows from the region', () => {
  test.each([
    [undefined, 'arn:aws:s3:::b', 'arn:aws:kms:eu-west-1:111111111111:key/k'],
    ['us-east-1', 'arn:aws:s3:::b', 'arn:aws:kms:us-east-1:111111111111:key/k'],
    ['cn-northwest-1', 'arn:aws-cn:s3:::b', 'arn:aws-cn:kms:cn-northwest-1:111111111111:key/k'],
    ['us-gov-west-1', 'arn:aws-us-gov:s3:::b', 'arn:aws-us-gov:kms:us-gov-west-1:111111111111:key/k'],
    ['us-iso-east-1', 'arn:aws-iso:s3:::b', 'arn:aws-iso:kms:us-iso-east-1:111111111111:key/k'],
    ['us-isob-east-1', 'arn:aws-iso-b:s3:::b', 'arn:aws-iso-b:kms:us-isob-east-1:111111111111:key/k'],
    ['eu-isoe-west-1', 'arn:aws-iso-e:s3:::b', 'arn:aws-iso-e:kms:eu-isoe-west-1:111111111111:key/k'],
    ['us-isof-south-1', 'arn:aws-iso-f:s3:::b', 'arn:aws-iso-f:kms:us-isof-south-1:111111111111:key/k'],
    ['eusc-de-east-1', 'arn:aws-eusc:s3:::b', 'arn:aws-eusc:kms:eusc-de-east-1:111111111111:key/k'],
    ['garage', 'arn:aws:s3:::b', 'arn:aws:kms:garage:111111111111:key/k'],
  ])('%s', (region, bucket, key) => {
    const arns = new Arns(region === undefined ? {} : { region });
    expect([arns.bucket('b'), arns.kmsKey(ACCOUNT, 'k')]).toEqual([bucket, key]);
  });
});

test('every ARN of a trace is of its partition', () => {
  const arns = new Arns({ region: 'cn-north-1' });
  expect([
    arns.object('b', 'a/b'),
    arns.alias(ACCOUNT, 'alias/x'),
    arns.accountRoot(ACCOUNT),
    arns.role(ACCOUNT, 'app'),
    arns.managedKey(ACCOUNT),
  ]).toEqual([
    'arn:aws-cn:s3:::b/a/b',
    'arn:aws-cn:kms:cn-north-1:111111111111:alias/x',
    'arn:aws-cn:iam::111111111111:root',
    'arn:aws-cn:iam::111111111111:role/app',
    'arn:aws-cn:kms:cn-north-1:111111111111:key/aws-s3-111111111111',
  ]);
});

test('the id of a managed key is the real one where it is known (F-12)', () => {
  const arns = new Arns({ managedKeys: [{ account: ACCOUNT, id: 'e0a7e6f1-real' }] });
  expect(arns.managedKey(ACCOUNT)).toBe('arn:aws:kms:eu-west-1:111111111111:key/e0a7e6f1-real');
  expect(arns.managedKeyId('222222222222')).toBe('aws-s3-222222222222');
});
