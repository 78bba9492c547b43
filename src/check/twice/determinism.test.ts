import { describe, expect, test } from 'vitest';
import { type Observation, profileNamed, type Setup, type Step } from '../../../model/index.ts';
import { put } from '../../../model/testing/events.ts';
import type { ObservedStep } from '../../../properties/observed-step.ts';
import { checkJson } from '../../report/check-json.ts';
import { checkText } from '../../report/index.ts';
import { EMBEDDED_OPTIONS, embeddedSut } from '../../suts/embedded.ts';
import { modelSut } from '../../suts/model-sut.ts';
import type { Sut } from '../../suts/sut.ts';
import { check } from '../check.ts';
import { answering } from '../testing/answering.ts';
import { differingAnswer } from './differing-answers.ts';

const ideal = profileNamed('ideal');
const aws = profileNamed('aws');
const request = { profile: ideal, runs: 12, seed: 3, maxSteps: 60, deterministic: true };

/** A system that is started as each of some in turn. */
function inTurn(suts: readonly Sut[], seedOf: (seed: number, session: number) => number = (seed) => seed): Sut {
  let sessions = 0;
  return {
    ...suts[0]!,
    start: async (setup, seed) => {
      sessions += 1;
      return suts[sessions % suts.length]!.start(setup, seedOf(seed, sessions));
    },
  };
}

describe('a check that runs each trace twice', () => {
  test('finds nothing where only what is drawn is another, such as version ids and opaque ETags', async () => {
    const { verdict, determinism, steps } = await check(
      request,
      inTurn([embeddedSut()], (seed, n) => seed + n),
    );
    expect({ verdict, determinism }).toEqual({ verdict: 'conforms', determinism: { compared: 12, differing: 0 } });
    expect(steps).toBeGreaterThan(150);
  });

  test('tells what is answered otherwise, though both answers conform, with the step', async () => {
    const options = EMBEDDED_OPTIONS.get('aws');
    const sut = inTurn([embeddedSut({ ...options, caches: 1 }), embeddedSut({ ...options, caches: 3 })]);
    const report = await check({ ...request, profile: aws }, sut);
    expect(report).toMatchObject({ verdict: 'conforms', violations: [] });
    const { compared, differing, first } = report.determinism!;
    expect([compared, differing > 0]).toEqual([12, true]);
    expect(first!.trace.steps).toHaveLength(first!.stepIndex + 1);
    // Two writes or reads of one requester, of which the caches were another one.
    expect(first!.trace.steps.length).toBeLessThan(8);
    expect(first!.parts.map(({ part }) => part)).toEqual(['kmsCalls']);
    expect(first!.again?.kmsCalls).toEqual(first!.parts[0]!.second);
    const text = checkText(report, []);
    expect(text).toContain(`not deterministic: ${differing} of 12 traces answered otherwise`);
    expect(text).toMatch(new RegExp(`Step ${first!.stepIndex + 1}, again: kmsCalls\\s+\\[`));
    expect(JSON.parse(checkJson(report, [])).determinism).toMatchObject({ compared: 12, differing });
  });

  test('finds nothing of what is deterministic, and says nothing where nobody asked', async () => {
    const report = await check({ ...request, profile: aws }, modelSut(aws));
    expect(report.determinism).toEqual({ compared: 12, differing: 0 });
    expect(checkText(report, [])).toContain('12 traces taken twice, and answered alike both times.');
    const { determinism } = await check({ ...request, deterministic: false }, embeddedSut());
    expect(determinism).toBeUndefined();
  });

  test('takes no sides where errors of the moment came between, or a setup was declined', async () => {
    let asked = 0;
    const busy = answering(async (_step, ask) => {
      asked += 1;
      return asked % 7 === 0 ? { transient: { status: 503 } } : ask();
    });
    const short = { ...request, profile: profileNamed('aws-at-once'), runs: 3 };
    expect((await check(short, busy)).determinism).toEqual({ compared: 0, differing: 0 });
    const declines: Sut = { ...embeddedSut(), start: async () => ({ declined: 'not today' }) };
    expect((await check(short, declines)).determinism).toEqual({ compared: 0, differing: 0 });
  }, 60_000);

  test('does not go together with overlapping requests', async () => {
    await expect(check({ ...request, overlap: true }, embeddedSut())).rejects.toThrow('not with overlap');
  });
});

