import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { type Profile, profileNamed } from '../model/index.ts';
import { check } from '../src/check/check.ts';
import { judgeSteps } from '../src/check/judge-steps.ts';
import { judgeTrace } from '../src/check/replay.ts';
import { validProfile } from '../src/cli/profile-options.ts';
import { embeddedSut } from '../src/suts/embedded.ts';
import { readTraceFile, readTraceSteps } from '../src/trace/index.ts';

const folder = join(import.meta.dirname, 'profiles');

/** What people met who run something else than AWS: the verdict by `aws`, and by a profile that says what it does. */
const STORIES: readonly (readonly [file: string, byAws: string, own: string, byOwn: string])[] = [
  ['scaleway-head-decrypts', 'violates calls-per-side', 'scaleway', 'conforms'],
  ['rustfs-server-as-requester', 'violates no-free-ride', 'one-cache-for-all', 'conforms'],
  ['fakecloud-call-per-object', 'conforms', 'reused-twice', 'violates least-reuse'],
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

describe('a least reuse is judged when the trace is over', () => {
  const twice: Profile = { ...profileNamed('aws'), leastReuse: 2 };

  test('while a recording is read, once all of it has been', async () => {
    const text = readFileSync(join(folder, 'fakecloud-call-per-object.ndjson'));
    const trace = await readTraceSteps({ name: 'trace', bytes: Readable.from([text]) });
    const { violation, steps, properties } = await judgeSteps(trace, { profile: twice });
    expect(violation).toMatchObject({ property: 'least-reuse', stepIndex: steps - 1 });
    expect(properties.at(-1)).toMatchObject({ id: 'least-reuse', verdict: 'violated', checked: 40 });
  });

  test('of a system that caches nothing, and shrinks to as many requests as it takes', async () => {
    const sut = embeddedSut({ cacheLifetimeMs: 0 });
    const report = await check({ profile: twice, runs: 40, seed: 1, maxSteps: 100 }, sut);
    const [found] = report.violations;
    expect(found?.violation.property).toBe('least-reuse');
    expect(found?.trace.steps.length).toBeLessThanOrEqual(4);
    expect((await check({ profile: profileNamed('aws'), runs: 10, seed: 1, maxSteps: 100 }, sut)).verdict).toBe(
      'conforms',
    );
  });
});
