import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FIRST_OPTION, HOUR_MS, initialWorld, type Setup, type Step, WorkingWorld } from '../../model/index.ts';
import { callRange } from '../scenario/call-range.ts';
import { ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from '../scenario/setup-of.ts';
import { strictProfile } from './model-answers.ts';
import { predict } from './predict.ts';
import type { WorkloadRequest } from './request.ts';

const LIFETIME_MS = 1_000;
const WORLD: Setup = setupOf([requester('ann'), requester('bob')], ['key', 'other'], [bucket('b'), bucket('c')]);

/** Gaps that meet the end of a lifetime exactly, and miss it. */
const GAPS_MS = [0, 0, 1, 333, 500, 999, 1_000, 1_001];

const requests = (maxLength: number) =>
  fc
    .array(
      fc.record({
        gapMs: fc.constantFrom(...GAPS_MS),
        operation: fc.constantFrom('PutObject', 'GetObject', 'GetObject', 'CopyObject', 'DeleteObject'),
        bucket: fc.constantFrom('b', 'b', 'c'),
        object: fc.constantFrom('x', 'y', 'z'),
        source: fc.constantFrom('x', 'y', 'z'),
        requester: fc.constantFrom('ann', 'bob'),
        kmsKey: fc.constantFrom('key', 'key', 'other'),
      }),
      { minLength: 1, maxLength },
    )
    .map((drawn) => {
      let ms = HOUR_MS;
      const there = new Set<string>();
      return drawn.flatMap(({ gapMs, source, ...one }): WorkloadRequest[] => {
        ms += gapMs;
        const name = `${one.bucket}/${one.object}`;
        // Of what was there before nobody asks here: the model has no such objects.
        if (one.operation === 'GetObject' && !there.has(name)) return [];
        if (one.operation === 'CopyObject' && !there.has(`${one.bucket}/${source}`)) return [];
        if (one.operation === 'DeleteObject') there.delete(name);
        else there.add(name);
        return [
          { ...one, ms, ...(one.operation === 'CopyObject' && { source: { bucket: one.bucket, object: source } }) },
        ];
      });
    });

/** The same requests, for the model. */
function stepsOf(workload: readonly WorkloadRequest[], bucketKeys: boolean): readonly Step[] {
  const rule = kmsRule('key', bucketKeys);
  return [
    { atMs: 0, by: ADMIN, event: putRule('b', rule) },
    { atMs: 0, by: ADMIN, event: putRule('c', rule) },
    ...workload.map((one): Step => ({ atMs: one.ms, by: one.requester, event: eventOf(one, bucketKeys) })),
  ];
}

function eventOf({ operation, bucket: name, object: key, kmsKey, source }: WorkloadRequest, bucketKeyEnabled: boolean) {
  const headers = { sse: 'aws:kms', kmsKeyId: kmsKey ?? 'key', bucketKeyEnabled } as const;
  if (operation === 'GetObject') return { op: operation, bucket: name, key } as const;
  if (operation === 'DeleteObject') return { op: operation, bucket: name, key } as const;
  if (source === undefined) return { op: 'PutObject', bucket: name, key, body: content(key), headers } as const;
  return {
    op: 'CopyObject',
    source: { bucket: source.bucket, key: source.object },
    bucket: name,
    key,
    headers,
  } as const;
}

function callsByStep(steps: readonly Step[]): number {
  const world = new WorkingWorld(initialWorld(WORLD, strictProfile(LIFETIME_MS)));
  let calls = 0;
  for (const step of steps) {
    const { status, kmsCalls } = world.take(step, FIRST_OPTION);
    expect(status).toBeLessThan(300);
    calls += kmsCalls.length;
  }
  return calls;
}

function predicted(workload: readonly WorkloadRequest[], caches: readonly number[]) {
  return predict({ requests: workload, leftOut: new Map() }, { lifetimesMs: [LIFETIME_MS], caches });
}

test('with one cache, and without bucket keys, the model makes as many calls, step by step', async () => {
  await fc.assert(
    fc.asyncProperty(requests(60), async (workload) => {
      const told = await predicted(workload, [1]);
      expect(told.without.calls).toBe(callsByStep(stepsOf(workload, false)));
      expect(told.with[0]?.calls).toBe(callsByStep(stepsOf(workload, true)));
    }),
    { numRuns: 300 },
  );
});

test('with two caches the model admits as many calls', async () => {
  await fc.assert(
    fc.asyncProperty(requests(7), async (workload) => {
      const told = await predicted(workload, [2]);
      const { fewest, most } = callRange(WORLD, strictProfile(LIFETIME_MS, 2), stepsOf(workload, true));
      expect(told.with[0]?.calls).toBeGreaterThanOrEqual(fewest);
      expect(told.with[0]?.calls).toBeLessThanOrEqual(most);
    }),
    { numRuns: 100 },
  );
});
