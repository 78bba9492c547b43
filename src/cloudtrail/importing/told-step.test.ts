import { describe, expect, test } from 'vitest';
import { profileNamed } from '../../../model/index.ts';
import { judgeTrace } from '../../check/replay.ts';
import { importOf } from '../testing/import-of.ts';
import {
  ACCOUNT,
  KEY_ARN,
  kmsRecord,
  roleSession,
  type S3Changes,
  s3Record,
  UNDER_KMS,
  user,
} from '../testing/records.ts';

const alice = user('alice');
const BUCKET = 'arn:aws:s3:::b';
const OFF = { 'x-amz-server-side-encryption-bucket-key-enabled': 'false' };
const byDefault = { answered: UNDER_KMS, more: { SSEApplied: 'Default_SSE_KMS' } };
const put = (at: string, key: string, changes: S3Changes = byDefault, bucket = 'b') =>
  s3Record(at, 'PutObject', alice, bucket, key, changes);
const get = (at: string, key: string) => s3Record(at, 'GetObject', alice, 'b', key);
const rule = (at: string, flag: boolean, key = KEY_ARN) =>
  s3Record(at, 'PutBucketEncryption', alice, 'b', '', {
    asked: {
      ServerSideEncryptionConfiguration: {
        Rule: {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key },
          BucketKeyEnabled: flag,
        },
      },
    },
  });

/** The objects of the steps that an import makes, as they are told. */
async function told(...records: readonly object[]) {
  const { trace, counts } = await importOf(records);
  expect(judgeTrace(trace, profileNamed('aws')).verdict).toBe('conforms');
  const names = trace.steps.map(({ step: { event } }) =>
    'key' in event ? `${event.bucket}/${event.key}` : 'bucket' in event ? event.bucket : '',
  );
  return { names, counts, trace };
}

describe('a key of the client (SSE-C) is told, by the one name there is for all of them', () => {
  const algorithm = 'x-amz-server-side-encryption-customer-algorithm';
  const own = { asked: { [algorithm]: 'AES256' } };
  const putOwn = (at: string) => put(at, 'a', { ...own, more: { SSEApplied: 'SSE_C' } });
  const getOwn = (at: string) => s3Record(at, 'GetObject', alice, 'b', 'a', own);

  test('of writes, reads and copies', async () => {
    const copy = s3Record('03:02:00', 'CopyObject', alice, 'b', 'c', {
      asked: { [`x-amz-copy-source-${algorithm.slice('x-amz-'.length)}`]: 'AES256', 'x-amz-copy-source': 'b/a' },
      ...byDefault,
    });
    const { names, trace } = await told(putOwn('03:00:00'), getOwn('03:01:00'), copy, get('03:03:00', 'c'));
    expect(names).toEqual(['b/a', 'b/a', 'b/c', 'b/c']);
    expect(trace.steps.map(({ step: { event } }) => event)).toMatchObject([
      { op: 'PutObject', headers: { customerKey: 'customer' } },
      { op: 'GetObject', headers: { customerKey: 'customer' } },
      { op: 'CopyObject', headers: {}, sourceCustomerKey: 'customer' },
      { op: 'GetObject' },
    ]);
  });

  test.each<[string, object[]]>([
    ['a read without it', [putOwn('03:00:00'), get('03:01:00', 'a')]],
    ['a read with it of what was written without', [put('03:00:00', 'a'), getOwn('03:01:00')]],
    ['reads with and without', [get('03:00:00', 'a'), getOwn('03:01:00')]],
  ])('%s is of an object that changed without a record', async (_what, records) => {
    expect((await told(...records)).names).toEqual(['b/a', 'b/a (after change 1)']);
  });
});

describe('deletion of many at once (F-195)', () => {
  const many = s3Record('03:01:00', 'DeleteObjects', alice, 'b', '', { asked: { key: undefined, delete: '' } });
  const one = (key: string, changes: S3Changes = {}) => s3Record('03:01:00', 'DeleteObject', alice, 'b', key, changes);

  test('is told by the event of each key, those that failed not', async () => {
    const { names, counts } = await told(
      put('03:00:00', 'a'),
      put('03:00:00', 'c'),
      many,
      one('a'),
      one('c', { errorCode: 'AccessDenied' }),
      get('03:02:00', 'c'),
    );
    expect(names).toEqual(['b/a', 'b/c', 'b/a', 'b/c']);
    expect([...counts.untold].toSorted()).toEqual([
      ['it failed', 1],
      ['not a request that is told', 1],
    ]);
  });

  test('is not told by a trail without those events, and then accuses nobody', async () => {
    const { names } = await told(put('03:00:00', 'a'), many, put('03:02:00', 'a'), get('03:03:00', 'a'));
    expect(names).toEqual(['b/a', 'b/a', 'b/a']);
  });
});

