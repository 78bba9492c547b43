import { type AnyStateMachine, type EventObject, setup } from 'xstate';
import { type BucketEncryptionEvent, bucketEncryptionMachine } from '../charts/bucket-encryption.ts';
import { type BucketKeyEvent, bucketKeyMachine } from '../charts/bucket-key.ts';
import { type CacheEntryEvent, cacheEntryMachine } from '../charts/cache-entry.ts';
import type { GuardOf } from '../charts/compile/chart-types.ts';
import { type KmsKeyEvent, kmsKeyMachine } from '../charts/kms-key.ts';
import {
  type KeptEtag,
  objectVersionMachine,
  type RewrappedEncryption,
  type WrittenEncryption,
} from '../charts/object-version.ts';
import { type AttemptEnd, replicationStatusMachine } from '../charts/replication-status.ts';
import { type Aliases, type ChartState, region } from './region.ts';

/** What charts call a write. */
const WRITES = ['PutObject', 'CopyObject', 'CompleteMultipartUpload'] as const;

type WriteName = (typeof WRITES)[number];

/** What happens to an object, with the facts that guards read; a write says by which operation. */
type ObjectChange =
  | {
      readonly type: WriteName;
      readonly result: WrittenEncryption;
      readonly eligible: boolean;
      readonly inParts?: boolean;
    }
  | { readonly type: 'ReplicaArrives'; readonly result: WrittenEncryption; readonly keeps: KeptEtag }
  | { readonly type: 'UpdateObjectEncryption'; readonly result: RewrappedEncryption }
  | { readonly type: 'DeleteObject' | AttemptEnd };

/** Events addressed to a thing: `kmsKey.Rotate`. */
type To<Thing extends string, E extends { readonly type: string }> = E extends unknown
  ? Omit<E, 'type'> & { readonly type: `${Thing}.${E['type']}` }
  : never;

/** An event of the composed machine: that of a chart, with all it says, addressed to the thing it happens to. */
export type MachineEvent =
  | To<'bucket' | 'destination', BucketEncryptionEvent>
  | To<'object' | 'replica', ObjectChange>
  | To<'kmsKey', { readonly type: KmsKeyEvent }>
  | To<'bucketKey', { readonly type: BucketKeyEvent }>
  | To<'writer1' | 'writer2' | 'reader', { readonly type: CacheEntryEvent }>;

/** A thing that has a region in the composed machine. */
export type Thing = MachineEvent['type'] extends `${infer T}.${string}` ? T : never;

/** What charts call a write, and what becomes of the status of what is deleted. */
const OBJECT_EVENTS: Aliases = { Write: WRITES, Delete: ['DeleteObject'] };

type Guard =
  | GuardOf<typeof bucketEncryptionMachine>
  | GuardOf<typeof objectVersionMachine>
  | GuardOf<typeof replicationStatusMachine>;

/** The guards of charts, which see the events as charts know them. */
const guards = Object.fromEntries(
  [bucketEncryptionMachine, objectVersionMachine, replicationStatusMachine].flatMap((chart: AnyStateMachine) =>
    Object.entries(chart.implementations.guards).map(([name, guard]) => [
      name,
      ({ event }: { readonly event: EventObject }) =>
        guard?.({ context: {}, event: asCharted(event) }, undefined) === true,
    ]),
  ),
) as Record<Guard, (seen: { readonly event: EventObject }) => boolean>;

function asCharted(event: EventObject): EventObject {
  const type = event.type.slice(event.type.indexOf('.') + 1);
  return { ...event, type: WRITES.some((write) => write === type) ? 'Write' : type };
}

/** The object under a key: how it is encrypted, what its ETag is, and how far its replication has come. */
function object(thing: 'object' | 'replica', what: string): ChartState<Guard> {
  const version = region<Guard>(objectVersionMachine, thing, what, OBJECT_EVENTS);
  const replication = region<Guard>(replicationStatusMachine, thing, '', OBJECT_EVENTS);
  return { ...version, states: { ...version.states, replication } };
}

/**
 * The charts of the model together, as one XState machine for a world that can be pictured: a bucket and the one it
 * replicates to, an object, which CopyObject onto itself encrypts anew, and its replica, a KMS key, one bucket key, and
 * what the cache has of it for three sessions: two of the role `writer`, which are one requester today and were two
 * until 2023 (F-95, F-96), and one of the role `reader`. The buckets keep no versions.
 *
 * It has no rule of its own: who sends it what steps raise, see {@link MachineFeed}, sees it move as the world does.
 *
 * @example
 * ```ts
 * import { createActor } from 'xstate';
 * import { bucketkeyMachine } from 'bucketkey/model';
 *
 * const actor = createActor(bucketkeyMachine).start();
 * actor.send({ type: 'writer1.Generate' });
 * actor.send({ type: 'object.PutObject', result: 'sseS3', eligible: false });
 * actor.send({ type: 'object.CopyObject', result: 'sseKmsBucketKey', eligible: true });
 * const { writer1, object } = actor.getSnapshot().value;
 * console.log(writer1, JSON.stringify(object));
 * // warm {"encryption":"sseKmsBucketKey","etag":"opaque","replication":{"replicable":"pending"}}
 * ```
 */
export const bucketkeyMachine = setup({ types: {} as { events: MachineEvent }, guards }).createMachine({
  id: 'bucketkey',
  description:
    'A bucket, its bucket key, and who is served from it. Each region is a chart; events say whom they happen to.',
  type: 'parallel',
  states: {
    bucket: region<Guard>(bucketEncryptionMachine, 'bucket', 'The bucket.'),
    destination: region<Guard>(bucketEncryptionMachine, 'destination', 'The bucket that replicas go to.'),
    object: object('object', 'The object.'),
    replica: object('replica', 'The object under the same key in the destination bucket.'),
    kmsKey: region<Guard>(kmsKeyMachine, 'kmsKey', 'The KMS key.'),
    bucketKey: region<Guard>(bucketKeyMachine, 'bucketKey', 'The bucket key.'),
    writer1: region<Guard>(cacheEntryMachine, 'writer1', 'What the role `writer` has in the cache in one session.'),
    writer2: region<Guard>(
      cacheEntryMachine,
      'writer2',
      'The same in another session: today it is one entry with the first, until 2023 it was another (F-95, F-96).',
    ),
    reader: region<Guard>(cacheEntryMachine, 'reader', 'What another role has in the cache.'),
  },
});
