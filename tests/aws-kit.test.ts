import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { profileNamed, type Step } from '../model/index.ts';
import { judgeTrace } from '../src/check/replay.ts';
import { JOIN_WINDOW_MS } from '../src/cloudtrail/limits.ts';
import { infer } from '../src/infer/infer.ts';
import { REFERENCE_PARTS, type ReferenceOptions, type ReferenceParts } from '../src/reference/index.ts';
import { readCredentialsFile } from '../src/serve/credentials/credentials-file.ts';
import { testServer } from '../src/serve/testing/test-server.ts';
import { readTraceFile } from '../src/trace/read-trace-file.ts';

// conformance/aws/: what asks AWS itself, rehearsed against the server of this package, whose clock is put forward.

const kit = resolve(import.meta.dirname, '../conformance/aws');
const CREDENTIALS = join(kit, 'rehearsal.json');
const AWS = profileNamed('aws');

interface Told {
  readonly signal: AbortSignal;
  log(text: string): void;
  complain(text: string): void;
}

const { record } = (await import(join(kit, 'record.mjs'))) as {
  record(args: readonly string[], told: Told): Promise<number>;
};
const { joinRun } = (await import(join(kit, 'joined.mjs'))) as {
  joinRun(folder: string, logs: readonly string[], hasAllCalls: boolean): Promise<readonly object[]>;
};
const { workload } = (await import(join(kit, 'workload.mjs'))) as {
  workload(minutes: number): readonly { readonly id: string; readonly steps: readonly Step[] }[];
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bucketkey-aws-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the kit; gives its exit code, and what it said. */
async function recorded(
  args: readonly string[],
  { signal = new AbortController().signal, credentials = CREDENTIALS } = {},
) {
  const lines: string[] = [];
  const say = (text: string) => lines.push(text);
  const code = await record([...args, '--credentials', credentials], { signal, log: say, complain: say });
  return { code, text: lines.join('\n') };
}

async function server(reference: Partial<ReferenceOptions>, parts: ReferenceParts = REFERENCE_PARTS) {
  const credentials = await readCredentialsFile(CREDENTIALS);
  const cloudTrailFile = join(folder, 'trail.ndjson');
  return testServer({ region: 'us-east-1', credentials, reference: { seed: 1, ...reference }, parts, cloudTrailFile });
}

/** The recordings of a run against a server, with their KMS calls. */
async function rehearsed(experiments: readonly string[], reference: Partial<ReferenceOptions>, parts?: ReferenceParts) {
  const { address, complaints } = await server(reference, parts);
  const only = experiments.flatMap((id) => ['--experiment', id]);
  const out = join(folder, 'run');
  const asked = ['--endpoint-url', address, '--put-clock-forward', '--minutes', '4', '--out', out, ...only];
  const { code, text } = await recorded(asked);
  const joined = await joinRun(out, [join(folder, 'trail.ndjson')], true);
  const recordings = await Promise.all(
    readdirSync(join(out, 'joined')).map(async (name) => {
      const trace = await readTraceFile(join(out, 'joined', name));
      return { name, setup: trace.header.setup, steps: trace.steps, trace };
    }),
  );
  return { code, text, joined, recordings, complaints };
}

/** What a judge says of each trace, where that is not that it conforms. */
function objections(recordings: Awaited<ReturnType<typeof rehearsed>>['recordings']) {
  return recordings.flatMap(({ name, trace }) => {
    const { verdict, violation } = judgeTrace(trace, AWS);
    return verdict === 'conforms' ? [] : [[name, verdict, violation?.property]];
  });
}

describe('a rehearsal', () => {
  test('conforms, and tells of the server what was planted in it', async () => {
    const planted = { cacheLifetimeMs: 100_000, generationLifetimeMs: 70_000, coldWrite: 'unwrap' } as const;
    const { code, text, joined, recordings, complaints } = await rehearsed([], planted);
    expect([code, complaints]).toEqual([0, []]);
    expect(text).toContain('12 buckets deleted, 12 KMS keys to be deleted.');
    expect(objections(recordings)).toEqual([]);
    // Which of those that were sent at once made a call nobody can tell.
    expect(joined).toContainEqual({ id: 'at-once', steps: 13, own: 0, others: 2 });
    expect(joined).toContainEqual({ id: 'sessions', steps: 5, own: 1, others: 0 });
    const telling = ['lifetime.ndjson', 'sessions.ndjson', 'second-role.ndjson', 'extra-context.ndjson'];
    const { verdict, profile } = await infer(
      recordings.filter(({ name }) => telling.includes(name)),
      { base: AWS },
    );
    expect(verdict).toBe('conforms');
    expect(profile).toMatchObject({ caches: 1, requesterMode: 'rolePolicy', coldWrite: ['unwrap'] });
    expect(profile).toMatchObject({ extraContext: ['left-out'], writeVerifies: [false], writeWarmsRead: [true] });
    const { cacheLifetime: cache, generationLifetime: generation } = profile ?? AWS;
    expect([cache.minMs > 80_000, cache.minMs <= 100_000, cache.maxMs >= 100_000, cache.maxMs < 120_000]).toEqual(
      Array(4).fill(true),
    );
    expect([generation.minMs > 50_000, generation.maxMs >= 70_000]).toEqual([true, true]);
  }, 120_000);

  test('finds another lifetime where another one is planted', async () => {
    const { recordings } = await rehearsed(['lifetime'], { cacheLifetimeMs: 40_000, generationLifetimeMs: 40_000 });
    const { profile } = await infer(recordings, { base: AWS });
    expect(profile?.cacheLifetime.maxMs).toBeLessThan(60_000);
    expect(profile?.cacheLifetime.minMs).toBeLessThanOrEqual(40_000);
  }, 120_000);

  test('finds a fault that is planted: one cache for all', async () => {
    const { bucketKeys } = REFERENCE_PARTS;
    const parts: ReferenceParts = {
      ...REFERENCE_PARTS,
      bucketKeys: { ...bucketKeys, cacheKeyFor: (scope) => bucketKeys.cacheKeyFor({ ...scope, requester: '' }) },
    };
    const { recordings } = await rehearsed(['second-role', 'sessions'], {}, parts);
    expect(objections(recordings)).toEqual([['second-role.ndjson', 'violates', 'every-requester-pays']]);
  }, 120_000);
});

/** Who may ask KMS, in the words of CloudTrail, and when. */
function apart(steps: readonly Step[]): number {
  const asking = steps.filter(({ event }) => event.op === 'PutObject' || event.op === 'GetObject');
  const gaps = asking.map(({ atMs, by }, place) => {
    const next = asking.slice(place + 1).find((one) => one.by === by);
    return next === undefined ? Number.POSITIVE_INFINITY : next.atMs - atMs;
  });
  return Math.min(...gaps);
}

test.each([4, 45, 120])('of %i minutes: whose a KMS call was can be told, but where many have to ask', (minutes) => {
  for (const { id, steps } of workload(minutes)) {
    const times = steps.map(({ atMs }) => atMs);
    const isAtOnce = new Set(times).size < times.length;
    expect([id, isAtOnce]).toEqual([id, id === 'at-once']);
    // The time of a call is cut to the second.
    const isToldApart = apart(steps) > 2 * JOIN_WINDOW_MS + 1_000;
    expect([id, isToldApart]).toEqual([id, !['at-once', 'rule', 'bucket-policy'].includes(id)]);
  }
});

test('without an address the cost is told, and nothing is asked', async () => {
  const { code, text } = await recorded(['--minutes', '60']);
  expect(code).toBe(0);
  expect(text).toMatch(/KMS requests, those that S3 makes included, at most +\d+/);
  expect(text).toMatch(/together +0\.\d\d\n/);
});

test('AWS itself is refused unless it is meant', async () => {
  const address = ['--endpoint-url', 'https://s3.us-east-1.amazonaws.com'];
  await expect(recorded(address)).rejects.toThrow('--allow-aws says that you want it');
});

test('an interruption keeps what was seen, and puts away what was made', async () => {
  const { address, send } = await server({});
  const ended = new AbortController();
  const out = join(folder, 'run');
  const running = recorded(['--endpoint-url', address, '--experiment', 'sessions', '--out', out], {
    signal: ended.signal,
  });
  const seen = join(out, 'seen/sessions.ndjson');
  const lines = () => {
    try {
      return readFileSync(seen, 'utf8').split('\n').length - 1;
    } catch {
      return 0;
    }
  };
  await expect.poll(lines, { timeout: 30_000 }).toBe(2);
  ended.abort();
  const { code, text } = await running;
  expect(code).toBe(130);
  expect(text).toContain('1 bucket deleted, 1 KMS key to be deleted.');
  const { all } = await readCredentialsFile(CREDENTIALS);
  expect((await send({ path: '/', by: all[0]! })).text).not.toContain('<Name>');
});

test('a step whose session has expired is left out, and a file that was renewed is read again', async () => {
  const { address } = await server({});
  const credentials = join(folder, 'credentials.json');
  const renewed = readFileSync(CREDENTIALS, 'utf8');
  const write = (text: string) => writeFileSync(credentials, text);
  const out = join(folder, 'run');
  const asked = ['--endpoint-url', address, '--experiment', 'write-then-read', '--put-clock-forward', '--out', out];
  const by = async () =>
    (await readTraceFile(join(out, 'seen/write-then-read.ndjson'))).steps.map(({ step }) => step.by);
  write(renewed.replace('token-of-reader', 'expired'));
  expect((await recorded(asked, { credentials })).text).toContain('2 steps left out: the session had expired');
  expect(await by()).toEqual(['admin', 'writer', 'writer']);
  rmSync(out, { recursive: true });
  // Renewed while the run is under way.
  const lines: string[] = [];
  const log = (text: string) => {
    lines.push(text);
    if (text.startsWith('run ')) write(renewed);
  };
  const told = { signal: new AbortController().signal, log, complain: log };
  await record([...asked, '--credentials', credentials], told);
  expect(await by()).toEqual(['admin', 'writer', 'writer', 'reader', 'reader']);
  expect(lines.join()).not.toContain('left out');
});
