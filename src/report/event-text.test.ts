import { describe, expect, test } from 'vitest';
import { EVENT_NAMES, type Event } from '../../model/index.ts';
import { eventText } from './event-text.ts';
import { Names } from './names.ts';

const names = new Names({
  header: {
    setup: {
      requesters: [],
      kmsKeys: [{ id: 'k1', account: '111111111111' }],
      aliases: [],
      buckets: [{ name: 'b', account: '111111111111', plainObjects: [] }],
    },
  },
  steps: [],
});

const object = { bucket: 'b', key: 'a/x' };
const upload = { ...object, uploadId: 'u' };
const body = { text: 'c1', md5: 'a9f7e97965d6cf799a529102a973b8b9' };

const told: readonly (readonly [Event, string])[] = [
  [{ op: 'CreateBucket', bucket: 'b' }, 'CreateBucket b'],
  [{ op: 'DeleteBucket', bucket: 'b' }, 'DeleteBucket b'],
  [{ op: 'PutBucketEncryption', bucket: 'b', rules: [{ SSEAlgorithm: 'AES256' }] }, 'PutBucketEncryption b: AES256'],
  [{ op: 'PutBucketEncryption', bucket: 'b', rules: [] }, 'PutBucketEncryption b: none'],
  [
    {
      op: 'PutBucketEncryption',
      bucket: 'b',
      rules: [
        { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/a', BucketKeyEnabled: true },
        { SSEAlgorithm: 'AES256', BucketKeyEnabled: false },
      ],
    },
    'PutBucketEncryption b: aws:kms, key alias/a, bucket key on; AES256, bucket key off',
  ],
  [{ op: 'GetBucketEncryption', bucket: 'b' }, 'GetBucketEncryption b'],
  [{ op: 'DeleteBucketEncryption', bucket: 'b' }, 'DeleteBucketEncryption b'],
  [
    {
      op: 'PutBucketPolicy',
      bucket: 'b',
      statements: [{ effect: 'Deny', principal: '*', actions: ['s3:GetObject', 's3:PutObject'] }],
    },
    'PutBucketPolicy b: Deny s3:GetObject s3:PutObject to *',
  ],
  [
    {
      op: 'PutBucketPolicy',
      bucket: 'b',
      statements: [
        {
          effect: 'Deny',
          principal: '*',
          actions: ['s3:PutObject'],
          condition: {
            StringNotEquals: { 's3:x-amz-server-side-encryption': ['aws:kms', 'AES256'] },
            Null: { 'aws:PrincipalArn': 'false' },
          },
        },
      ],
    },
    'PutBucketPolicy b: Deny s3:PutObject to * where s3:x-amz-server-side-encryption StringNotEquals aws:kms AES256 ' +
      'and ' +
      'aws:PrincipalArn Null false',
  ],
  [{ op: 'PutBucketVersioning', bucket: 'b', status: 'Suspended' }, 'PutBucketVersioning b: Suspended'],
  [{ op: 'PutBucketReplication', bucket: 'b', destination: 'c', role: 'r' }, 'PutBucketReplication b -> c as r'],
  [
    { op: 'PutBucketReplication', bucket: 'b', destination: 'c', role: 'r', replicaKmsKeyId: 'k1' },
    'PutBucketReplication b -> c as r, replica key k1',
  ],
  [
    { op: 'PutBucketReplication', bucket: 'b', destination: 'c', role: 'r', deleteMarkerReplication: true },
    'PutBucketReplication b -> c as r, delete markers on',
  ],
  [{ op: 'ReplicateObject', bucket: 'b', key: 'k', job: 'r' }, 'ReplicateObject b/k, job of r'],
  [{ op: 'DeleteBucketReplication', bucket: 'b' }, 'DeleteBucketReplication b'],
  [{ op: 'PutObject', ...object, body, headers: {} }, 'PutObject b/a/x "c1"'],
  [
    {
      op: 'PutObject',
      ...object,
      body: { text: 'a content of many words', md5: '' },
      headers: {
        sse: 'aws:kms',
        kmsKeyId: 'arn:aws:kms:eu-west-1:111111111111:key/k1',
        bucketKeyEnabled: false,
        context: { team: 'x', 'a b': '' },
      },
    },
    'PutObject b/a/x "a content of many wo…", aws:kms, key …key/k1, bucket key off, context team=x "a b"=""',
  ],
  [
    { op: 'PutObject', ...object, body: { md5: 'd41d8cd98f00b204e9800998ecf8427e', size: 1_200 }, headers: {} },
    'PutObject b/a/x 1,200 bytes d41d8cd9…',
  ],
  [{ op: 'GetObject', ...object }, 'GetObject b/a/x'],
  [{ op: 'GetObject', ...object, versionId: 'v 1' }, 'GetObject b/a/x version "v 1"'],
  [{ op: 'HeadObject', ...object }, 'HeadObject b/a/x'],
  [
    { op: 'PutObject', ...object, body, headers: {}, conditions: { ifNoneMatch: '*' } },
    'PutObject b/a/x "c1", If-None-Match *',
  ],
  [
    { op: 'GetObject', ...object, conditions: { ifMatch: 'e' }, checksumMode: true, range: 'bytes=0-9' },
    'GetObject b/a/x, If-Match e, checksum mode on, range bytes=0-9',
  ],
  [{ op: 'HeadObject', ...object, partNumber: 2 }, 'HeadObject b/a/x, part 2'],
  [
    { op: 'HeadObject', ...object, headers: { customerKey: 'c 1', customerAlgorithm: 'malformed' } },
    'HeadObject b/a/x, customer key "c 1", malformed customer algorithm',
  ],
  [
    { op: 'CopyObject', source: object, sourceCustomerKey: 'c1', bucket: 'b', key: 'y', headers: {} },
    'CopyObject b/a/x under customer key c1 -> b/y',
  ],
  [
    { op: 'CopyObject', source: object, bucket: 'b', key: 'y', headers: {}, changes: ['metadata', 'storageClass'] },
    'CopyObject b/a/x -> b/y, changes metadata; storage class',
  ],
  [{ op: 'UploadPart', ...upload, partNumber: 2, customerKey: 'c1' }, 'UploadPart b/a/x u, part 2, customer key c1'],
  [
    { op: 'CopyObject', source: object, bucket: 'b', key: 'y', headers: {}, sourceConditions: { ifMatch: 'e' } },
    'CopyObject b/a/x -> b/y, If-Match e',
  ],
  [{ op: 'GetObjectAttributes', ...object, checksum: true }, 'GetObjectAttributes b/a/x, checksum on'],
  [{ op: 'CreateMultipartUpload', ...object, headers: {}, uploadId: 'u' }, 'CreateMultipartUpload b/a/x u'],
  [{ op: 'UploadPart', ...upload, partNumber: 2 }, 'UploadPart b/a/x u, part 2'],
  [{ op: 'UploadPartCopy', source: object, ...upload, partNumber: 2 }, 'UploadPartCopy b/a/x -> b/a/x u, part 2'],
  [{ op: 'CompleteMultipartUpload', ...upload, parts: [1, 2] }, 'CompleteMultipartUpload b/a/x u, parts 1; 2'],
  [{ op: 'AbortMultipartUpload', ...upload }, 'AbortMultipartUpload b/a/x u'],
  [{ op: 'ListParts', ...upload }, 'ListParts b/a/x u'],
  [
    { op: 'CopyObject', source: { bucket: 'c', key: 'y' }, ...object, headers: { context: 'malformed' } },
    'CopyObject c/y -> b/a/x, context malformed',
  ],
  [
    { op: 'CopyObject', source: { bucket: 'c', key: 'y' }, sourceVersionId: 'null', ...object, headers: {} },
    'CopyObject c/y version null -> b/a/x',
  ],
  [
    {
      op: 'UpdateObjectEncryption',
      ...object,
      kmsKeyArn: 'arn:aws:kms:eu-west-1:111111111111:key/k1',
      bucketKeyEnabled: true,
    },
    'UpdateObjectEncryption b/a/x to …key/k1, bucket key on',
  ],
  [{ op: 'DeleteObject', ...object }, 'DeleteObject b/a/x'],
  [{ op: 'DisableKey', keyId: 'k1' }, 'DisableKey k1'],
  [{ op: 'EnableKey', keyId: 'k1' }, 'EnableKey k1'],
  [{ op: 'ScheduleKeyDeletion', keyId: 'k1', pendingWindowInDays: 7 }, 'ScheduleKeyDeletion k1 in 7 days'],
  [{ op: 'CancelKeyDeletion', keyId: 'k1' }, 'CancelKeyDeletion k1'],
  [{ op: 'EnableKeyRotation', keyId: 'k1', rotationPeriodInDays: 90 }, 'EnableKeyRotation k1 every 90 days'],
  [{ op: 'DisableKeyRotation', keyId: 'k1' }, 'DisableKeyRotation k1'],
  [{ op: 'GetKeyRotationStatus', keyId: 'k1' }, 'GetKeyRotationStatus k1'],
  [{ op: 'RotateKeyOnDemand', keyId: 'k1' }, 'RotateKeyOnDemand k1'],
  [{ op: 'ImportKeyMaterial', keyId: 'k1' }, 'ImportKeyMaterial k1'],
  [{ op: 'ImportKeyMaterial', keyId: 'k1', validForMs: 60_000 }, 'ImportKeyMaterial k1 for 1 min'],
  [{ op: 'DeleteImportedKeyMaterial', keyId: 'k1' }, 'DeleteImportedKeyMaterial k1'],
  [
    {
      op: 'PutKeyPolicy',
      keyId: 'k1',
      statements: [
        { effect: 'Allow', principal: 'arn:aws:iam::111111111111:root', actions: ['kms:*'] },
        { effect: 'Deny', principal: '*', actions: ['kms:Decrypt'], contextArn: 'arn:aws:s3:::b/*' },
      ],
    },
    'PutKeyPolicy k1: Allow kms:* to arn:aws:iam::111111111111:root; Deny kms:Decrypt to * where aws:s3:arn is ' +
      'arn:aws:s3:::b/*',
  ],
  [
    { op: 'PutKeyPolicy', keyId: 'k1', statements: [], bypassPolicyLockoutSafetyCheck: true },
    'PutKeyPolicy k1: none, lockout check bypassed: on',
  ],
  [
    {
      op: 'CreateGrant',
      keyId: 'k1',
      grant: 'g1',
      granteePrincipal: 'arn:aws:iam::111111111111:role/ann',
      operations: ['GenerateDataKey', 'Decrypt'],
      constraints: { EncryptionContextEquals: { a: 'b' }, EncryptionContextSubset: { 'aws:s3:arn': 'arn:aws:s3:::b' } },
    },
    'CreateGrant k1: g1 lets arn:aws:iam::111111111111:role/ann GenerateDataKey Decrypt, in ' +
      'EncryptionContextEquals a=b and EncryptionContextSubset aws:s3:arn=arn:aws:s3:::b',
  ],
  [{ op: 'RevokeGrant', keyId: 'k1', grant: 'g1' }, 'RevokeGrant k1: g1'],
  [
    {
      op: 'CreateGrant',
      keyId: 'k1',
      grant: 'g1',
      granteePrincipal: 'r',
      operations: ['Decrypt'],
      retiringPrincipal: 's',
    },
    'CreateGrant k1: g1 lets r Decrypt, retirer s',
  ],
  [{ op: 'RetireGrant', keyId: 'k1', grant: 'g1' }, 'RetireGrant k1: g1'],
  [{ op: 'CreateKey', keyId: 'k9' }, 'CreateKey k9'],
  [{ op: 'CreateKey', keyId: 'k9', origin: 'EXTERNAL' }, 'CreateKey k9 of origin EXTERNAL'],
  [
    { op: 'CreateKey', keyId: 'k9', keySpec: 'RSA_2048', statements: [], bypassPolicyLockoutSafetyCheck: true },
    'CreateKey k9 of RSA_2048: none, lockout check bypassed: on',
  ],
  [{ op: 'CreateAlias', alias: 'alias/a', keyId: 'k1' }, 'CreateAlias alias/a -> k1'],
  [{ op: 'UpdateAlias', alias: 'alias/a', keyId: 'k1' }, 'UpdateAlias alias/a -> k1'],
  [{ op: 'DeleteAlias', alias: 'alias/a' }, 'DeleteAlias alias/a'],
  [{ op: 'ReplicateObject', ...object }, 'ReplicateObject b/a/x'],
  [{ op: 'ExpireObject', ...object, versionId: 'v1' }, 'ExpireObject b/a/x version v1'],
  [{ op: 'TransitionObject', ...object }, 'TransitionObject b/a/x'],
  [{ op: 'EvictBucketKeys', bucket: 'b' }, 'EvictBucketKeys b'],
  [{ op: 'RestartHosts' }, 'RestartHosts'],
  [{ op: 'ThrottleKms', on: true }, 'ThrottleKms on'],
  [{ op: 'ThrottleKms', on: false }, 'ThrottleKms off'],
  [{ op: 'InterruptKms', on: true }, 'InterruptKms on'],
  [{ op: 'InterruptKms', on: true, answersLost: true }, 'InterruptKms on, answers lost: on'],
];

describe('eventText says all there is to an event in one phrase', () => {
  test.each(told)('%o', (event, text) => {
    expect(eventText(event, names)).toBe(text);
  });

  test('no event is left out of this table', () => {
    expect(new Set(told.map(([event]) => event.op))).toEqual(new Set(EVENT_NAMES));
  });
});
