import { describe, expect, test } from 'vitest';
import { Arns } from '../../../model/vocabulary/arns.ts';
import { bucketPolicyStatements } from './bucket-policy.ts';
import { keyPolicyStatements } from './key-policy.ts';
import { actionsMeant, PolicyError } from './policy-document.ts';

const ARNS = new Arns({ region: 'eu-west-1' });
const BUCKET = 'arn:aws:s3:::alpha';
const ROLE = 'arn:aws:iam::111111111111:role/app';

const BUCKET_STATEMENT = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `${BUCKET}/*` };
const KEY_STATEMENT = { Effect: 'Allow', Principal: { AWS: ROLE }, Action: 'kms:*', Resource: '*' };

function problemOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof PolicyError) return error.problem;
    throw error;
  }
}

function bucketPolicy(change: object = {}): unknown {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...BUCKET_STATEMENT, ...change }] });
  return problemOf(() => bucketPolicyStatements(text, 'alpha', ARNS));
}

function keyPolicy(change: object = {}): unknown {
  const text = JSON.stringify({ Statement: [{ ...KEY_STATEMENT, ...change }] });
  return problemOf(() => keyPolicyStatements(text, ARNS));
}

describe('bucket policies', () => {
  test('a statement for each principal', () => {
    const AWS = ['111111111111', ROLE];
    const actions = ['s3:GetObject'];
    expect(bucketPolicy({ Principal: { AWS } })).toEqual([
      { effect: 'Allow', principal: 'arn:aws:iam::111111111111:root', actions },
      { effect: 'Allow', principal: ROLE, actions },
    ]);
  });

  test('what lies on objects and what lies on the bucket', () => {
    const Action = ['s3:PutObject', 's3:ListBucket'];
    const actionsOn = (Resource: string | string[]) => bucketPolicy({ Action, Resource });
    expect(actionsOn([BUCKET, `${BUCKET}/*`])).toMatchObject([{ actions: ['s3:PutObject', 's3:ListBucket'] }]);
    expect(actionsOn(BUCKET)).toMatchObject([{ actions: ['s3:ListBucket'] }]);
    expect(actionsOn(`${BUCKET}/*`)).toMatchObject([{ actions: ['s3:PutObject'] }]);
    expect(bucketPolicy({ Action: 's3:*', Resource: [BUCKET, `${BUCKET}/*`] })).toMatchObject([{ actions: ['s3:*'] }]);
  });

  test('an action that nobody carries out means nothing, and a pattern what it matches', () => {
    expect(bucketPolicy({ Action: ['s3:PutObjectTorrent'] })).toEqual([]);
    expect(bucketPolicy({ Action: 'S3:PUTOBJECT' })).toMatchObject([{ actions: ['s3:PutObject'] }]);
    expect(bucketPolicy({ Action: 's3:*', Resource: `${BUCKET}/*` })).toMatchObject([
      { actions: expect.arrayContaining(['s3:GetObject', 's3:PutObject', 's3:DeleteObject']) },
    ]);
  });

  test.each([
    ['a condition', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, 'not implemented'],
    ['a part of the bucket', { Resource: `${BUCKET}/a/*` }, 'not implemented'],
    ['what is negated', { NotAction: 's3:GetObject' }, 'not implemented'],
    ['a service', { Principal: { Service: 'x.amazonaws.com' } }, 'not implemented'],
    ['a user', { Principal: { AWS: 'arn:aws:iam::111111111111:user/u' } }, 'not implemented'],
    ['an action without rule', { Action: 's3:GetBucketPolicy', Resource: BUCKET }, 'not implemented'],
    ['another bucket', { Resource: 'arn:aws:s3:::beta/*' }, 'malformed'],
    ['another effect', { Effect: 'Maybe' }, 'malformed'],
    ['an action of KMS', { Action: 'kms:Decrypt' }, 'malformed'],
    ['no principal', { Principal: undefined }, 'malformed'],
    ['a principal that is none', { Principal: { AWS: 'me' } }, 'malformed'],
    ['a resource that no action is on', { Resource: BUCKET }, 'malformed'],
    ['an element there is not', { Extra: 1 }, 'malformed'],
  ])('%s', (_what, change, problem) => {
    expect(bucketPolicy(change)).toBe(problem);
  });

  test.each(['', 'x', '[]', '{}', '{"Statement":[1]}', 'null'])('%j is malformed', (text) => {
    expect(problemOf(() => bucketPolicyStatements(text, 'alpha', ARNS))).toBe('malformed');
  });
});

describe('key policies', () => {
  test('a statement for each principal and pattern', () => {
    const Condition = { StringLike: { 'kms:EncryptionContext:aws:s3:arn': [BUCKET, `${BUCKET}/*`] } };
    const actions = ['kms:GenerateDataKey'];
    expect(keyPolicy({ Action: 'kms:GenerateDataKey*', Condition })).toEqual([
      { effect: 'Allow', principal: ROLE, actions, contextArn: BUCKET },
      { effect: 'Allow', principal: ROLE, actions, contextArn: `${BUCKET}/*` },
    ]);
    expect(keyPolicy({ Action: 'kms:DescribeKey' })).toEqual([]);
  });

  test.each([
    [
      'another condition',
      { Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } } },
      'not implemented',
    ],
    [
      'a pattern that is none',
      { Condition: { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': 'a*' } } },
      'not implemented',
    ],
    ['an empty condition', { Condition: {} }, 'not implemented'],
    ['a resource', { Resource: BUCKET }, 'malformed'],
  ])('%s', (_what, change, problem) => {
    expect(keyPolicy(change)).toBe(problem);
  });
});

test.each([
  ['s3:getobject', ['s3:GetObject']],
  ['s3:*Object', ['s3:GetObject', 's3:PutObject']],
  ['*', ['s3:GetObject', 's3:PutObject', 's3:ListBucket']],
  ['s3:Get*t*Object', []],
  ['s3:G*j*t', ['s3:GetObject']],
])('the pattern %s', (pattern, meant) => {
  expect(actionsMeant(pattern, ['s3:GetObject', 's3:PutObject', 's3:ListBucket'])).toEqual(meant);
});
