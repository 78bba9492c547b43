import { describe, expect, test } from 'vitest';
import { begin, encrypt, get, replicate } from '../testing/events.ts';
import type { Observation } from '../vocabulary/observation.ts';
import { mayBeTransient } from './transient.ts';

const READ = get('b/k');
const TROUBLE: Observation = { status: 503, code: 'SlowDown' };

describe("an answer may be of S3's own troubles (F-160, E-45)", () => {
  test.each<[string, Observation, boolean]>([
    ['500 InternalError', { status: 500, code: 'InternalError' }, true],
    ['503 SlowDown', TROUBLE, true],
    ['503 ServiceUnavailable', { status: 503, code: 'ServiceUnavailable' }, true],
    ['500 with the code of 503', { status: 500, code: 'SlowDown' }, false],
    ['503 with the code of 500', { status: 503, code: 'InternalError' }, false],
    ['500 without a code, as of HEAD', { status: 500, code: null }, true],
    ['503 whose code nobody looked at', { status: 503 }, true],
    ['another status', { status: 404, code: 'InternalError' }, false],
    ['a success', { status: 200 }, false],
  ])('%s', (_which, observation, may) => {
    expect(mayBeTransient(READ, observation)).toBe(may);
  });

  test.each([
    ['an object', READ, true],
    ['an upload', begin('b/k'), true],
    ['a bucket', encrypt('b'), true],
    ['a KMS key, which S3 is not asked for', { op: 'DisableKey', keyId: 'K1' }, false],
    ['an object that the environment has to do with', replicate('b/k'), false],
    ['KMS', { op: 'ThrottleKms', on: true }, false],
  ] as const)('of a request about %s', (_what, event, may) => {
    expect(mayBeTransient(event, TROUBLE)).toBe(may);
  });

  test('unless a KMS call was seen to fail, which S3 passes on', () => {
    const call = { operation: 'Decrypt', keyArn: 'k' } as const;
    const meanwhile = (...kmsCalls: NonNullable<Observation['kmsCalls']>) =>
      mayBeTransient(READ, { ...TROUBLE, kmsCalls });
    expect([meanwhile(), meanwhile(call), meanwhile({ ...call, result: 'ok' })]).toEqual([true, true, true]);
    expect(meanwhile({ ...call, result: 'ThrottlingException' })).toBe(false);
    expect(meanwhile(call, { ...call, result: 'ThrottlingException' })).toBe(false);
  });
});
