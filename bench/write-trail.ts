// Writes a log of CloudTrail to a file.
import { writeFileSync } from 'node:fs';
import { trail } from './trails.ts';

const [file, records, first] = process.argv.slice(2);
if (file === undefined || !(Number(records) > 0) || !(Number(first) >= 0))
  throw new Error(`usage: write-trail FILE RECORDS FIRST, not ${file} ${records} ${first}`);
writeFileSync(file, trail(Number(records), Number(first)));