describe('what nobody recorded accuses nobody: the object goes on under another name', () => {
  test.each<[string, object[], string[]]>([
    [
      'a write that was lost',
      [
        put('03:00:00', 'a'),
        kmsRecord('03:00:00', 'GenerateDataKey', alice, BUCKET),
        get('03:01:00', 'a'),
        kmsRecord('03:01:00', 'Decrypt', alice, `${BUCKET}/a`),
      ],
      ['b/a', 'b/a (after change 1)'],
    ],
    [
      'a read of what was deleted',
      [s3Record('03:00:00', 'DeleteObject', alice, 'b', 'a'), get('03:01:00', 'a')],
      ['b/a', 'b/a (after change 1)'],
    ],
    [
      'another key',
      [
        put('03:00:00', 'a'),
        get('03:01:00', 'a'),
        kmsRecord('03:01:00', 'Decrypt', alice, BUCKET, { resources: [{ ARN: `${KEY_ARN}9` }] }),
      ],
      ['b/a', 'b/a (after change 1)'],
    ],
    [
      'a rule that was lost',
      [
        put('03:00:00', 'a'),
        kmsRecord('03:00:00', 'GenerateDataKey', alice, BUCKET),
        put('03:01:00', 'c'),
        kmsRecord('03:01:00', 'GenerateDataKey', alice, `${BUCKET}/c`),
      ],
      ['b/a', 'b (after change 1)/c'],
    ],
    [
      'a rule that is shown by what it wrote',
      [
        put('03:00:00', 'a'),
        get('03:01:00', 'a'),
        kmsRecord('03:01:00', 'Decrypt', alice, `${BUCKET}/a`),
        put('03:02:00', 'c'),
        kmsRecord('03:02:00', 'GenerateDataKey', alice, BUCKET),
      ],
      ['b/a', 'b/a', 'b (after change 1)/c'],
    ],
    [
      'a recorded rule that a write does not follow',
      [rule('03:00:00', true), put('03:30:00', 'a'), kmsRecord('03:30:00', 'GenerateDataKey', alice, `${BUCKET}/a`)],
      ['b', 'b (after change 1)/a'],
    ],
    [
      'a rule that cannot be told',
      [put('03:00:00', 'a'), rule('03:10:00', true, 'alias/x'), put('03:30:00', 'a')],
      ['b/a', 'b (after change 1)/a'],
    ],
  ])('%s', async (_what, records, names) => {
    expect((await told(...records)).names).toEqual(names);
  });
});

test('nor does a reader for whom nothing under KMS opens: what it read is another object', async () => {
  const anonymous = { type: 'AWSAccount', principalId: '', accountId: 'anonymous' };
  const { names } = await told(
    put('03:00:00', 'a'),
    s3Record('03:01:00', 'GetObject', anonymous, 'b', 'a'),
    get('03:02:00', 'a'),
  );
  expect(names).toEqual(['b/a', 'b/a (after change 1)', 'b/a (after change 1)']);
  const signedV2 = s3Record('03:01:00', 'GetObject', alice, 'b', 'a', { more: { SignatureVersion: 'SigV2' } });
  expect((await told(put('03:00:00', 'a'), signedV2)).names).toEqual(['b/a', 'b/a (after change 1)']);
});

