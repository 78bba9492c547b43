import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { judgeTrace } from '../check/replay.ts';
import { importOf } from '../cloudtrail/testing/import-of.ts';
import { kmsRecord, s3Record, service, UNDER_KMS, user } from '../cloudtrail/testing/records.ts';
import { NO_DAMAGE } from '../cloudtrail/testing/trail-of-world.ts';
import { MINUTE, PlantedWorld } from '../cloudtrail/testing/worlds.ts';
import { mainSentence, whyJson, whyText } from '../report/why-report.ts';
import { ann, KEYS, on, trailOf, WORLDS } from './testing/planted-causes.ts';
import { type WhyReport, whyTrail } from './why-trail.ts';

const DAMAGE = { lost: 0.1, twice: 0.2, disorder: 6 };

async function why(records: readonly object[]): Promise<WhyReport> {
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  return whyTrail([{ name: 'log', bytes: Readable.from([Buffer.from(text)]) }], {});
}

describe.each(WORLDS)('%s: %s', (id, _what, world, minute) => {
  test('is named, and but for a call that is not made twice the first', async () => {
    const { diagnoses } = await why(await trailOf(world(), minute));
    // Each object is opened for want of a bucket key, and so is one that is opened again.
    const first = id === 'WHY-16' ? diagnoses.find((one) => one.id === id) : diagnoses[0];
    expect(first).toMatchObject({ id });
    expect(first?.share).toBeGreaterThan(0.45);
    expect(first?.share).toBeLessThanOrEqual(1);
  });

  test.each([1, 2, 3])('is named of a damaged trail too, and the import conforms: seed %i', async (seed) => {
    const records = await trailOf(world(), minute, seed, DAMAGE);
    expect((await why(records)).diagnoses.map((one) => one.id)).toContain(id);
    const { trace, counts } = await importOf(records);
    expect(counts.steps).toBeGreaterThan(0);
    const { verdict, violation } = judgeTrace(trace, profileNamed('aws'));
    expect([verdict, violation?.reason]).toEqual(['conforms', undefined]);
  });
});

const alice = user('alice');
const OBJECT = 'arn:aws:s3:::logs/a';

describe('causes that no world here has', () => {
  test.each<[string, object[], object]>([
    [
      'WHY-3',
      [
        kmsRecord('03:00:00', 'GenerateDataKey', alice, 'arn:aws:s3:::logs'),
        s3Record('03:00:01', 'UpdateObjectEncryption', alice, 'logs', 'a'),
        ...['03:01:00', '03:02:00', '03:03:00'].map((at) => kmsRecord(at, 'Decrypt', alice, OBJECT)),
      ],
      { calls: 3, certainty: 'likely', evidence: { updatesWithoutFlag: 1 } },
    ],
    [
      'WHY-10',
      ['03:01:00', '03:02:00'].map((at) => kmsRecord(at, 'Decrypt', alice, undefined)),
      { calls: 2, certainty: 'certain' },
    ],
    [
      'WHY-11',
      ['03:01:00', '03:02:00'].map((at) =>
        kmsRecord(at, 'GenerateDataKey', {}, OBJECT, { userIdentity: service('cloudtrail.amazonaws.com') }),
      ),
      { calls: 2, certainty: 'certain' },
    ],
    [
      'WHY-14',
      [s3Record('03:00:00', 'PutObject', alice, 'logs', 'a', { answered: UNDER_KMS })],
      { calls: 0, evidence: { kmsWrites: 1 } },
    ],
  ])('%s', async (id, records, expected) => {
    expect((await why(records)).diagnoses[0]).toMatchObject({ id, ...expected });
  });

  test('WHY-12: each record is there twice', async () => {
    const record = kmsRecord('03:00:00', 'Decrypt', alice, OBJECT);
    const shared = { ...kmsRecord('03:00:01', 'Decrypt', alice, OBJECT), sharedEventID: 's' };
    const report = await why([record, record, shared, { ...shared, eventID: 'other' }]);
    expect(report.diagnoses[0]).toMatchObject({
      id: 'WHY-12',
      calls: 2,
      share: 0.5,
      evidence: { byEventID: 1, bySharedEventID: 1 },
    });
    expect(report).toMatchObject({ calls: 2, billed: 2 });
  });

  test('WHY-8 tells of a flag that does nothing, though it explains no call', async () => {
    const rule = s3Record('03:00:00', 'PutBucketEncryption', alice, 'logs', '', {
      asked: {
        ServerSideEncryptionConfiguration: {
          Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: true },
        },
      },
    });
    expect((await why([rule])).diagnoses).toMatchObject([{ id: 'WHY-8', calls: 0, evidence: { idleFlags: 1 } }]);
  });
});

