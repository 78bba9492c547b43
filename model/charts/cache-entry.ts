import { setup } from 'xstate';
import type { StateOf } from './compile/chart-types.ts';
import { compileChart } from './compile/compile.ts';

/** What can happen to one entry of a cache. */
export type CacheEntryEvent =
  | 'Generate'
  | 'Unwrap'
  | 'Use'
  | 'LifetimeEnds'
  | 'Evict'
  | 'HostsRestart'
  | 'BucketDeleted';

/** A plaintext bucket key in a cache, held for one requester, as an XState machine. */
export const cacheEntryMachine = setup({ types: {} as { events: { type: CacheEntryEvent } } }).createMachine({
  id: 'cacheEntry',
  description: 'Whether one cache holds the plaintext of one bucket key for one requester (F-28, F-95, F-97).',
  initial: 'absent',
  states: {
    absent: {
      description: 'A request that needs this bucket key calls KMS, as the requester itself (F-97, F-118).',
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
        Unwrap: {
          target: 'warm',
          description: 'Another cache had to ask KMS; the lifetime begins anew (U-04, F-108).',
        },
        LifetimeEnds: {
          target: 'absent',
          description: 'Plaintext is kept for a limited time; AWS does not say how long (F-103).',
        },
        Evict: { target: 'absent', description: 'S3 may drop it before its time (U-05).' },
        HostsRestart: { target: 'absent', description: 'Plaintext lives in memory alone (U-05).' },
        BucketDeleted: { target: 'absent', description: 'The bucket keys of a bucket go with it (U-25).' },
      },
    },
  },
});

/** States of one entry of a cache. */
export type CacheEntryState = StateOf<typeof cacheEntryMachine>;

/** A plaintext bucket key in a cache, compiled. */
export const cacheEntry = compileChart(cacheEntryMachine);
