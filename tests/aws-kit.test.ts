import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { profileNamed, type Step } from '../model/index.ts';
import type { ObservedStep } from '../properties/observed-step.ts';
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
  workload(minutes: number, region: string): readonly { readonly id: string; readonly steps: readonly Step[] }[];
};

interface Replications {
  readonly steps: readonly Pick<ObservedStep, 'step' | 'observation'>[];
  readonly left: readonly object[];
}
const { joinedReplications } = (await import(join(kit, 'replications.mjs'))) as {
  joinedReplications(steps: readonly object[], calls: readonly object[], hasAllCalls: boolean): Replications;
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
    expect(text).toContain('14 buckets deleted, 13 KMS keys to be deleted.');
    expect(objections(recordings)).toEqual([]);
    // Which of those that were sent at once made a call nobody can tell.
    expect(joined).toContainEqual({ id: 'at-once', steps: 13, own: 0, others: 2 });
    expect(joined).toContainEqual({ id: 'sessions', steps: 6, own: 1, others: 0 });
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

test.each([
  ['share a call', true, 2],
  ['each make a call', false, 12],
])(
  'cold requests of a requester that are sent at once %s (U-06)',
  async (_what, sharesFetches, calls) => {
    const bucketKeys = { ...REFERENCE_PARTS.bucketKeys, sharesFetches };
    const untilKmsAnswers = () => sleep(200);
    const { recordings, joined } = await rehearsed(
      ['at-once'],
      { untilKmsAnswers },
      { ...REFERENCE_PARTS, bucketKeys },
    );
    expect(joined).toEqual([{ id: 'at-once', steps: 13, own: 0, others: calls }]);
    expect(objections(recordings)).toEqual([]);
  },
  120_000,
);

describe('replication (U-13)', () => {
  /** A server whose replicas get a bucket key where their bucket has them on, or whose source has one. */
  const giving: ReferenceParts['replication'] = {
    ...REFERENCE_PARTS.replication,
    replicaEncryption: (source, rule, destinationRule, resolve) => {
      const found = REFERENCE_PARTS.replication.replicaEncryption(source, rule, destinationRule, resolve);
      return { ...found, bucketKey: found.bucketKey || destinationRule.BucketKeyEnabled === true };
    },
  };

  test.each([
    ['none', false, REFERENCE_PARTS.replication],
    ['one', true, giving],
  ] as const)(
    'of what has no bucket key, where the replica gets %s',
    async (_what, gives, replication) => {
      const { recordings, complaints } = await rehearsed(['replicas'], {}, { ...REFERENCE_PARTS, replication });
      expect(complaints).toEqual([]);
      expect(objections(recordings)).toEqual([]);
      const { verdict, profile } = await infer(recordings, { base: AWS });
      expect(verdict).toBe('conforms');
      expect(profile).toMatchObject({ mixedReplicaFlag: [gives], replicationVerifies: [true] });
    },
    120_000,
  );
});

describe('the calls of a replication', () => {
  const object = { bucket: 'replicas', key: 'a' };
  const seen = (atMs: number, op: string, key: string, observation = {}) => ({
    step: { atMs, by: null, event: { ...object, op, key } },
    observation: { status: 200, ...observation },
  });
  const pending = { replicationStatus: 'PENDING' };
  const written = (key: string) => [seen(0, 'PutObject', key), seen(10_000, 'HeadObject', key, pending)];
  const replicated = (key: string) => seen(20_000, 'ReplicateObject', key, { replicationStatus: 'COMPLETED' });
  const call = (atMs: number, key?: string, id = 'replicator') => ({
    atMs,
    caller: { id },
    target: { bucket: 'replicas', key },
    observed: { operation: 'Encrypt' },
  });
  const steps = [...written('a'), replicated('a')];
  const times = ({ steps }: Replications) =>
    steps.flatMap(({ step, observation }) =>
      step.event.op === 'ReplicateObject' ? [[step.atMs, observation.kmsCalls?.length]] : [],
    );

  test('are its own where they name its object, or are of no other; their time is its own', () => {
    expect(times(joinedReplications(steps, [call(15_000)], false))).toEqual([[15_000, 1]]);
    const both = [...written('a'), ...written('b'), replicated('a'), replicated('b')];
    expect(times(joinedReplications(both, [call(15_000, 'b'), call(16_000, 'a')], true))).toEqual([
      [15_000, 1],
      [16_000, 1],
    ]);
  });

  test('leave it no earlier than somebody saw that it was not over', () => {
    expect(times(joinedReplications(steps, [call(9_500)], false))).toEqual([[10_000, 1]]);
  });

  test('that are none leave it as early as it may have been, where the logs have all', () => {
    expect(times(joinedReplications(steps, [], true))).toEqual([[10_000, 0]]);
    expect(times(joinedReplications(steps, [], false))).toEqual([[20_000, undefined]]);
  });

  test('that several may have made, or somebody else has, are of none', () => {
    const both = [...written('a'), ...written('b'), replicated('a'), replicated('b')];
    const shared = joinedReplications(both, [call(15_000)], true);
    expect([shared.left.length, ...times(shared)]).toEqual([1, [20_000, undefined], [20_000, undefined]]);
    const other = joinedReplications(steps, [call(15_000, 'a', 'writer')], true);
    expect([other.left.length, ...times(other)]).toEqual([1, [10_000, 0]]);
  });
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
  for (const { id, steps } of workload(minutes, 'us-east-1')) {
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
  expect((await recorded(asked, { credentials })).text).toContain('3 steps left out: the session had expired');
  expect(await by()).toEqual(['admin', 'writer', 'writer', 'writer', 'writer']);
  rmSync(out, { recursive: true });
  // Renewed while the run is under way.
  const lines: string[] = [];
  const log = (text: string) => {
    lines.push(text);
    if (text.startsWith('run ')) write(renewed);
  };
  const told = { signal: new AbortController().signal, log, complain: log };
  await record([...asked, '--credentials', credentials], told);
  const readers = ['reader', 'reader', 'reader'];
  expect(await by()).toEqual(['admin', 'writer', 'writer', 'writer', ...readers, 'writer']);
  expect(lines.join()).not.toContain('left out');
});
