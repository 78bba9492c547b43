import { describe, expect, test } from 'vitest';
import type { Event, KmsCall, Observation, Setup } from '../../model/index.ts';
import {
  abort,
  begin,
  bucketPolicy,
  complete,
  copy,
  encrypt,
  get,
  listParts,
  part,
  partCopy,
  put,
  remove,
} from '../../model/testing/events.ts';
import { IDEAL } from '../../model/testing/model-run.ts';
import { OTHER_BODY, RULES, SCENE, TEST_BODY } from '../../model/testing/scene.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { Judge } from '../check/judge.ts';
import { call } from './testing/oracle-run.ts';

function seen(atMs: number, endMs: number, event: Event, observation: Observation): ObservedStep {
  return { step: { atMs, by: 'ann', event }, observation, endMs };
}

function judged(steps: readonly ObservedStep[], setup: Setup = SCENE): string {
  const judge = new Judge({ setup, profile: IDEAL, properties: [], oracle: true });
  for (const one of steps) judge.see(one);
  judge.end();
  const { violation, unknownBecause } = judge;
  return violation === undefined ? (unknownBecause ?? 'conforms') : `violates: ${violation.reason}`;
}

const NO_UPLOAD: Observation = { status: 404, code: 'NoSuchUpload' };
const NOT_AT_ONCE =
  'a request that reads and writes, which nobody promises to be of one instant, and another beside it';
const LINGERS = 'an upload that may be there although it was aborted, since a part of it was on its way (F-200)';

describe('an upload that is aborted while a part of it is on its way (F-200)', () => {
  const begun = [seen(0, 1, begin('c/x'), { status: 200 }), seen(2, 3, part('c/x', 1), { status: 200 })];
  const late = seen(10, 30, part('c/x', 2), { status: 200 });
  const aborted = seen(20, 25, abort('c/x'), { status: 204 });
  const overlapped = [...begun, late, aborted];

  test('may be gone', () => {
    const rest = [seen(40, 41, listParts('c/x'), NO_UPLOAD), seen(50, 51, abort('c/x'), NO_UPLOAD)];
    expect(judged([...overlapped, ...rest])).toBe('conforms');
  });

  test.each([
    ['listed', listParts('c/x'), 200],
    ['aborted again', abort('c/x'), 204],
    ['sent another part', part('c/x', 3), 200],
    ['completed', complete('c/x', [2]), 200],
    ['completed without a part', complete('c/x', [1]), 400],
  ])('may be there, so nobody knows when it is %s', (_, event, status) => {
    expect(judged([...overlapped, seen(40, 41, event, { status })])).toBe(`step 5: ${LINGERS}`);
  });

  test('may be there for who asks while both are on their way, or a part that is copied is', () => {
    const listed = seen(26, 28, listParts('c/x'), { status: 200 });
    expect(judged([...overlapped, listed])).toBe(`step 3: ${LINGERS}`);
    const copied = seen(10, 30, partCopy('b/old', 'c/x', 2), { status: 200 });
    expect(judged([...begun, copied, aborted, listed])).toBe(`step 3: ${LINGERS}`);
  });

  test('may be there in a group later on', () => {
    const later = [seen(40, 50, listParts('c/x'), { status: 200 }), seen(40, 50, put('c/y'), { status: 200 })];
    expect(judged([...overlapped, ...later])).toBe(`step 5: ${LINGERS}`);
  });

  test('may refuse the part, though its data key was opened', () => {
    const headers = { sse: 'aws:kms', kmsKeyId: 'K1', bucketKeyEnabled: false } as const;
    const kms = seen(0, 1, begin('c/x', headers), { status: 200 });
    const refused = seen(10, 30, part('c/x', 1), { ...NO_UPLOAD, kmsCalls: [call('Decrypt', 'ann', 'c/x')] });
    expect(judged([kms, refused, aborted])).toBe(`step 2: ${LINGERS}`);
    const alone = { ...refused, step: { ...refused.step, atMs: 40 }, endMs: 50 };
    expect(judged([kms, aborted, alone])).toMatch(/^violates/);
  });

  test.each<readonly [string, readonly ObservedStep[]]>([
    ['a part that ended before', [...begun, seen(10, 20, part('c/x', 2), { status: 200 }), aborted]],
    ['a part of another upload', [...begun, seen(4, 5, begin('c/y'), { status: 200 }), other('c/y', 'u'), aborted]],
    [
      'a part of another upload of the key',
      [...begun, seen(4, 5, begin('c/x', {}, 'v'), { status: 200 }), other('c/x', 'v'), aborted],
    ],
    [
      'a part that ended before, though another request overlapped both',
      [...begun, seen(4, 30, put('c/z'), { status: 200 }), seen(10, 20, part('c/x', 2), { status: 200 }), aborted],
    ],
    ['ListParts', [...begun, seen(10, 30, listParts('c/x'), { status: 200 }), aborted]],
  ])('is gone where only %s was there', (_, steps) => {
    expect(judged(steps)).toBe('conforms');
    expect(judged([...steps, seen(40, 41, listParts('c/x'), { status: 200 })])).toMatch(/^violates/);
    expect(judged([...steps, seen(40, 41, abort('c/x'), { status: 204 })])).toMatch(/^violates/);
  });

  function other(name: 'c/x' | 'c/y', uploadId: string): ObservedStep {
    return seen(10, 30, part(name, 1, OTHER_BODY, uploadId), { status: 200 });
  }

  test('is none where the abort found none', () => {
    const none = [seen(10, 30, part('c/x', 2), NO_UPLOAD), seen(20, 25, abort('c/x'), NO_UPLOAD)];
    expect(judged(none)).toBe('conforms');
    expect(judged([...none, seen(40, 41, abort('c/x'), { status: 204 })])).toMatch(/^violates/);
  });

  test('excuses nothing that is not about it', () => {
    expect(judged([...overlapped, seen(40, 41, get('c/z'), { status: 200 })])).toMatch(/^violates/);
    const read = seen(26, 28, get('c/z'), { status: 200 });
    expect(judged([...overlapped, seen(26, 28, listParts('c/x'), { status: 200 }), read])).toMatch(/^violates/);
  });
});

