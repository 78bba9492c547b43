import { symmetricScope } from './symmetric.ts';

/** Two buckets, two objects in each, two requesters: what takes minutes, and what speed is measured on. */
export const medium = symmetricScope(
  'medium',
  'Two buckets with two objects each, two requesters, one KMS key; one strict cache, nothing left open. Takes minutes.',
  { requesters: ['ann', 'bob'], buckets: ['b', 'd'], keys: ['x', 'y'] },
);