describe('the report', () => {
  test('begins with the main cause in one sentence', async () => {
    const world = new PlantedWorld(ann).rule(ann, 'alpha', false).wait(20 * MINUTE);
    for (const key of KEYS) world.put(ann, 'alpha', key).get(ann, 'alpha', key);
    expect(whyText(await why(await world.trail(1, NO_DAMAGE)))).toMatchInlineSnapshot(`
      "Most KMS calls, 40 of 40 (100 %), are for objects in buckets in which no bucket key was in use: each
      of them names its object.
        -> Turn the bucket key on: PutBucketEncryption with BucketKeyEnabled true. It acts on new objects
           only.

      81 records read, 2026-01-02T03:00:00Z to 2026-01-02T03:20:40Z: 41 of S3, 40 of KMS, 0 of STS, 0 of
      other services.
      40 KMS calls: 40 billed, 0 not; 0 of them denied.

      WHY-0   40 calls (100 %) are for objects in buckets in which no bucket key was in use: each of them
              names its object. Certain.
              Seen: generateObject 20, decryptObject 20; in alpha.
              Do: Turn the bucket key on: PutBucketEncryption with BucketKeyEnabled true. It acts on new
              objects only.

      calls  share  denied  billed  operation        context  bucket  requester  KMS key
         20   50 %       0  yes     GenerateDataKey  object   alpha   ann        k1
         20   50 %       0  yes     Decrypt          object   alpha   ann        k1

      requests  calls for bucket keys  calls for objects  served without a call  bucket
            40                      0                 40                      -  alpha
      "
    `);
  });

  test('says how many requests bucket keys served without a call', async () => {
    const world = on();
    for (const key of KEYS) world.put(ann, 'alpha', key);
    const report = await why(await world.trail(1, NO_DAMAGE));
    expect(report.buckets).toEqual([{ bucket: 'alpha', requests: 20, bucketCalls: 1, objectCalls: 0, reuse: 0.95 }]);
  });

  test('takes the requests of server access logs where there are no data events', async () => {
    const owner = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';
    const log = KEYS.map(
      (key, second) =>
        `${owner} logs [02/Jan/2026:03:00:${String(second).padStart(2, '0')} +0000] 203.0.113.10 ` +
        `arn:aws:iam::111122223333:user/alice R${second} REST.GET.OBJECT ${key} "GET / HTTP/1.1" 200 - 1 1 1 1 "-"`,
    );
    const records = [kmsRecord('03:00:00', 'Decrypt', alice, 'arn:aws:s3:::logs')];
    const sources = [log.join('\n'), JSON.stringify(records)].map((text) => ({
      name: 'log',
      bytes: Readable.from([Buffer.from(text)]),
    }));
    const { buckets } = await whyTrail(sources, {});
    expect(buckets).toEqual([{ bucket: 'logs', requests: 20, bucketCalls: 1, objectCalls: 0, reuse: 0.95 }]);
  });

  test('of nothing, of no KMS events and of nothing wrong', async () => {
    expect(mainSentence(await why([]))).toBe('There are no KMS calls in these logs.');
    expect(
      mainSentence(await why([s3Record('03:00:00', 'PutObject', alice, 'logs', 'a', { answered: UNDER_KMS })])),
    ).toContain('the trail excludes them');
    expect(mainSentence(await why([kmsRecord('03:00:00', 'Decrypt', alice, 'arn:aws:s3:::logs')]))).toContain(
      'No cause was found',
    );
  });

  test('is bounded, and says what it left out', async () => {
    const calls = Array.from({ length: 1_200 }, (_, index) =>
      kmsRecord('03:00:00', 'Decrypt', user(`u${index}`), OBJECT),
    );
    const report = await why(calls);
    expect(JSON.parse(whyJson(report))).toMatchObject({ calls: 1_200, groupsLeftOut: 200 });
    expect(whyText(report)).toContain('… 1,185 calls of other groups …');
  });
});
