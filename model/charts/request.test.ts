import { describe, expect, test } from 'vitest';
import { request } from './request.ts';

describe('request', () => {
  test('S3 authorises every request: no way to an answer leads around it (F-46)', () => {
    const reached = new Set([request.initial]);
    for (const state of reached) {
      for (const event of request.events) {
        const after = event === 'Authorise' ? undefined : request.next(state, event);
        if (after !== undefined) reached.add(after);
      }
    }
    expect([...reached]).toEqual(['received', 'refused']);
  });

  test('a warm request asks KMS nothing, so that KMS cannot refuse it (F-118)', () => {
    expect(request.next('warm', 'KmsRefuses')).toBeUndefined();
    expect(request.next('keyless', 'KmsRefuses')).toBeUndefined();
    expect(request.next('warm', 'Answer')).toBe('answered');
  });

  test('a cold request is answered only after KMS allowed it (F-97)', () => {
    expect(request.next('cold', 'Answer')).toBeUndefined();
    expect(request.next('cold', 'KmsAllows')).toBe('warm');
    expect(request.next('cold', 'KmsRefuses')).toBe('refused');
  });
});
