import { setup } from 'xstate';
import type { StateOf } from './compile/chart-types.ts';
import { compileChart } from './compile/compile.ts';

/** What can happen to the place of a plaintext bucket key in a cache. */
export type CachedBucketKeyEvent = 'Generate' | 'Unwrap' | 'Use' | 'LifetimeEnds' | 'Evict' | 'RestartHosts';

/** A plaintext bucket key in a cache, as an XState machine. */
export const cachedBucketKeyMachine = setup({ types: {} as { events: { type: CachedBucketKeyEvent } } }).createMachine({
  id: 'cachedBucketKey',
  description:
    'Whether one cache holds a plaintext bucket key for one bucket, one KMS key and one requester (F-28, F-95, F-97).',
  initial: 'cold',
  states: {
    cold: {
      description: 'The next request that needs a bucket key calls KMS, as the requester itself (F-97, F-118).',
      on: {
        Generate: { target: 'warm', description: 'GenerateDataKey answered with a new bucket key (K-03).' },
        Unwrap: {
          target: 'warm',
          description: 'Decrypt answered with the bucket key that the bucket had stored (K-07).',
        },
      },
    },
    warm: {
      description: 'Requests are served without KMS call, and without a check of the KMS key policy (F-118, F-132).',
      on: {
        Use: { target: 'warm', description: 'A data key is made or decrypted without KMS call (K-05).' },
        Generate: { target: 'warm', reenter: true, description: 'Another generation takes its place (F-113).' },
        Unwrap: {
          target: 'warm',
          reenter: true,
          description: 'Another generation takes its place, for an object of another age (F-108, F-113).',
        },
        LifetimeEnds: {
          target: 'cold',
          description: 'The plaintext is kept for a limited time only; AWS does not say how long (F-103).',
        },
        Evict: { target: 'cold', description: 'S3 may drop it before its time (U-05).' },
        RestartHosts: { target: 'cold', description: 'Plaintext lives in memory alone (U-05).' },
      },
    },
  },
});

/** States of a place in a cache. */
export type CachedBucketKeyState = StateOf<typeof cachedBucketKeyMachine>;

/** A plaintext bucket key in a cache, compiled. */
export const cachedBucketKey = compileChart(cachedBucketKeyMachine);
