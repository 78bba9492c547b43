import { symmetricScope } from './symmetric.ts';

/** As medium, with one more requester: what is explored on purpose, on a machine with tens of gigabytes of memory. */
export const large = symmetricScope(
  'large',
  'Two buckets with two objects each, three requesters, one KMS key; one strict cache, nothing left open. Takes hours, and all memory.',
  { requesters: ['ann', 'bob', 'eve'], buckets: ['b', 'd'], keys: ['x', 'y'] },
);