describe('a request that is refused for what another did meanwhile, after KMS was asked (U-39)', () => {
  const OPEN = 'step 2: a KMS call for a request that was refused for what another did meanwhile (U-39)';
  const KMS = { sse: 'aws:kms', kmsKeyId: 'K1', bucketKeyEnabled: false } as const;
  const generated = call('GenerateDataKey', 'ann', 'd/x');
  const noBucket: Observation = { status: 404, code: 'NoSuchBucket', kmsCalls: [generated] };
  const rule = seen(0, 1, encrypt('b', RULES.B1), { status: 200 });
  const deleted = seen(20, 25, { op: 'DeleteBucket', bucket: 'd' }, { status: 204 });

  test.each([
    ['written', put('d/x', KMS)],
    ['copied', copy('b/old', 'd/x', KMS)],
  ])('is unknown where it is %s into a bucket that is deleted', (_, event) => {
    expect(judged([rule, seen(10, 30, event, noBucket), deleted])).toBe(OPEN);
  });

  test('is unknown where a read finds its object deleted, or a copy its source', () => {
    const wrote = seen(0, 1, put('c/x', KMS), { status: 200 });
    const removed = seen(20, 25, remove('c/x'), { status: 204 });
    const noKey: Observation = { status: 404, code: 'NoSuchKey', kmsCalls: [call('Decrypt', 'ann', 'c/x')] };
    expect(judged([wrote, seen(10, 30, get('c/x'), noKey), removed])).toBe(OPEN);
    expect(judged([wrote, seen(10, 30, copy('c/x', 'd/x'), noKey), removed])).toBe(OPEN);
    expect(judged([wrote, seen(10, 30, get('c/y'), noKey), removed])).toMatch(/^violates/);
  });

  test('is unknown where who completes an upload finds it completed or aborted', () => {
    const begun = [seen(0, 1, begin('c/x', KMS), { status: 200 }), seen(2, 3, part('c/x', 1), { status: 200 })];
    const refused = { ...NO_UPLOAD, kmsCalls: [call('Decrypt', 'ann', 'c/x')] };
    const late = seen(10, 30, complete('c/x', [1]), refused);
    const open = OPEN.replace('2', '3');
    expect(judged([...begun, late, seen(20, 25, abort('c/x'), { status: 204 })])).toBe(open);
    expect(judged([...begun, late, seen(20, 25, complete('c/x', [1]), { status: 200 })])).toBe(open);
    expect(judged([...begun, late, seen(20, 25, listParts('c/x'), { status: 200 })])).toMatch(/^violates/);
  });

  test('is unknown where it is denied by a policy that its bucket is given', () => {
    const denied: Observation = { status: 403, code: 'AccessDenied', kmsCalls: [generated] };
    const write = seen(10, 30, put('d/x', KMS), denied);
    const deny = (bucket: string): ObservedStep =>
      seen(20, 25, bucketPolicy(bucket, { effect: 'Deny', principal: '*', actions: ['s3:PutObject'] }), {
        status: 204,
      });
    expect(judged([rule, write, deny('d')])).toBe(OPEN);
    expect(judged([rule, write, deny('c')])).toMatch(/^violates/);
    expect(judged([rule, { ...write, endMs: 20 }, deny('d')])).toMatch(/^violates/);
  });

  test('is unknown where the key of both sides of a copy is disabled between the two calls', () => {
    const wrote = seen(0, 1, put('c/x', KMS), { status: 200 });
    const opened = call('Decrypt', 'ann', 'c/x');
    const refused = call('GenerateDataKey', 'ann', 'd/x', { result: 'DisabledException' });
    const copied = (...kmsCalls: readonly KmsCall[]): ObservedStep =>
      seen(10, 30, copy('c/x', 'd/x', KMS), { status: 400, code: 'KMS.DisabledException', kmsCalls });
    const disabled = seen(20, 25, { op: 'DisableKey', keyId: 'K1' }, { status: 200 });
    expect(judged([wrote, copied(opened, refused), disabled])).toBe(OPEN);
    expect(judged([wrote, copied(opened), disabled])).toBe(`step 2: ${NOT_AT_ONCE}`);
    expect(judged([wrote, copied(opened, refused)])).toMatch(/^violates/);
    expect(judged([wrote, { ...copied(opened, refused), endMs: 20 }, disabled])).toMatch(/^violates/);
  });

  test('is unknown where nobody knows what was before', () => {
    const setup: Setup = { ...SCENE, unknown: { buckets: ['b'] } };
    expect(judged([rule, seen(10, 30, put('d/x', KMS), noBucket), deleted], setup)).toBe(OPEN);
    // Then nobody can leave the answers of some out, so the others are not judged either.
    const read = seen(20, 25, get('c/z'), { status: 200 });
    expect(judged([rule, seen(10, 30, put('d/x', KMS), noBucket), deleted, read], setup)).toBe(OPEN);
  });

  test.each<readonly [string, readonly ObservedStep[]]>([
    [
      'KMS refused the call',
      [
        rule,
        seen(10, 30, put('d/x', KMS), {
          ...noBucket,
          kmsCalls: [call('GenerateDataKey', 'ann', 'd/x', { result: 'AccessDeniedException' })],
        }),
        deleted,
      ],
    ],
    ['nothing overlapped', [rule, seen(10, 15, put('d/x', KMS), noBucket), deleted]],
    ['it came later', [rule, deleted, seen(30, 35, put('d/x', KMS), noBucket)]],
    [
      'another bucket was deleted',
      [
        rule,
        seen(10, 30, put('d/x', KMS), noBucket),
        seen(20, 25, { op: 'DeleteBucket', bucket: 'c' }, { status: 204 }),
      ],
    ],
    [
      'the bucket was not deleted',
      [
        rule,
        seen(10, 30, put('d/x', KMS), noBucket),
        seen(20, 25, { op: 'DeleteBucket', bucket: 'd' }, { status: 409, code: 'BucketNotEmpty' }),
      ],
    ],
    ['it was acknowledged', [rule, seen(10, 30, put('d/x', KMS), { status: 200, kmsCalls: [generated] }), deleted]],
    [
      'what else overlapped has no order',
      [rule, seen(10, 30, put('d/x', KMS), noBucket), deleted, seen(20, 25, get('c/z'), { status: 200 })],
    ],
  ])('is a violation where %s', (_, steps) => {
    expect(judged(steps)).toMatch(/^violates/);
  });

  test('conforms where KMS was not asked, or nobody looked', () => {
    const { kmsCalls: _, ...unseen } = noBucket;
    expect(judged([rule, seen(10, 30, put('d/x', KMS), { ...unseen, kmsCalls: [] }), deleted])).toBe('conforms');
    expect(judged([rule, seen(10, 30, put('d/x', KMS), unseen), deleted])).toBe('conforms');
  });
});

