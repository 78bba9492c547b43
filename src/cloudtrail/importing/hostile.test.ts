import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TIMES } from '../../testing/times.ts';
import { importOf } from '../testing/import-of.ts';
import { kmsRecord, roleSession, s3Record, stsRecord, UNDER_KMS } from '../testing/records.ts';

const LONG = 'x'.repeat(4_000);
const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', '__proto__', 'constructor', 'a b', '\u0000', '\u202e', '../..', LONG, 'aws-s3-1', '*'),
);

/** Records whose names are anything: of requesters, sessions, buckets, objects, policies and pairs of contexts. */
const records = fc.array(
  fc
    .tuple(name, name, name, name, fc.constantFrom('put', 'get', 'rule', 'call', 'session'))
    .map(([role, session, bucket, key, what]) => {
      const caller = { ...roleSession('etl', 's'), ...(roleSession(role, session) as object) };
      switch (what) {
        case 'put':
          return s3Record('03:00:00', 'PutObject', caller, bucket, key, {
            answered: UNDER_KMS,
            asked: {
              'x-amz-server-side-encryption-context': Buffer.from(JSON.stringify({ [key]: role })).toString('base64'),
            },
          });
        case 'get':
          return s3Record('03:00:00', 'GetObject', caller, bucket, key);
        case 'rule':
          return s3Record('03:00:00', 'PutBucketEncryption', caller, bucket, key, {
            asked: {
              ServerSideEncryptionConfiguration: {
                Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: role } },
              },
            },
          });
        case 'call':
          return kmsRecord('03:00:00', 'Decrypt', caller, `arn:aws:s3:::${bucket}/${key}`, { awsRegion: role });
        default:
          return stsRecord('03:00:00', role, session, key);
      }
    }),
  { maxLength: 12 },
);

test('whatever names a log has, the trace is one that can be read', async () => {
  await fc.assert(
    fc.asyncProperty(records, async (some) => {
      // Parsing validates: names, times, the setup, and the length of lines.
      const { trace, counts } = await importOf(some);
      expect(trace.steps).toHaveLength(counts.steps);
    }),
    { numRuns: 80 * TIMES, seed: 5 },
  );
}, 60_000);

test('a line stays within its bound, however many calls no request explains', async () => {
  const calls = Array.from({ length: 4_000 }, (_, index) =>
    kmsRecord('03:00:00', 'Decrypt', roleSession('etl', 's'), `arn:aws:s3:::logs/${index}/${'k'.repeat(900)}`),
  );
  const { trace, counts } = await importOf([
    ...calls,
    s3Record('03:10:00', 'GetObject', roleSession('etl', 's'), 'logs', 'a'),
  ]);
  expect(trace.steps).toHaveLength(1);
  expect(counts.droppedCalls.get('too many of them between two requests')).toBeGreaterThan(1_000);
});

test('there is a bound for requesters, whom one line lists', async () => {
  const gets = Array.from({ length: 8_000 }, (_, index) =>
    s3Record('03:00:00', 'GetObject', roleSession('etl', `session-${index}`), 'logs', 'a'),
  );
  const { trace, counts } = await importOf(gets);
  expect(trace.steps.length).toBeGreaterThan(2_000);
  expect(counts.untold.get('too many requesters')).toBe(8_000 - trace.steps.length);
});
