import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bucketkey, ownFolder, usageErrorOf } from './testing/harness.ts';

const CSV = `ms,operation,object,requester,bucket,kmsKey,source
0,PutObject,a,writer,data,,
1000,REST.GET.OBJECT,a,reader,data,,
2000,HeadObject,a,reader,data,,
3000,copy,b,writer,data,,a
4000,GET,old,reader,data,,
`;

const A = { text: 'a', md5: '0cc175b9c0f1b6a831c399e269772661' };

/** A trace of the same requests, one of them refused and one not under KMS. */
const TRACE = [
  {
    bucketkeyTrace: 1,
    profile: 'aws',
    sut: 'test',
    seed: 0,
    setup: {
      requesters: ['s1', 's2'].map((session) => ({
        name: session,
        account: '111111111111',
        principal: 'app',
        session,
      })),
      kmsKeys: [],
      aliases: [],
      buckets: [{ name: 'data', account: '111111111111', plainObjects: [] }],
    },
  },
  ...[
    { by: 's1', event: { op: 'PutObject', bucket: 'data', key: 'a', body: A, headers: {} }, status: 200 },
    { by: 's2', event: { op: 'PutObject', bucket: 'data', key: 'b', body: A, headers: {} }, status: 200 },
    { by: 's1', event: { op: 'GetObject', bucket: 'data', key: 'a' }, status: 403 },
    { by: 's1', event: { op: 'GetObject', bucket: 'data', key: 'a' }, status: 200, sse: 'AES256' },
    { by: 's2', event: { op: 'GetObject', bucket: 'data', key: 'a' }, status: 200, sse: 'aws:kms' },
  ].map(({ by, event, ...observation }, atMs) => ({ atMs, by, event, observation })),
]
  .map((line) => JSON.stringify(line))
  .join('\n');

async function predictedJson(...args: readonly string[]) {
  const { code, out, err } = await bucketkey(['predict', ...args, '--output', 'json']);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out);
}

test('a CSV, packed or not', async () => {
  await writeFile(join(ownFolder(), 'w.csv'), CSV);
  await writeFile(join(ownFolder(), 'w.csv.gz'), gzipSync(CSV));
  const told = await predictedJson('w.csv');
  expect(told).toMatchObject({
    requests: 4,
    writes: 2,
    reads: 3,
    requesters: 2,
    spanMs: 4_000,
    leftOut: { HeadObject: 1 },
    oldObjects: 1,
    without: { calls: 5 },
    migration: { objects: 1, requestsUsd: 0.000005, kmsCalls: 1 },
  });
  expect(told.with[0]).toMatchObject({ lifetimeMs: 300_000, caches: 1, calls: 3, roundTripsSaved: 2 });
  expect(await predictedJson('w.csv.gz')).toEqual(told);
});

test('a trace: sessions of one role are one requester, what was refused or is not under KMS is left out', async () => {
  await writeFile(join(ownFolder(), 't.ndjson'), TRACE);
  const told = await predictedJson('t.ndjson');
  expect(told).toMatchObject({ requests: 3, requesters: 1, leftOut: { refused: 1, 'under AES256': 1 } });
  expect(told).toMatchObject({ without: { calls: 3 } });
  expect(told.with[0]).toMatchObject({ calls: 1 });
});

test('a few numbers, for people', async () => {
  const { code, out } = await bucketkey(['predict', '--writes', '100000', '--kms-keys', '2', '--migrate', '2000000']);
  expect(code).toBe(0);
  expect(out).toMatch(/^Bucket keys save 96\.\d+ % to 99\.99 % of 100,000 KMS calls: 2 to 3,4\d\d are left/);
  expect(out).toMatch(/^off +100,000 +100,000 +2 +0\.3 +2$/m);
  expect(out).toMatch(/^5 min +1 +57\d/m);
  expect(out.replaceAll(/\s+/g, ' ')).toContain('2,000,000 of them a bucket key costs 10 USD of requests (F-136)');
});

test('as a page it has the band, and the calls by time and by requester', async () => {
  await writeFile(join(ownFolder(), 'workload.csv'), CSV);
  expect((await bucketkey(['predict', 'workload.csv', '--html', 'predicted.html'])).code).toBe(0);
  const page = await readFile(join(ownFolder(), 'predicted.html'), 'utf8');
  expect(page).toContain('<td>1 d</td>');
  expect(page).toMatch(/<th scope="row">reader<\/th>\n<td><svg[\s\S]*?<\/svg>\n2<\/td>/);
  expect(page).not.toMatch(/undefined|NaN/);
});

test('what is no workload is an error that says where', async () => {
  const error = async (text: string) => {
    await writeFile(join(ownFolder(), 'bad.csv'), text);
    return usageErrorOf('predict', 'bad.csv');
  };
  expect(await error('a,b\n1,2\n')).toContain('there is no column ms');
  expect(await error('ms,operation,object\nsoon,PUT,a\n')).toMatch(/bad\.csv:2: ms is no number/);
  expect(await error('ms,operation,object\n5,PUT,a\n4,PUT,a\n')).toContain('time runs backwards: from 5 ms to 4 ms');
  expect(await error(`ms,operation,object\n5,PUT,${'a'.repeat(3_000)}\n`)).toContain('longer than 2048 characters');
  expect(await error('ms,operation,object\n5,PUT,"a\n')).toContain('no CSV that can be read');
  expect(await usageErrorOf('predict', 'none.csv')).toContain('no such file');
  expect(await usageErrorOf('predict')).toContain('no workload given');
  expect(await usageErrorOf('predict', 'w.csv', '--writes', '1')).toContain('not from both');
});