describe('what fits goes on under its name', () => {
  test.each<[string, object[], string[]]>([
    [
      'a write and its reads',
      [
        put('03:00:00', 'a'),
        kmsRecord('03:00:00', 'GenerateDataKey', alice, BUCKET),
        get('03:01:00', 'a'),
        kmsRecord('03:01:00', 'Decrypt', alice, BUCKET),
      ],
      ['b/a', 'b/a'],
    ],
    [
      'a write that says itself that it has no bucket key',
      [
        put('03:00:00', 'a'),
        kmsRecord('03:00:00', 'GenerateDataKey', alice, BUCKET),
        put('03:01:00', 'c', { ...byDefault, asked: { ...UNDER_KMS, ...OFF }, more: { SSEApplied: 'SSE_KMS' } }),
        kmsRecord('03:01:00', 'GenerateDataKey', alice, `${BUCKET}/c`),
      ],
      ['b/a', 'b/c'],
    ],
    [
      'a recorded rule',
      [rule('03:00:00', true), put('03:30:00', 'a'), kmsRecord('03:30:00', 'GenerateDataKey', alice, BUCKET)],
      ['b', 'b/a'],
    ],
  ])('%s', async (_what, records, names) => {
    const { names: found, counts } = await told(...records);
    expect(found).toEqual(names);
    expect(counts.unrecorded).toEqual({ objects: 0, buckets: 0 });
  });
});

test.each<[string, object, string]>([
  ['a refusal', { ...put('03:00:00', 'a'), errorCode: 'AccessDenied' }, 'it failed'],
  ['a part', s3Record('03:00:00', 'UploadPart', alice, 'b', 'a'), 'not a request that is told'],
  [
    'a version',
    s3Record('03:00:00', 'GetObject', alice, 'b', 'a', { asked: { versionId: 'v' } }),
    'a version other than the current one',
  ],
  ['a write that shows nothing', put('03:00:00', 'a', {}), 'the answer does not show the encryption'],
  [
    'one whose two accounts differ',
    put('03:00:00', 'a', { answered: UNDER_KMS, more: { SSEApplied: 'SSE_KMS' } }),
    'the answer does not show the encryption',
  ],
  [
    'a context that is none',
    put('03:00:00', 'a', {
      ...byDefault,
      asked: { ...UNDER_KMS, 'x-amz-server-side-encryption-context': 'bm9uZQ==' },
      more: {},
    }),
    'the answer does not show the encryption',
  ],
  ['another region', { ...put('03:00:30', 'a'), awsRegion: 'eu-west-1' }, 'another region'],
])('%s is not told, and said not to be', async (_what, record, reason) => {
  const { counts, names } = await told(get('03:00:00', 'z'), record);
  expect(names).toEqual(['b/z']);
  expect([...counts.untold]).toEqual([[reason, 1]]);
});

test('a client’s pairs are told in header and call, and a call with others in part', async () => {
  const header = { 'x-amz-server-side-encryption-context': Buffer.from('{"__proto__":"x"}').toString('base64') };
  const withPairs = (at: string, key: string, pairs: string) => [
    put(at, key, { ...byDefault, asked: { ...UNDER_KMS, ...header }, more: { SSEApplied: 'SSE_KMS' } }),
    kmsRecord(at, 'GenerateDataKey', alice, undefined, {
      requestParameters: { encryptionContext: JSON.parse(`{${pairs}"aws:s3:arn":"${BUCKET}/${key}"}`) },
    }),
  ];
  const { trace } = await told(...withPairs('03:00:00', 'a', '"__proto__":"x",'), ...withPairs('03:00:20', 'c', ''));
  const [first, second] = trace.steps.map(({ observation }) => observation.kmsCalls?.[0]);
  expect(JSON.stringify(first?.context)).toBe(`{"__proto__":"x","aws:s3:arn":"${BUCKET}/a"}`);
  expect(second).not.toHaveProperty('context');
});

test('who cannot be told from others by name gets a number, and nobody signs for an anonymous reader', async () => {
  const other = { ...roleSession('etl', 's'), accountId: '999999999999' };
  const anonymous = { type: 'AWSAccount', principalId: '', accountId: 'anonymous' };
  const { trace } = await told(
    s3Record('03:00:00', 'GetObject', roleSession('etl', 's'), 'b', 'a'),
    s3Record('03:00:01', 'GetObject', other, 'b', 'c'),
    s3Record('03:00:02', 'GetObject', anonymous, 'b', 'd'),
  );
  expect(trace.header.setup.requesters).toMatchObject([
    { name: 'etl/s', account: ACCOUNT },
    { name: 'etl/s (2)', account: '999999999999' },
    { name: 'anonymous', signature: 'none' },
  ]);
});
