import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SCENE } from '../../model/testing/scene.ts';
import type { Event } from '../../model/vocabulary/events/event.ts';
import type { Observation } from '../../model/vocabulary/observation.ts';
import { REFERENCE_PARTS, type ReferenceParts } from './parts/parts.ts';
import { referenceOf } from './reference.ts';
import { bodyOf } from './testing/reference-run.ts';

// Requests that begin and end in any order, under one seed. Each write has a key of its own, so whatever was
// acknowledged and not asked to be deleted is there in the end, whole.

/** How many worlds of overlapping requests are tried; more of them on demand. */
const RUNS = Number(process.env.BUCKETKEY_OVERLAPS ?? 1_000);
/** The planted faults have to be found within so many. */
const ENOUGH = 1_000;
const SEED = 11;
const headers = { sse: 'aws:kms', kmsKeyId: 'K1', bucketKeyEnabled: true } as const;

/** A request as it is drawn: keys are numbered when it is known which of all it is. */
type Request =
  | { readonly kind: 'put' | 'copy'; readonly bucket: string; readonly bucketKey: boolean }
  | { readonly kind: 'get' | 'delete'; readonly bucket: string; readonly of: number }
  | { readonly kind: 'CreateBucket' | 'DeleteBucket' | 'RestartHosts'; readonly bucket: string };

const bucket = fc.constantFrom('x', 'c');
const request: fc.Arbitrary<Request & { readonly by: string }> = fc
  .oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('put', 'copy'), bucket, bucketKey: fc.boolean() }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('get', 'delete'), bucket, of: fc.nat() }) },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constantFrom('CreateBucket', 'DeleteBucket', 'RestartHosts'), bucket }),
    },
  )
  .chain((drawn) => fc.constantFrom('ann', 'bob').map((by) => ({ ...drawn, by }) as Request & { readonly by: string }));

function eventOf(drawn: Request, index: number): Event {
  const { bucket } = drawn;
  switch (drawn.kind) {
    case 'put':
      return {
        op: 'PutObject',
        bucket,
        key: `k${index}`,
        body: bodyOf(`${index}`),
        headers: { ...headers, bucketKeyEnabled: drawn.bucketKey },
      };
    case 'copy':
      return {
        op: 'CopyObject',
        bucket,
        key: `k${index}`,
        source: { bucket: 'b', key: 'src' },
        headers: { ...headers, bucketKeyEnabled: drawn.bucketKey },
      };
    case 'get':
      return { op: 'GetObject', bucket, key: `k${drawn.of % (index + 1)}` };
    case 'delete':
      return { op: 'DeleteObject', bucket, key: `k${drawn.of % (index + 1)}` };
    case 'RestartHosts':
      return { op: drawn.kind };
    default:
      return { op: drawn.kind, bucket };
  }
}

/** What is lost or broken once all of a number of overlapping requests have ended; empty as it should be. */
async function wrongAfter(
  requests: readonly (Request & { readonly by: string })[],
  scheduler: fc.Scheduler,
  parts: ReferenceParts,
): Promise<string[]> {
  let isOverlapping = true;
  const turn = () => (isOverlapping ? scheduler.schedule(Promise.resolve()) : Promise.resolve());
  const reference = referenceOf(parts, SCENE, { untilKmsAnswers: turn });
  const as = (by: string | null, event: Event) => reference.apply({ atMs: 0, by, event });
  isOverlapping = false;
  await as('ann', { op: 'CreateBucket', bucket: 'x' });
  await as('ann', { op: 'PutObject', bucket: 'b', key: 'src', body: bodyOf('src'), headers });
  isOverlapping = true;
  const wrong: string[] = [];
  const events = requests.map(eventOf);
  const answers = events.map(async (event, index): Promise<Observation | undefined> => {
    await turn();
    try {
      return await as(event.op === 'RestartHosts' ? null : (requests[index]?.by ?? 'ann'), event);
    } catch (error) {
      wrong.push(`${event.op} rejects: ${error}`);
      return undefined;
    }
  });
  await scheduler.waitFor(Promise.all(answers));
  isOverlapping = false;
  const deleted = new Set(
    events.flatMap((event) => (event.op === 'DeleteObject' ? [`${event.bucket}/${event.key}`] : [])),
  );
  for (const [index, event] of events.entries()) {
    if (event.op !== 'PutObject' && event.op !== 'CopyObject') continue;
    const answer = await answers[index];
    if (answer?.status !== 200 || deleted.has(`${event.bucket}/${event.key}`)) continue;
    const { md5 } = event.op === 'PutObject' ? event.body : bodyOf('src');
    const read = await as('ann', { op: 'GetObject', bucket: event.bucket, key: event.key }).catch(String);
    if (typeof read === 'string') wrong.push(`${event.bucket}/${event.key}: ${read}`);
    else if (read.contentMd5 !== md5) wrong.push(`${event.bucket}/${event.key} is lost: ${read.status} ${read.code}`);
  }
  return wrong;
}

async function nothingWrongAfter(...of: Parameters<typeof wrongAfter>): Promise<void> {
  const wrong = await wrongAfter(...of);
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
}

function found(parts: ReferenceParts, numRuns: number) {
  return fc.check(
    fc.asyncProperty(fc.array(request, { maxLength: 24 }), fc.scheduler(), async (requests, scheduler) => {
      await nothingWrongAfter(requests, scheduler, parts);
    }),
    { seed: SEED, numRuns },
  );
}

function foundAtOnce(parts: ReferenceParts) {
  const thousand = fc.array(request, { minLength: 1_000, maxLength: 1_000 });
  const property = fc.asyncProperty(thousand, fc.scheduler(), async (requests, scheduler) => {
    await nothingWrongAfter(requests, scheduler, parts);
  });
  // To shrink a thousand requests takes long.
  return fc.check(property, { seed: SEED, numRuns: 1, endOnFailure: true });
}

describe('requests that overlap', () => {
  test('lose nothing that was acknowledged, and none rejects', async () => {
    expect(await found(REFERENCE_PARTS, RUNS)).toMatchObject({ failed: false, numRuns: RUNS });
  });

  test('nor do a thousand at once', async () => {
    expect(await foundAtOnce(REFERENCE_PARTS)).toMatchObject({ failed: false });
  });

  test('a write that is acknowledged by a bucket that was deleted meanwhile is found', async () => {
    const { objects } = REFERENCE_PARTS;
    const racing = { ...REFERENCE_PARTS, objects: { ...objects, mayBeStoredIn: () => true } };
    const { failed, numRuns, counterexample } = await found(racing, ENOUGH);
    expect(failed).toBe(true);
    expect(numRuns).toBeLessThan(ENOUGH);
    expect(counterexample?.[0].map(({ kind }) => kind)).toContain('DeleteBucket');
  });

  test('a bucket key that is filed with a bucket that was deleted and made again meanwhile is found', async () => {
    const { bucketKeys } = REFERENCE_PARTS;
    const racing = { ...REFERENCE_PARTS, bucketKeys: { ...bucketKeys, servesBucket: () => true } };
    const { failed, errorInstance } = await foundAtOnce(racing);
    expect(failed).toBe(true);
    expect(String(errorInstance)).toMatch(/bucket x has lost bucket key/);
  });
});
