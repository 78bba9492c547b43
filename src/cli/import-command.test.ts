import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { kmsRecord, restartIds, roleSession, s3Record, stsRecord, UNDER_KMS } from '../cloudtrail/testing/records.ts';
import { run } from './run.ts';
import { bucketkey, fakeCommands, ownFolder, usageErrorOf } from './testing/harness.ts';

restartIds();
const ann = roleSession('etl', 'ann');
const bob = roleSession('etl', 'bob');
const put = s3Record('03:04:05', 'PutObject', ann, 'logs', 'a', {
  answered: UNDER_KMS,
  more: { SSEApplied: 'Default_SSE_KMS' },
});
const RECORDS = [
  stsRecord('02:50:00', 'etl', 'ann', '{"Statement":[]}'),
  put,
  put,
  kmsRecord('03:04:06', 'GenerateDataKey', ann, 'arn:aws:s3:::logs'),
  s3Record('03:05:05', 'GetObject', bob, 'logs', 'a'),
  kmsRecord('03:05:05', 'Decrypt', bob, 'arn:aws:s3:::logs'),
  kmsRecord('03:06:05', 'Decrypt', bob, 'arn:aws:s3:::logs', { errorCode: 'AccessDenied' }),
  s3Record('03:06:05', 'GetObject', bob, 'logs', 'secret', { errorCode: 'AccessDenied' }),
  s3Record('03:07:00', 'PutObject', bob, 'other', 'x', { answered: { 'x-amz-server-side-encryption': 'AES256' } }),
  kmsRecord('03:08:00', 'Decrypt', bob, undefined),
];

async function logs(name = 'logs/1_CloudTrail_us-west-2_20260102T0310Z_x.json.gz'): Promise<void> {
  await mkdir(join(ownFolder(), 'logs'), { recursive: true });
  await writeFile(join(ownFolder(), name), gzipSync(JSON.stringify({ Records: RECORDS })));
}

