import { setup } from 'xstate';
import type { StateOf } from './compile/chart-types.ts';
import { compileChart } from './compile/compile.ts';

/** What can happen to the versioning of a bucket, by what PutBucketVersioning says. */
export type BucketVersioningEvent = 'Enable' | 'Suspend';

/** The versioning of a bucket, as an XState machine. */
export const bucketVersioningMachine = setup({
  types: {} as { events: { readonly type: BucketVersioningEvent } },
}).createMachine({
  id: 'bucketVersioning',
  description:
    'Whether a bucket keeps the versions of its objects. Once it has, it never is unversioned again (F-175).',
  initial: 'unversioned',
  states: {
    unversioned: {
      description: 'A key has one object, which a write replaces (F-175).',
      on: {
        Enable: { target: 'enabled', description: 'Each write makes a version from now on (F-175, F-176).' },
        Suspend: { target: 'suspended', description: 'As if versions had been kept before (F-175).' },
      },
    },
    enabled: {
      description: 'Each write makes a version, each DELETE a delete marker (F-176, F-177).',
      on: { Suspend: { target: 'suspended', description: 'What there is stays (F-175, F-176).' } },
    },
    suspended: {
      description: 'A write replaces the version null alone (F-176).',
      on: { Enable: { target: 'enabled', description: 'Each write makes a version again (F-175, F-176).' } },
    },
  },
});

/** States of the versioning of a bucket. */
export type BucketVersioningState = StateOf<typeof bucketVersioningMachine>;

/** The versioning of a bucket, compiled. */
export const bucketVersioning = compileChart(bucketVersioningMachine);
