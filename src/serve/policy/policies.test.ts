import { describe, expect, test } from 'vitest';
import { Arns } from '../../../model/vocabulary/arns.ts';
import { SSE_KEY } from '../../../model/vocabulary/policy-condition.ts';
import { bucketPolicyStatements } from './bucket-policy.ts';
import { keyPolicyStatements } from './key-policy.ts';
import { actionsMeant, PolicyError } from './policy-document.ts';

const ARNS = new Arns({ region: 'eu-west-1' });
const BUCKET = 'arn:aws:s3:::alpha';
const ROLE = 'arn:aws:iam::111111111111:role/app';

const CONTEXT = { 'kms:EncryptionContext:aws:s3:arn': BUCKET };
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
    ['another operator', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, 'not implemented'],
    ['another condition key', { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }, 'not implemented'],
    ['a key of KMS', { Condition: { StringEquals: { 'kms:ViaService': 's3' } } }, 'not implemented'],
    ['a variable', { Condition: { StringEquals: { [SSE_KEY]: '$\u{7b}aws:username}' } } }, 'not implemented'],
    ['no values', { Condition: { StringEquals: { [SSE_KEY]: [] } } }, 'not implemented'],
    ['a condition that is none', { Condition: 'x' }, 'malformed'],
    ['tests that are none', { Condition: { StringEquals: ['x'] } }, 'malformed'],
    ['a number', { Condition: { StringEquals: { [SSE_KEY]: 1 } } }, 'malformed'],
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

describe('conditions', () => {
  const ofBucket = (Condition: unknown) => bucketPolicy({ Condition });
  test.each([
    [{ StringNotEquals: { [SSE_KEY]: 'aws:kms' } }, { StringNotEquals: { [SSE_KEY]: ['aws:kms'] } }],
    [{ Null: { [SSE_KEY]: true } }, { Null: { [SSE_KEY]: ['true'] } }],
    [
      { 'ForAnyValue:StringLike': { 'aws:PrincipalArn': [ROLE, '*'] }, Null: { [SSE_KEY]: 'false' } },
      { 'ForAnyValue:StringLike': { 'aws:PrincipalArn': [ROLE, '*'] }, Null: { [SSE_KEY]: ['false'] } },
    ],
    [{}, {}],
  ])('%j are those of the reference', (given, condition) => {
    expect(ofBucket(given)).toEqual([{ effect: 'Allow', principal: '*', actions: ['s3:GetObject'], condition }]);
  });

  test('of a key policy: on an ARN as patterns, and what else there is', () => {
    const key = 'kms:EncryptionContext:aws:s3:arn';
    const via = { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' };
    const actions = ['kms:*'];
    expect(keyPolicy({ Condition: { ArnLike: { [key]: `${BUCKET}/*` }, StringEquals: via } })).toEqual([
      {
        effect: 'Allow',
        principal: ROLE,
        actions,
        contextArn: `${BUCKET}/*`,
        condition: { StringEquals: { 'kms:ViaService': ['s3.eu-west-1.amazonaws.com'] } },
      },
    ]);
    expect(keyPolicy({ Condition: { StringLike: { [key]: 'a*' } } })).toEqual([
      { effect: 'Allow', principal: ROLE, actions, condition: { StringLike: { [key]: ['a*'] } } },
    ]);
  });
});

describe('key policies', () => {
  test('a statement for each principal and pattern', () => {
    const Condition = { ArnLike: { 'kms:EncryptionContext:aws:s3:arn': [BUCKET, `${BUCKET}/*`] } };
    const actions = ['kms:GenerateDataKey'];
    expect(keyPolicy({ Action: 'kms:GenerateDataKey*', Condition })).toEqual([
      { effect: 'Allow', principal: ROLE, actions, contextArn: BUCKET },
      { effect: 'Allow', principal: ROLE, actions, contextArn: `${BUCKET}/*` },
    ]);
    expect(keyPolicy({ Action: 'kms:DescribeKey' })).toEqual([]);
  });

  test.each([
    ['another condition key', { Condition: { StringEquals: { 'kms:GrantOperations': 'x' } } }, 'not implemented'],
    ['another ARN', { Condition: { ArnLike: { 'aws:SourceArn': BUCKET } } }, 'not implemented'],
    ['two comparisons of ARNs', { Condition: { ArnLike: CONTEXT, ArnEquals: CONTEXT } }, 'not implemented'],
    ['an ARN that is no text', { Condition: { ArnLike: { [Object.keys(CONTEXT)[0]!]: 1 } } }, 'not implemented'],
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
