import { describe, expect, test } from 'vitest';
import type { KnownRequester } from '../records/known-requester.ts';
import { requesterNamed } from '../testing/known-requesters.ts';
import { HOME_ACCOUNT, homeKey } from '../testing/scene.ts';
import { roleArn } from '../vocabulary/arn.ts';
import { type KeyUse, valuesOfCall, valuesOfRequest } from './condition-values.ts';

const ANN = requesterNamed('ann');
const ROLE = roleArn(HOME_ACCOUNT, 'ann');
const SOURCE = 'arn:aws:cloudfront::111111111111:distribution/EXAMPLE';
/** A service, which has no account, and asks for something that has an ARN (K-28). */
const SERVICE: KnownRequester = { ...ANN, account: '', roleArn: 'cloudfront.amazonaws.com', sourceArn: SOURCE };

const SSE = 's3:x-amz-server-side-encryption';
const KEY_ID = 's3:x-amz-server-side-encryption-aws-kms-key-id';

describe('what a condition on a request to S3 sees (F-143)', () => {
  const BOTH = { sse: 'aws:kms', kmsKeyId: homeKey('K1') } as const;

  test.each([
    ['the algorithm of a write', SSE, 's3:PutObject', BOTH, ['aws:kms']],
    ['none where none was sent', SSE, 's3:PutObject', { kmsKeyId: 'K1' }, []],
    ['none of a header that is empty', SSE, 's3:PutObject', { sse: '' }, []],
    ['none of a read', SSE, 's3:GetObject', BOTH, []],
    ['the key id of a write, as it was sent', KEY_ID, 's3:PutObject', { kmsKeyId: 'alias/x' }, ['alias/x']],
    ['an empty key id, which was sent (U-31)', KEY_ID, 's3:PutObject', { kmsKeyId: '' }, ['']],
    ['no key id where none was sent', KEY_ID, 's3:PutObject', { sse: 'aws:kms' }, []],
    ['no key id of a read', KEY_ID, 's3:GetObject', BOTH, []],
    ['who asks', 'aws:principalarn', 's3:GetObject', {}, [ROLE]],
    ['nothing of a key that is for KMS', 'kms:viaservice', 's3:PutObject', BOTH, []],
  ] as const)('%s', (_what, key, action, headers, values) => {
    expect(valuesOfRequest(key, ANN, action, headers)).toEqual(values);
  });
});

describe('what a condition on a request to KMS sees', () => {
  const USE: KeyUse = {
    contextArn: 'arn:aws:s3:::b/o',
    pairs: [
      ['Team', 'red'],
      ['team', 'blue'],
      ['kind', 'x'],
    ],
    viaService: 's3.eu-west-1.amazonaws.com',
  };
  const CONTEXT = 'kms:encryptioncontext:';

  test.each([
    ['the account of who asks', 'kms:calleraccount', [HOME_ACCOUNT], [HOME_ACCOUNT]],
    ['the service that asks, of a use (F-145)', 'kms:viaservice', ['s3.eu-west-1.amazonaws.com'], []],
    ['the names of the context', 'kms:encryptioncontextkeys', ['aws:s3:arn', 'Team', 'team', 'kind'], []],
    ["S3's own pair (F-88)", `${CONTEXT}aws:s3:arn`, ['arn:aws:s3:::b/o'], []],
    ['a pair of the caller', `${CONTEXT}kind`, ['x'], []],
    ['pairs whose names differ in case only', `${CONTEXT}team`, ['red', 'blue'], []],
    ['no pair of that name', `${CONTEXT}other`, [], []],
    ['who asks', 'aws:principalarn', [ROLE], [ROLE]],
    ['nothing of a key that is for S3', SSE, [], []],
  ] as const)('%s, and where a key is controlled, which has no context (F-164)', (_what, key, ofUse, ofControl) => {
    expect([valuesOfCall(key, ANN, USE), valuesOfCall(key, ANN, undefined)]).toEqual([ofUse, ofControl]);
  });
});

test('a service has no role and no account, but what it asks for; a role has no such thing (K-28)', () => {
  const seen = (by: KnownRequester) =>
    ['aws:principalarn', 'kms:calleraccount', 'aws:sourcearn'].map((key) => valuesOfCall(key, by, undefined));
  expect(seen(SERVICE)).toEqual([[], [], [SOURCE]]);
  expect(seen(ANN)).toEqual([[ROLE], [HOME_ACCOUNT], []]);
});
