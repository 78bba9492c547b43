import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { event } from '../testing/bytes.ts';
import { kmsRecord, roleSession, s3Record, stsRecord, UNDER_KMS, user } from '../testing/records.ts';
import { knownValues } from './numbers.ts';
import { EventPacker, type ToldEvent, unpacked } from './packed-event.ts';
import { newTrailCounts } from './trail-counts.ts';
import { trailEvents } from './trail-events.ts';

const alice = user('alice');

describe('what is packed comes out as it was', () => {
  const records: Readonly<Record<string, object>> = {
    read: s3Record('03:00:00', 'GetObject', alice, 'b', 'a key\n"of" \u{1f511} and ü'),
    write: s3Record('03:00:01', 'PutObject', roleSession('etl', 's1'), 'b', 'a', { answered: UNDER_KMS }),
    copy: s3Record('03:00:02', 'CopyObject', alice, 'b', 'a', { asked: { 'x-amz-copy-source': 'b/c' } }),
    refusal: { ...s3Record('03:00:03', 'PutObject', alice, 'b', 'a'), errorCode: 'AccessDenied' },
    list: s3Record('03:00:04', 'ListObjects', alice, 'b', ''),
    'call for a bucket': kmsRecord('03:00:05', 'Decrypt', alice, 'arn:aws:s3:::b'),
    'call for an object': kmsRecord('03:00:06', 'GenerateDataKey', alice, 'arn:aws:s3:::b/a'),
    'call with pairs of its own': kmsRecord('03:00:07', 'Decrypt', alice, 'arn:aws:s3:::b/a', {
      requestParameters: {
        encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::b/a', team: '\u{1f511}', ['__proto__']: 'x' },
      },
    }),
    'call for an object without a name': kmsRecord('03:00:08', 'Decrypt', alice, 'arn:aws:s3:::b/'),
    'call not by S3': kmsRecord('03:00:09', 'Decrypt', alice, 'arn:aws:sqs:::b', { errorCode: 'AccessDenied' }),
    'call without a context': kmsRecord('03:00:10', 'Decrypt', alice, undefined, { requestParameters: null }),
    session: stsRecord('02:50:00', 'etl', 's1', '{}'),
    'session without a policy': stsRecord('02:50:00', 'etl', 's1'),
    rule: s3Record('03:00:11', 'PutBucketEncryption', alice, 'b', '', {
      asked: {
        ServerSideEncryptionConfiguration: {
          Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: true },
        },
      },
    }),
    'update with a bucket key': s3Record('03:00:12', 'UpdateObjectEncryption', alice, 'b', 'a', {
      asked: { BucketKeyEnabled: true },
    }),
    'update without one': s3Record('03:00:13', 'UpdateObjectEncryption', alice, 'b', 'a', {
      asked: { BucketKeyEnabled: false },
    }),
    'write with headers and a key of its own': s3Record('03:00:14', 'PutObject', alice, 'b', 'a', {
      asked: {
        'x-amz-server-side-encryption-customer-algorithm': 'AES256',
        'x-amz-server-side-encryption-bucket-key-enabled': 'true',
        'x-amz-server-side-encryption-context': 'e30=',
      },
      more: { SSEApplied: 'SSE_C', SignatureVersion: 'SigV2' },
    }),
  };
  const events = Object.values(records).map((record) => event(record) as ToldEvent);
  const packer = new EventPacker();
  const first = packer.pack(events.slice(0, 5));
  const second = packer.pack(events.slice(5));
  const allTexts = knownValues(knownValues([], first.texts), second.texts);
  const allCallers = knownValues(knownValues([], first.callers), second.callers);

  test.each(Object.keys(records).map((name, index) => ({ name, index })))('$name', ({ index }) => {
    const of = { ...(index < 5 ? first : second), allTexts, allCallers };
    expect(unpacked(of, index < 5 ? index : index - 5)).toEqual(events[index]);
  });
});

test('events have their own callers, however many there are', async () => {
  const count = 25_000;
  const records = Array.from({ length: count }, (_, number) =>
    JSON.stringify(s3Record('03:00:00', 'GetObject', user(`user-${number}`), 'b', `user-${number}`)),
  );
  const bytes = Readable.from(
    [0, 1, 2, 3, 4].map((part) => Buffer.from(records.slice(part * 5_000, (part + 1) * 5_000).join('\n'))),
  );
  let seen = 0;
  for await (const events of trailEvents([{ name: 'log', bytes }], newTrailCounts())) {
    for (const one of events) {
      if (one.source !== 's3' || one.key !== one.caller.name) throw new Error(`${one.caller.name} is somebody else`);
      seen += 1;
    }
  }
  expect(seen).toBe(count);
});
