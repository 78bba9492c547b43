import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kmsRecord, user } from '../cloudtrail/testing/records.ts';
import { bucketkey, ownFolder, usageErrorOf } from './testing/harness.ts';

const RECORDS = ['a', 'b', 'c'].map((key, second) =>
  kmsRecord(`03:00:0${second}`, 'GenerateDataKey', user('alice'), `arn:aws:s3:::logs/${key}`),
);

test('the first line says where the calls come from', async () => {
  await writeFile(join(ownFolder(), 'events.json'), JSON.stringify({ Records: RECORDS }));
  const { code, out, err } = await bucketkey(['why', 'events.json']);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(
    /^Most KMS calls, 3 of 3 \(100 %\), are for objects in buckets in which no bucket key was in use/,
  );
});

test('as JSON it has all counts', async () => {
  await writeFile(join(ownFolder(), 'events.json'), JSON.stringify({ Records: RECORDS }));
  const { code, out } = await bucketkey(['why', 'events.json', '--output', 'json']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    summary: expect.stringMatching(/^Most KMS calls/),
    calls: 3,
    billed: 3,
    diagnoses: [{ id: 'WHY-0', calls: 3, share: 1, certainty: 'certain', buckets: ['logs'] }],
    groups: [{ bucket: 'logs', requester: 'alice', operation: 'GenerateDataKey', context: 'object', calls: 3 }],
    read: { records: 3, kms: 3 },
  });
});

test('as a page it has the causes, and the calls by time and by requester', async () => {
  await writeFile(join(ownFolder(), 'events.json'), JSON.stringify({ Records: RECORDS }));
  expect((await bucketkey(['why', 'events.json', '--html', 'why.html'])).code).toBe(0);
  const page = await readFile(join(ownFolder(), 'why.html'), 'utf8');
  expect(page).toContain('<th scope="row">WHY-0</th>');
  expect(page).toContain('<td>2026-01-02 03:00 UTC</td>\n<td class="number">3</td><td class="number">0</td>');
  expect(page).toMatch(/<th scope="row">alice<\/th>\n<td><svg[\s\S]*?<\/svg>\n3<\/td>/);
  expect(await usageErrorOf('why', 'events.json', '--html', 'none/why.html')).toContain('--html: none/why.html:');
});

test.each([
  ['duckdb', "AWSLogs/it's/*.json.gz", "read_json_objects('AWSLogs/it''s/*.json.gz'"],
  ['athena', 'logs.cloudtrail_logs', 'from logs.cloudtrail_logs'],
])('as SQL for %s it is printed and nothing is read', async (engine, from, expected) => {
  const { code, out } = await bucketkey(['why', from, '--print-sql', engine]);
  expect(code).toBe(0);
  expect(out.split(expected)).toHaveLength(4);
  expect(out).toContain("'WHY-16' as cause");
  expect(out).not.toContain('undefined');
});

test('SQL is over one table or path, and nothing else can stand in its place', async () => {
  expect(await usageErrorOf('why', 'a', 'b', '--print-sql', 'duckdb')).toContain('takes one table');
  expect(await usageErrorOf('why', 'logs; drop table logs', '--print-sql', 'athena')).toContain('no name of a table');
});

test('what cannot be read is an error', async () => {
  expect(await usageErrorOf('why', 'nothing.json')).toContain('no such file');
  expect(await usageErrorOf('why')).toContain('missing required argument');
});