describe('a request that reads and writes, and another beside it', () => {
  // Each has read what the other has overwritten since, as no order has it.
  const texts = [seen(0, 1, put('c/x'), { status: 200 }), seen(2, 3, put('c/y', {}, OTHER_BODY), { status: 200 })];
  const [there, back] = [copy('c/x', 'c/y'), copy('c/y', 'c/x')].map((event, i) =>
    seen(10 + i, 30, event, { status: 200, etag: i === 0 ? TEST_BODY.md5 : OTHER_BODY.md5 }),
  ) as [ObservedStep, ObservedStep];

  test('is unknown where no order explains the two', () => {
    expect(judged([...texts, there, back])).toBe(`step 3: ${NOT_AT_ONCE}`);
  });

  test('is held to an order where the other ended before, or is about another bucket', () => {
    expect(judged([...texts, { ...there, endMs: 11 }, back])).toMatch(/^violates/);
    const elsewhere = seen(10, 30, put('d/z'), { status: 200 });
    expect(
      judged([...texts, { ...there, endMs: 11 }, back, { ...elsewhere, step: { ...elsewhere.step, atMs: 12 } }]),
    ).toMatch(/^violates/);
  });

  test('excuses nothing that the others are answered', () => {
    const read = seen(12, 13, get('c/z'), { status: 200 });
    expect(judged([...texts, there, back, read])).toMatch(/^violates/);
  });
});
