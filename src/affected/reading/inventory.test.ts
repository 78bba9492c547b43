import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { countInventory } from './inventory.ts';

const SCHEMA = 'Bucket, Key, BucketKeyStatus';
const ROWS = '"b","a,b","ENABLED"\r\n"b","k","DISABLED"\r\n\r\n"b","no KMS",""\r\n';

async function counted(bytes: string | Buffer, name: string, schema: string | undefined) {
  const folder = await mkdtemp(join(tmpdir(), 'bucketkey-inventory-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, name), bytes);
  return countInventory(join(folder, name), schema);
}

const COUNTS = [{ bucket: 'b', withBucketKey: 1, withoutBucketKey: 1 }];

test('objects are counted by their status, packed or not, named in the file or not', async () => {
  expect(await counted(ROWS, 'a.csv', SCHEMA)).toEqual(COUNTS);
  expect(await counted(gzipSync(ROWS), 'a.csv.gz', SCHEMA)).toEqual(COUNTS);
  expect(await counted(`Bucket,Key,BucketKeyStatus\n${ROWS}`, 'a.csv', undefined)).toEqual(COUNTS);
});

test.each(['missing.csv', 'missing.csv.gz'])('a file that is not there is an error: %s', async (name) => {
  await expect(countInventory(join(tmpdir(), 'bucketkey-none', name), SCHEMA)).rejects.toThrow('no such file');
});

test('what is cut short, or has a row without end, is an error', async () => {
  await expect(counted(gzipSync(ROWS).subarray(0, 30), 'a.csv.gz', SCHEMA)).rejects.toThrow('truncated');
  await expect(counted(`"b","${'k'.repeat(100_000)}`, 'a.csv', SCHEMA)).rejects.toThrow('CSV_MAX_RECORD_SIZE');
});
