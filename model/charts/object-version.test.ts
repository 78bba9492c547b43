import { describe, expect, test } from 'vitest';
import { objectVersion } from './object-version.ts';

const { mask } = objectVersion;
const valuations = Array.from({ length: 1 << objectVersion.guards.length }, (_, holding) => holding);

describe('object version', () => {
  test('no event makes a plain object: since 2023 S3 encrypts everything (F-33)', () => {
    for (const state of objectVersion.states) {
      for (const event of objectVersion.events) {
        for (const holding of valuations) expect(objectVersion.next(state, event, holding)).not.toBe('plain');
      }
    }
  });

  test('writing anew decides alone, whatever was stored before (F-40, F-47)', () => {
    for (const state of objectVersion.states) {
      for (const event of ['Write', 'ReplicaArrives'] as const) {
        expect(objectVersion.next(state, event)).toBe('sseS3');
        expect(objectVersion.next(state, event, mask.resultIsKms)).toBe('sseKms');
        expect(objectVersion.next(state, event, mask.resultIsKmsWithBucketKey)).toBe('sseKmsBucketKey');
        expect(objectVersion.next(state, event, mask.resultIsDsse)).toBe('dsseKms');
      }
    }
  });

  test('deleting is no error, even where nothing is', () => {
    for (const state of objectVersion.states) expect(objectVersion.next(state, 'DeleteObject')).toBe('absent');
  });
});
