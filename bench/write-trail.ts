// Writes logs of CloudTrail to a folder as CloudTrail does, packed, some records in each.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { trail } from './trails.ts';

const RECORDS_OF_FILE = 20_000;

const [folder, records] = process.argv.slice(2);
if (folder === undefined || !(Number(records) > 0))
  throw new Error(`usage: write-trail FOLDER RECORDS, not ${records}`);
mkdirSync(folder, { recursive: true });
for (let first = 0; first < Number(records); first += RECORDS_OF_FILE) {
  // By their names in this order: what is out of order by more than minutes is not read.
  const name = join(folder, `${String(first).padStart(9, '0')}.ndjson.gz`);
  writeFileSync(name, gzipSync(trail(Math.min(RECORDS_OF_FILE, Number(records) - first), first)));
}
