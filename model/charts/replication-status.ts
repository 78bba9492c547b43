import { setup } from 'xstate';
import type { StateOf } from './compile/chart-types.ts';
import { compileChart } from './compile/compile.ts';

/** What can happen to the replication status of an object. */
export type ReplicationStatusEvent =
  | { readonly type: 'Write'; readonly eligible: boolean }
  | { readonly type: AttemptEnd | 'ReplicaArrives' | 'Delete' };

/** How an attempt to replicate an object ends. */
export type AttemptEnd = 'ReplicationSucceeds' | 'ReplicationFails' | 'ReplicationThrottled';

/** The replication status of an object, as an XState machine. */
export const replicationStatusMachine = setup({
  types: {} as { events: ReplicationStatusEvent },
  guards: { eligible: ({ event }) => event.type === 'Write' && event.eligible },
}).createMachine({
  id: 'replicationStatus',
  description: 'What x-amz-replication-status says of an object (F-76).',
  initial: 'replicable',
  on: {
    Write: [
      {
        guard: 'eligible',
        target: '.replicable.pending',
        description: 'A rule of the bucket covers the new object (F-66, F-76).',
      },
      {
        target: '.replicable.none',
        description: 'No rule covers it, or the rule leaves KMS-encrypted objects out (F-66).',
      },
    ],
    ReplicaArrives: { target: '.replica', description: 'What lay under the key is overwritten by the replica (F-76).' },
    Delete: { target: '.replicable.none', description: 'The status goes with the object.' },
  },
  states: {
    replicable: {
      description:
        'Replication may take the object up: by itself, or Batch Replication an older or a failed one (F-76).',
      initial: 'none',
      on: {
        ReplicationThrottled: {
          target: '.pending',
          description: 'KMS is over its quota: it will be tried again (F-74).',
        },
        ReplicationFails: {
          target: '.failed',
          description: 'S3 or KMS refuses the replication role, or the replica key is no good (F-67, F-76).',
        },
        ReplicationSucceeds: { target: 'completed', description: 'The replica is in the destination bucket (F-76).' },
      },
      states: {
        none: {
          description: 'No status: the object came before the rule, or no rule covers it, or there is no object.',
        },
        pending: { description: 'PENDING: waiting for replication (F-76).' },
        failed: { description: 'FAILED: given up, unless Batch Replication takes it up (F-76).' },
      },
    },
    completed: { description: 'COMPLETED: the source of a replica (F-76).' },
    replica: { description: 'REPLICA: a replica itself, never replicated again (F-76).' },
  },
});

/** States of the replication status of an object. */
export type ReplicationStatusState = StateOf<typeof replicationStatusMachine>;

/** The replication status of an object, compiled. */
export const replicationStatus = compileChart(replicationStatusMachine);
