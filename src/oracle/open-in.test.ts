import { describe, expect, test } from 'vitest';
import type { Event, KmsResult, Observation } from '../../model/index.ts';
import {
  abort,
  begin,
  bucketPolicy,
  complete,
  copy,
  expire,
  get,
  part,
  partCopy,
  put,
  remove,
} from '../../model/testing/events.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { abortedBesideParts, openIn } from './open-beside.ts';
import { call } from './testing/oracle-run.ts';

function seen(event: Event, status: number, ...results: readonly KmsResult[]): ObservedStep {
  const kmsCalls = results.map((result) => call('Decrypt', 'ann', 'c/x', { result }));
  const observation: Observation = { status, kmsCalls };
  return { step: { atMs: 10, by: 'ann', event }, observation, endMs: 20 };
}

describe('uploads that may linger (F-200)', () => {
  const sent = seen(part('c/x', 1), 200);
  const aborted = (...group: readonly ObservedStep[]) => abortedBesideParts(group);

  test.each([200, 204, 399, 500, 503])('are those whose abort was answered %i beside a part', (status) => {
    expect(aborted(seen(abort('c/x'), status), sent)).toEqual(['["c","x","u"]']);
    expect(aborted(seen(abort('c/x'), status), seen(partCopy('b/old', 'c/x', 2), 200))).toHaveLength(1);
  });

  test('are none where the abort was refused, nor where no part of them was on its way', () => {
    expect(aborted(seen(abort('c/x'), 400), sent)).toEqual([]);
    expect(aborted(seen(abort('c/x'), 499), sent)).toEqual([]);
    expect(aborted(seen(abort('c/y'), 204), sent)).toEqual([]);
    expect(aborted(seen(begin('c/x'), 200), sent)).toEqual([]);
    expect(aborted(seen(complete('c/x', [1]), 200), sent)).toEqual([]);
  });

  test('are open in each request about them, and in no other', () => {
    const uploads = new Set(['["c","x","u"]']);
    const group = [
      sent,
      seen(get('c/x'), 404),
      seen({ op: 'DisableKey', keyId: 'K1' }, 200),
      seen(part('c/y', 1), 200),
    ];
    expect([...openIn(group, uploads).keys()]).toEqual([0]);
  });
});

describe('what is refused after KMS was asked, for what another did meanwhile (U-39)', () => {
  /** Whether the answer is open beside what another request was answered. */
  const isOpen = (one: ObservedStep, other: Event, status = 204) =>
    openIn([one, seen(other, status)], new Set())
      .get(0)
      ?.includes('U-39') === true;

  const disabled: Event = { op: 'DisableKey', keyId: 'K1' };
  const deleted = (bucket: string): Event => ({ op: 'DeleteBucket', bucket });
  const denied = (bucket: string) => bucketPolicy(bucket, { effect: 'Deny', principal: '*', actions: ['s3:*'] });

  test.each<readonly [string, Event, number, Event]>([
    ['its bucket was deleted', put('c/x'), 404, deleted('c')],
    ['the bucket of its source was deleted', copy('b/o', 'c/x'), 404, deleted('b')],
    ['its object was deleted', get('c/x'), 404, remove('c/x')],
    ['its object expired', get('c/x'), 404, expire('c/x')],
    ['its source was deleted', copy('b/o', 'c/x'), 404, remove('b/o')],
    ['its upload was completed', part('c/x', 1), 404, complete('c/x', [1])],
    ['its upload was aborted', part('c/x', 1), 404, abort('c/x')],
    ['its bucket was given a policy', put('c/x'), 403, denied('c')],
    ['the bucket of its source was given a policy', copy('b/o', 'c/x'), 403, denied('b')],
  ])('is open where %s, and answered so', (_what, event, status, other) => {
    expect(isOpen(seen(event, status, 'ok'), other)).toBe(true);
    expect(isOpen(seen(event, status, 'ok'), other, 500)).toBe(true);
    expect(isOpen(seen(event, status, 'ok'), other, 400)).toBe(false);
    expect(isOpen(seen(event, status === 404 ? 403 : 404, 'ok'), other)).toBe(false);
    expect(isOpen(seen(event, status, 'DisabledException'), other)).toBe(false);
    expect(isOpen(seen(event, status), other)).toBe(false);
    expect(isOpen(seen(event, 200, 'ok'), other)).toBe(false);
  });

  test.each<readonly [string, Event, number, Event]>([
    ['bucket', put('c/x'), 404, deleted('d')],
    ['object', get('c/x'), 404, remove('c/y')],
    ['object of that name in another bucket', get('c/x'), 404, expire('d/x')],
    ['upload', part('c/x', 1), 404, abort('c/y')],
    ['upload, and it is about none', get('c/x'), 404, abort('c/x')],
    ['policy', put('c/x'), 403, denied('d')],
  ])('is not where it was another %s', (_what, event, status, other) => {
    expect(isOpen(seen(event, status, 'ok'), other)).toBe(false);
  });

  test('is open where a key changed between two calls of one request that was refused', () => {
    expect(isOpen(seen(copy('c/x', 'd/x'), 400, 'ok', 'DisabledException'), disabled)).toBe(true);
    expect(isOpen(seen(copy('c/x', 'd/x'), 400, 'ok', 'ok'), disabled)).toBe(false);
    expect(isOpen(seen(copy('c/x', 'd/x'), 200, 'ok', 'DisabledException'), disabled)).toBe(false);
    expect(isOpen(seen(copy('c/x', 'd/x'), 400, 'ok', 'DisabledException'), put('c/x'))).toBe(false);
  });
});
