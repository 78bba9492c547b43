import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { profileNamed } from '../model/index.ts';
import { judgeTrace } from '../src/check/replay.ts';
import { validProfile } from '../src/cli/profile-options.ts';
import { readTraceFile } from '../src/trace/index.ts';

const folder = join(import.meta.dirname, 'profiles');

/** What people met who run something else than AWS, with the verdict by `aws` and by a profile that says what it does. */
const STORIES: readonly (readonly [file: string, byAws: string, own: string, byOwn: string])[] = [
  ['scaleway-head-decrypts', 'violates calls-per-side', 'scaleway', 'conforms'],
  ['rustfs-server-as-requester', 'violates no-free-ride', 'one-cache-for-all', 'conforms'],
  ['more-uses-than-the-limit', 'conforms', 'two-uses', 'violates explained'],
  ['rustfs-shared-bucket-key', 'violates every-requester-pays', 'one-cache-for-all', 'conforms'],
];

function own(name: string) {
  return validProfile(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')), name);
}

async function judged(file: string, profile: ReturnType<typeof own>): Promise<string> {
  const { verdict, violation } = judgeTrace(await readTraceFile(join(folder, `${file}.ndjson`)), profile);
  return violation === undefined ? verdict : `${verdict} ${violation.property}`;
}

describe('a profile that says what a system does', () => {
  test.each(STORIES)('%s: %s by aws, by %s %s', async (file, byAws, name, byOwn) => {
    expect(await judged(file, profileNamed('aws'))).toBe(byAws);
    expect(await judged(file, own(name))).toBe(byOwn);
  });

  test('each file is judged', () => {
    const files = STORIES.flatMap(([file, , name]) => [`${file}.ndjson`, `${name}.json`]);
    expect(readdirSync(folder).toSorted()).toEqual([...new Set(files)].toSorted());
  });
});
