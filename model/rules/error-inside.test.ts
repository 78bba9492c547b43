import { describe, expect, test } from 'vitest';
import { complete, copy, get } from '../testing/events.ts';
import { withoutErrorInside } from './error-inside.ts';

describe('a status 200 with an error inside (F-56)', () => {
  test.each([
    ['of a copy', copy('b/k', 'b/to'), 'InternalError', 500],
    ['of a completion', complete('b/k', [1]), 'SlowDown', 503],
    ['that is a refusal', copy('b/k', 'b/to'), 'AccessDenied', 403],
    ['that nobody knows', copy('b/k', 'b/to'), '__proto__', 500],
    ['of a read, which has none', get('b/k'), 'InternalError', 200],
  ] as const)('%s', (_, event, code, status) => {
    const seen = { step: { event }, observation: { status: 200, code } };
    expect(withoutErrorInside(seen).observation).toEqual({ status, code });
  });

  test('is nothing that a success has', () => {
    const seen = { step: { event: copy('b/k', 'b/to') }, observation: { status: 200, code: null } };
    expect(withoutErrorInside(seen)).toBe(seen);
  });

  test('is nothing that an answer has which says by its status that it is an error', () => {
    const seen = { step: { event: copy('b/k', 'b/to') }, observation: { status: 503, code: 'InternalError' } };
    expect(withoutErrorInside(seen)).toBe(seen);
  });
});
