import { describe, expect, test } from 'vitest';
import { type Event, type ObservedKmsCall, profileNamed } from '../../model/index.ts';
import { expire, put, transition } from '../../model/testing/events.ts';
import { homeKey, SCENE } from '../../model/testing/scene.ts';
import { judgeTrace } from './replay.ts';

const KMS = { sse: 'aws:kms', kmsKeyId: homeKey('K1'), bucketKeyEnabled: false } as const;
const CALL: ObservedKmsCall = { operation: 'Decrypt', by: 's3', keyArn: homeKey('K1'), result: 'ok' };

/** A KMS object, and then what S3 does with it, which makes these calls. */
function verdictOf(event: Event, profile: string, kmsCalls: readonly ObservedKmsCall[]) {
  const header = { bucketkeyTrace: 1, profile, sut: 't', seed: 0, setup: SCENE } as const;
  const shown = { sse: 'aws:kms', kmsKeyArn: homeKey('K1'), bucketKeyEnabled: null } as const;
  const steps = [
    { step: { atMs: 0, by: 'ann', event: put('b/k', KMS) }, observation: { status: 200, ...shown } },
    { step: { atMs: 0, by: null, event }, observation: { status: 200, kmsCalls } },
  ];
  const { verdict, violation } = judgeTrace({ header, steps }, profileNamed(profile));
  return violation?.property ?? verdict;
}

describe.each([
  ['an expiry', expire('b/k')],
  ['a move to another storage class', transition('b/k')],
])('KMS calls of %s', (_what, event) => {
  test('accuse nobody where the profile has them open (U-21), break calls-per-side where it has none (K-27)', () => {
    expect(verdictOf(event, 'aws', [])).toBe('conforms');
    expect(verdictOf(event, 'aws', [CALL, CALL])).toBe('conforms');
    expect(verdictOf(event, 'strict', [])).toBe('conforms');
    expect(verdictOf(event, 'strict', [CALL])).toBe('calls-per-side');
  });
});