describe('what is compared of two answers', () => {
  const step = (op: 'PutObject' | 'HeadObject'): Step => ({ atMs: 0, by: 'writer', event: { op } as Step['event'] });
  const seen = (...observations: readonly Partial<Observation>[]): readonly ObservedStep[] =>
    observations.map((one) => ({ step: step('PutObject'), observation: { status: 200, ...one } }));
  const partsOf = (first: readonly ObservedStep[], second: readonly ObservedStep[], profile = ideal, setup = general) =>
    differingAnswer(first, second, profile, setup)?.parts.map(({ part }) => part);
  const general: Pick<Setup, 'buckets'> = { buckets: [] };
  const [a, b] = ['a'.repeat(32), 'b'.repeat(32)];

  test('which ids are equal to which, not the ids', () => {
    const first = seen({ versionId: 'v1' }, { versionId: 'v2' }, { versionId: 'v1' });
    expect(partsOf(first, seen({ versionId: 'w1' }, { versionId: 'w2' }, { versionId: 'w1' }))).toBeUndefined();
    expect(partsOf(first, seen({ versionId: 'w1' }, { versionId: 'w2' }, { versionId: 'w2' }))).toEqual(['versionId']);
    expect(partsOf(first, seen({ versionId: 'w1' }, { versionId: 'w1' }))).toEqual(['versionId']);
    expect(partsOf(seen({ versionId: 'null' }), seen({ versionId: 'w1' }))).toEqual(['versionId']);
    expect(partsOf(seen({ versionId: 'v1' }), seen({ versionId: null }))).toEqual(['versionId']);
  });

  test('the ETag that follows from the content, and of others only which are equal', () => {
    expect(partsOf(seen({ sse: 'AES256', etag: a }), seen({ sse: 'AES256', etag: b }))).toEqual(['etag']);
    expect(partsOf(seen({ sse: 'aws:kms', etag: a }), seen({ sse: 'aws:kms', etag: b }))).toBeUndefined();
    const drawn = profileNamed('huawei-obs');
    expect(partsOf(seen({ sse: 'AES256', etag: a }), seen({ sse: 'AES256', etag: b }), drawn)).toBeUndefined();
    const twice = seen({ sse: 'aws:kms', etag: a }, { sse: 'aws:kms', etag: a });
    expect(partsOf(twice, seen({ sse: 'aws:kms', etag: a }, { sse: 'aws:kms', etag: b }))).toEqual(['etag']);
  });

  test('in a directory bucket no ETag follows from the content (F-189)', () => {
    const [first, second] = [a, b].map((etag) =>
      seen({ sse: 'AES256', etag }).map(
        ({ observation }): ObservedStep => ({
          step: { atMs: 0, by: 'writer', event: put('d/x') },
          observation,
        }),
      ),
    ) as [ObservedStep[], ObservedStep[]];
    const bucket = { name: 'd', account: '111111111111', plainObjects: [] };
    expect(partsOf(first, second, ideal, { buckets: [bucket] })).toEqual(['etag']);
    expect(partsOf(first, second, ideal, { buckets: [{ ...bucket, kind: 'directory' }] })).toBeUndefined();
  });

  test('each other part, but for what a system says of its inside or in words of its own', () => {
    expect(partsOf(seen({ status: 200 }), seen({ status: 403, code: 'AccessDenied' }))).toEqual(['status', 'code']);
    expect(partsOf(seen({ bucketKeyEnabled: true }), seen({}))).toEqual(['bucketKeyEnabled']);
    expect(partsOf(seen({ raw: { 'x-amz-request-id': '1' } }), seen({ raw: {}, internals: { seals: [] } }))).toBe(
      undefined,
    );
  });

  test('that the step was taken at all', () => {
    expect(partsOf(seen({}), [])).toEqual(['step']);
    expect(partsOf(seen({}), [{ step: step('HeadObject'), observation: { status: 200 } }])).toEqual(['step']);
  });
});
