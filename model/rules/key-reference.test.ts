import { describe, expect, test } from 'vitest';
import { HOME_ACCOUNT, OTHER_ACCOUNT } from '../testing/scene.ts';
import { Arns } from '../vocabulary/arns.ts';
import { isBareId, readKeyReference } from './key-reference.ts';

const KEY = `arn:aws:kms:eu-west-1:${HOME_ACCOUNT}:key/K1`;

describe('key references, as a requester of the other account writes into a bucket of the home account', () => {
  const cases: readonly (readonly [why: string, reference: string, means: ReturnType<typeof readKeyReference>])[] = [
    ['a key ARN means that key, in whichever account (F-10)', KEY, { key: KEY }],
    ["a bare id belongs to the bucket owner's account (F-10)", 'K1', { key: KEY }],
    [
      "an alias belongs to the requester's account (F-10)",
      'alias/x',
      { alias: `arn:aws:kms:eu-west-1:${OTHER_ACCOUNT}:alias/x` },
    ],
    [
      'an alias ARN names its account itself',
      `arn:aws:kms:eu-west-1:${HOME_ACCOUNT}:alias/x`,
      { alias: `arn:aws:kms:eu-west-1:${HOME_ACCOUNT}:alias/x` },
    ],
    ['an alias may have slashes', 'alias/team/x', { alias: `arn:aws:kms:eu-west-1:${OTHER_ACCOUNT}:alias/team/x` }],
    ['another region is unknown (E-08)', `arn:aws:kms:us-east-1:${HOME_ACCOUNT}:key/K1`, 'unknown'],
    ['so is an alias of another region (E-08)', `arn:aws:kms:us-east-1:${HOME_ACCOUNT}:alias/x`, 'unknown'],
    ['the literal aws/s3 is unknown (F-12, E-09, SC-21)', 'aws/s3', 'unknown'],
    ['an ARN of another service is unknown (E-07)', 'arn:aws:s3:::b', 'unknown'],
    ['an account that is none is unknown (E-07)', 'arn:aws:kms:eu-west-1:1:key/K1', 'unknown'],
    ['no id at all is unknown (U-31)', '', 'unknown'],
    ['an ARN with more behind is unknown (E-07)', `${KEY}/more`, 'unknown'],
  ];
  test.each(cases)('%s', (_why, reference, means) => {
    expect(readKeyReference(new Arns({}), reference, OTHER_ACCOUNT, HOME_ACCOUNT)).toEqual(means);
  });
});

describe('key references in another region and partition', () => {
  const beijing = new Arns({ region: 'cn-north-1' });
  const cases: readonly (readonly [reference: string, means: ReturnType<typeof readKeyReference>])[] = [
    ['arn:aws-cn:kms:cn-north-1:111111111111:key/K1', { key: 'arn:aws-cn:kms:cn-north-1:111111111111:key/K1' }],
    ['arn:aws-cn:kms:cn-north-1:111111111111:alias/x', { alias: 'arn:aws-cn:kms:cn-north-1:111111111111:alias/x' }],
    ['K1', { key: `arn:aws-cn:kms:cn-north-1:${HOME_ACCOUNT}:key/K1` }],
    ['alias/x', { alias: `arn:aws-cn:kms:cn-north-1:${OTHER_ACCOUNT}:alias/x` }],
    ['arn:aws-cn:kms:cn-northwest-1:111111111111:key/K1', 'unknown'],
    ['arn:aws:kms:cn-north-1:111111111111:key/K1', 'unknown'],
    [KEY, 'unknown'],
  ];
  test.each(cases)('%s', (reference, means) => {
    expect(readKeyReference(beijing, reference, OTHER_ACCOUNT, HOME_ACCOUNT)).toEqual(means);
  });
});

test('a bare id is what some account has to complete (F-10)', () => {
  expect(['K1', 'mrk-1', KEY, 'alias/x', 'aws:kms', ''].filter(isBareId)).toEqual(['K1', 'mrk-1']);
});