async function linesOf(file: string): Promise<Record<string, unknown>[]> {
  const bytes = await readFile(join(ownFolder(), file));
  const text = file.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('a folder becomes a trace that judge takes', async () => {
  await logs();
  const { code, out, err } = await bucketkey(['import', 'cloudtrail', 'logs', '-o', 'trail.ndjson.gz']);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatchInlineSnapshot(`
    "10 records read, 2026-01-02T02:50:00Z to 2026-01-02T03:08:00Z: 4 of S3, 4 of KMS, 1 of STS, 0 of
    other services.
    1 duplicate dropped: 1 by eventID, 0 by sharedEventID, looked for in the last 100,000 records.

    3 requests told, 2 KMS calls with them and 1 beside them.
    requests that are not told:
      1  it failed
    calls that stand beside requests:
      1  denied
    calls that are not told:
      1  not a call of S3

    trace: trail.ndjson.gz
    "
  `);
  const [header, ...steps] = await linesOf('trail.ndjson.gz');
  expect(header).toMatchInlineSnapshot(`
    {
      "bucketkeyTrace": 1,
      "profile": "aws",
      "seed": 0,
      "setup": {
        "aliases": [],
        "buckets": [
          {
            "account": "111122223333",
            "name": "logs",
            "plainObjects": [],
          },
          {
            "account": "111122223333",
            "name": "other",
            "plainObjects": [],
          },
        ],
        "kmsKeys": [],
        "region": "us-west-2",
        "requesters": [
          {
            "account": "111122223333",
            "name": "etl/ann scoped 1f9b68",
            "principal": "AROAETL",
            "scopingPolicy": "1f9b68d58106da7d",
            "session": "ann",
          },
          {
            "account": "111122223333",
            "name": "etl/bob",
            "principal": "AROAETL",
            "session": "bob",
          },
        ],
        "unknown": "everything",
      },
      "sut": "AWS in us-west-2, by CloudTrail from 2026-01-02T03:04:05.000Z",
    }
  `);
  expect(steps).toMatchInlineSnapshot(`
    [
      {
        "atMs": 0,
        "by": "etl/ann scoped 1f9b68",
        "event": {
          "body": {
            "md5": "d41d8cd98f00b204e9800998ecf8427e",
            "text": "",
          },
          "bucket": "logs",
          "headers": {},
          "key": "a",
          "op": "PutObject",
        },
        "observation": {
          "kmsCalls": [
            {
              "by": "etl/ann scoped 1f9b68",
              "context": {
                "aws:s3:arn": "arn:aws:s3:::logs",
              },
              "keyArn": "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
              "operation": "GenerateDataKey",
              "result": "ok",
            },
          ],
          "kmsKeyArn": "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
          "raw": {
            "eventID": "30000000-0000-4000-8000-000000000001",
          },
          "sse": "aws:kms",
          "status": 200,
        },
      },
      {
        "atMs": 60000,
        "by": "etl/bob",
        "event": {
          "bucket": "logs",
          "key": "a",
          "op": "GetObject",
        },
        "observation": {
          "kmsCalls": [
            {
              "by": "etl/bob",
              "context": {
                "aws:s3:arn": "arn:aws:s3:::logs",
              },
              "keyArn": "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
              "operation": "Decrypt",
              "result": "ok",
            },
          ],
          "raw": {
            "eventID": "30000000-0000-4000-8000-000000000004",
          },
          "status": 200,
        },
      },
      {
        "atMs": 175000,
        "by": "etl/bob",
        "event": {
          "body": {
            "md5": "d41d8cd98f00b204e9800998ecf8427e",
            "text": "",
          },
          "bucket": "other",
          "headers": {},
          "key": "x",
          "op": "PutObject",
        },
        "observation": {
          "otherKmsCalls": [
            {
              "by": "etl/bob",
              "context": {
                "aws:s3:arn": "arn:aws:s3:::logs",
              },
              "keyArn": "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
              "operation": "Decrypt",
              "result": "AccessDeniedException",
            },
          ],
          "raw": {
            "eventID": "30000000-0000-4000-8000-000000000008",
          },
          "sse": "AES256",
          "status": 200,
        },
      },
    ]
  `);
  const judged = await bucketkey(['judge', 'trail.ndjson.gz']);
  expect([judged.code, judged.err]).toEqual([0, '']);
  expect(await readdir(ownFolder())).toEqual(['logs', 'trail.ndjson.gz']);
});

test('without a file the trace goes to standard output, and the report to the other one', async () => {
  await logs();
  const { code, out, err } = await bucketkey(['import', 'cloudtrail', 'logs']);
  expect(code).toBe(0);
  expect(out.split('\n')).toHaveLength(5);
  expect(out).toMatch(/^\{"bucketkeyTrace":1,"profile":"aws"/);
  expect(err).toContain('10 records read');
});

test.each(['import', 'why'])('%s reads on behind a line that was cut off, and says where it is', async (command) => {
  const lines = RECORDS.map((record) => JSON.stringify(record));
  await mkdir(join(ownFolder(), 'logs'));
  await writeFile(
    join(ownFolder(), 'logs/a.ndjson'),
    [...lines.slice(0, 3), '{"eventVersion":"1.11",', ...lines.slice(3)].join('\n'),
  );
  await writeFile(join(ownFolder(), 'logs/b.ndjson'), '{"a":{"b":');
  const args = command === 'why' ? ['why', 'logs'] : ['import', 'cloudtrail', 'logs', '-o', 'trace'];
  const { out } = await bucketkey([...args, '--output', 'json']);
  expect(JSON.parse(out).read).toMatchObject({
    records: RECORDS.length,
    unreadable: { 'cut off': 2 },
    firstUnreadable: { 'cut off': { file: join(ownFolder(), 'logs/a.ndjson'), line: 4 } },
  });
  const told = await bucketkey(command === 'why' ? args : ['import', 'cloudtrail', 'logs', '-o', 'again']);
  expect(told.out.replace(/\s+/g, ' ')).toContain(
    `not read: 2 cut off, first in ${join(ownFolder(), 'logs/a.ndjson')}:4`,
  );
});

test('each bucket can have a trace', async () => {
  await logs();
  const { code, out } = await bucketkey(['import', 'cloudtrail', 'logs', '--per-bucket', 'traces', '--output', 'json']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    files: ['traces/logs.ndjson', 'traces/other.ndjson'],
    steps: 3,
    read: { records: 10, duplicates: { eventID: 1 } },
    untoldRequests: { 'it failed': 1 },
    unexplainedCalls: { denied: 1 },
    withoutTrace: 1,
  });
  expect((await linesOf('traces/logs.ndjson')).length).toBe(3);
  expect((await linesOf('traces/other.ndjson'))[0]).toMatchObject({
    setup: { requesters: [{ name: 'etl/bob', session: 'bob' }], buckets: [{ name: 'other' }] },
  });
});

describe('what is refused', () => {
  test('a trace that is there already is not overwritten, and nothing is read for it', async () => {
    await logs();
    await writeFile(join(ownFolder(), 'there.ndjson'), 'mine');
    expect(await usageErrorOf('import', 'cloudtrail', 'logs', '-o', 'there.ndjson')).toContain('never overwritten');
  });

  test.each([
    ['logs that are not there', ['nothing', '-o', 'x.ndjson'], 'no such file'],
    ['a file and a folder at once', ['logs', '-o', 'x', '--per-bucket', 'y'], 'exclude each other'],
    ['no logs', [], 'missing required argument'],
  ])('%s', async (_what, argv, problem) => {
    await logs();
    expect(await usageErrorOf('import', 'cloudtrail', ...argv)).toContain(problem);
  });

  test('what is no log leaves nothing behind', async () => {
    await writeFile(join(ownFolder(), 'x.txt'), 'hello');
    expect(await usageErrorOf('import', 'cloudtrail', 'x.txt', '-o', 'x.ndjson')).toContain('neither JSON nor a CSV');
  });
});

test('an interruption ends a pipe that nothing comes out of, and leaves nothing behind', async () => {
  const interruption = new AbortController();
  const ended = run(
    ['import', 'cloudtrail', '-', '-o', 'x.ndjson'],
    {
      stdout: () => {},
      stderr: () => {},
      stdin: () => new PassThrough(),
      isTTY: false,
      signal: interruption.signal,
      cwd: ownFolder(),
    },
    fakeCommands(),
  );
  interruption.abort();
  expect(await ended).toBe(130);
  expect(await readdir(ownFolder())).toEqual([]);
});
