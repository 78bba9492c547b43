import { describe, expect, test } from 'vitest';
import type { KmsEvent, S3Event } from '../events/trail-event.ts';
import { event } from '../testing/bytes.ts';
import { kmsRecord, roleSession, s3Record, UNDER_KMS, user } from '../testing/records.ts';
import { Joiner } from './joiner.ts';

const alice = user('alice');
const BUCKET = 'arn:aws:s3:::b';
const get = (at: string, key = 'a', caller = alice) => s3Record(`03:00:${at}`, 'GetObject', caller, 'b', key);
const put = (at: string, key: string, asked: object = {}) =>
  s3Record(`03:00:${at}`, 'PutObject', alice, 'b', key, { asked, answered: UNDER_KMS });
const decrypt = (at: string, arn: string, caller = alice) => kmsRecord(`03:00:${at}`, 'Decrypt', caller, arn);
const generate = (at: string, arn: string, changes = {}) =>
  kmsRecord(`03:00:${at}`, 'GenerateDataKey', alice, arn, changes);

/** What becomes of records: the key of each request with its calls, and each other call with the reason. */
function joined(...records: readonly object[]): readonly string[] {
  const joiner = new Joiner();
  const events = records.map((record) => event(record) as S3Event | KmsEvent);
  const all = [...events.toSorted((a, b) => a.atMs - b.atMs).flatMap((one) => [...joiner.take(one)]), ...joiner.rest()];
  return all.map((one) =>
    'call' in one
      ? `${one.call.name}: ${one.because}`
      : [one.request.key, ...one.calls.map(({ name }) => name)].join(' '),
  );
}

test.each<[string, object[], string[]]>([
  [
    'a call that names the object is that of its request',
    [get('05'), get('05', 'z'), decrypt('05', `${BUCKET}/a`)],
    ['a Decrypt', 'z'],
  ],
  [
    'clocks differ by seconds',
    [put('05', 'a'), generate('03', `${BUCKET}/a`), get('20', 'z'), decrypt('22', `${BUCKET}/z`)],
    ['a GenerateDataKey', 'z Decrypt'],
  ],
  ['what is further apart is not joined', [get('05'), decrypt('09', `${BUCKET}/a`)], ['Decrypt: no request', 'a']],
  [
    'nor what somebody else asked for',
    [get('05'), decrypt('05', `${BUCKET}/a`, user('bob'))],
    ['Decrypt: no request', 'a'],
  ],
  [
    'nor another session',
    [get('05', 'a', roleSession('r', 's1')), decrypt('05', `${BUCKET}/a`, roleSession('r', 's2'))],
    ['Decrypt: no request', 'a'],
  ],
  [
    'each request has one call of a kind',
    [get('05'), get('06'), decrypt('05', `${BUCKET}/a`), decrypt('06', `${BUCKET}/a`), decrypt('06', `${BUCKET}/a`)],
    ['Decrypt: no request', 'a Decrypt', 'a Decrypt'],
  ],
  [
    'one that names the bucket is joined where a single request can have made it',
    [get('05'), decrypt('05', BUCKET)],
    ['a Decrypt'],
  ],
  [
    'and not where there are several',
    [get('05'), get('06', 'z'), decrypt('05', BUCKET)],
    ['Decrypt: several requests', 'a', 'z'],
  ],
  [
    'HEAD and DELETE make no calls',
    [
      s3Record('03:00:05', 'HeadObject', alice, 'b', 'a'),
      s3Record('03:00:05', 'DeleteObject', alice, 'b', 'z'),
      decrypt('05', BUCKET),
    ],
    ['Decrypt: no request', 'a', 'z'],
  ],
  [
    'a write gets a data key and may verify it',
    [put('05', 'a'), generate('05', BUCKET), decrypt('05', BUCKET)],
    ['a GenerateDataKey Decrypt'],
  ],
  [
    'under another key it was another write',
    [
      put('05', 'a'),
      generate('05', BUCKET, {
        resources: [{ type: 'AWS::KMS::Key', ARN: 'arn:aws:kms:us-west-2:111122223333:key/z' }],
      }),
    ],
    ['GenerateDataKey: no request', 'a'],
  ],
  [
    'a write without a bucket key made no call that names the bucket',
    [put('05', 'a', { 'x-amz-server-side-encryption-bucket-key-enabled': 'false' }), generate('05', BUCKET)],
    ['GenerateDataKey: no request', 'a'],
  ],
  [
    'nor one with a bucket key one that names the object',
    [
      put('05', 'a', { ...UNDER_KMS, 'x-amz-server-side-encryption-bucket-key-enabled': 'true' }),
      generate('05', `${BUCKET}/a`),
    ],
    ['GenerateDataKey: no request', 'a'],
  ],
  [
    'a copy opens its source and writes its target',
    [
      s3Record('03:00:05', 'CopyObject', alice, 'c', 'z', { asked: { 'x-amz-copy-source': 'b/a' } }),
      decrypt('05', `${BUCKET}/a`),
      generate('05', 'arn:aws:s3:::c/z'),
    ],
    ['z Decrypt GenerateDataKey'],
  ],
  [
    'within one object as well',
    [
      s3Record('03:00:05', 'CopyObject', alice, 'b', 'a', { asked: { 'x-amz-copy-source': 'b/a' } }),
      decrypt('05', `${BUCKET}/a`),
      generate('05', `${BUCKET}/a`),
    ],
    ['a Decrypt GenerateDataKey'],
  ],
  ['what S3 has nothing to do with', [kmsRecord('03:00:05', 'Decrypt', alice, undefined)], ['Decrypt: not by S3']],
])('%s', (_what, records, found) => {
  expect(joined(...records)).toEqual(found);
});

describe('memory', () => {
  test('requests and calls are given when nothing can be joined to them any more, in order', () => {
    const joiner = new Joiner();
    let given = 0;
    let open = 0;
    for (let second = 0; second < 3_600; second += 1) {
      const at = new Date(Date.UTC(2026, 0, 2) + second * 1_000).toISOString().slice(11, 19);
      for (const record of [
        s3Record(at, 'GetObject', alice, 'b', 'a'),
        kmsRecord(at, 'Decrypt', alice, `${BUCKET}/a`),
      ]) {
        open += 1;
        for (const one of joiner.take(event(record) as S3Event)) {
          expect('call' in one || one.calls.length).toBe(1);
          given += 1;
        }
      }
      expect(open - 2 * given).toBeLessThan(30);
    }
    expect([...joiner.rest()].length + given).toBe(3_600);
  });
});
