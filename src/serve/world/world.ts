import type { Arns } from '../../../model/vocabulary/arns.ts';
import type { Event } from '../../../model/vocabulary/events/event.ts';
import type { Observation } from '../../../model/vocabulary/observation.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';
import { REFERENCE_PARTS, type ReferenceOptions, type ReferenceParts } from '../../reference/index.ts';
import { type OpenReference, openReference } from '../../reference/reference.ts';
import type { KmsFailure } from '../../reference/refusal.ts';
import type { RequestScope, TouchedObject } from '../../reference/request-scope.ts';
import type { StoredBucket } from '../../reference/s3/stored-bucket.ts';
import type { StoredObject } from '../../reference/s3/stored-object.ts';
import type { Credentials } from '../credentials/credentials.ts';
import { delayed, Faults } from '../kms/faults.ts';
import { KeyNotes } from '../kms/key-notes.ts';
import { type CallSink, KmsLog, type LoggedCall } from '../kms/kms-log.ts';
import { BucketNotes } from './bucket-notes.ts';
import { contentLength, MetadataStore } from './object-metadata.ts';
import { ReplicationQueue } from './replication-queue.ts';
import { WorldClock } from './world-clock.ts';

/** What a world begins with. */
export interface WorldOptions {
  readonly region: string;
  readonly credentials: Credentials;
  /** What AWS leaves open, fixed. */
  readonly reference: Partial<ReferenceOptions>;
  /** The rules; others than the correct ones have a fault planted in them. */
  readonly parts?: ReferenceParts;
  readonly sinks: readonly CallSink[];
  /** Is told of faults of the server itself. */
  readonly complain: (problem: string) => void;
}

/** Who asks, in which request. */
export interface Asker {
  readonly requester: Requester;
  readonly requestId: string;
  readonly sourceAddress: string;
}

/** Contents are bytes: a body has one of its characters for each of them. */
const BYTES = { bytesOf: ({ text }: { readonly text: string }) => Buffer.from(text, 'latin1') };
/** What an object takes beside its content, in bytes, roughly. */
const OBJECT_BYTES = 1_024;
/** After how many bytes written they are counted again. */
const COUNT_AFTER_BYTES = 2 ** 24;

/** One S3 and one KMS in memory, from start to reset: the reference, its time, and what it keeps beside. */
export class World {
  readonly clock = new WorldClock();
  readonly log: KmsLog;
  readonly faults = new Faults();
  readonly metadata = new MetadataStore();
  readonly replication: ReplicationQueue;
  readonly keyNotes = new KeyNotes();
  readonly bucketNotes = new BucketNotes();
  /** Calls that somebody makes of KMS itself: the protocol has struck them already. */
  readonly directCalls = new WeakSet<RequestScope>();
  readonly reference: OpenReference;
  #bytesStored = 0;
  #bytesSinceCount = 0;

  constructor({ region, credentials, reference, parts = REFERENCE_PARTS, sinks, complain }: WorldOptions) {
    this.replication = new ReplicationQueue(this, complain);
    this.log = new KmsLog(sinks);
    const setup = { region, requesters: credentials.requesters(), kmsKeys: [], aliases: [], buckets: [] };
    const ofBytes = { ...parts, objects: { ...parts.objects, ...BYTES } };
    this.reference = openReference(ofBytes, setup, reference);
    this.reference.s3.kms.trouble = async (operation, scope) =>
      this.directCalls.has(scope) ? null : this.#troubleOf(operation);
  }

  get arns(): Arns {
    return this.reference.s3.kms.keys.arns;
  }

  /** By name. */
  get buckets(): ReadonlyMap<string, StoredBucket> {
    return this.reference.s3.buckets;
  }

  /** The object of a name; undefined where there is none. */
  objectAt(bucket: string, key: string): StoredObject | undefined {
    return this.buckets.get(bucket)?.objects.get(key);
  }

  /** Carries out what somebody asks, now, and logs the calls of KMS that it took. */
  async take(asker: Asker, event: Event, touched?: TouchedObject): Promise<Observation> {
    const step = { atMs: this.clock.nowMs(), by: asker.requester.name, event };
    const observation = await this.reference.apply(step, touched);
    this.#logCalls(observation, asker);
    return observation;
  }

  /** Logs a call that somebody made of KMS itself. */
  logCall(
    { requester, requestId, sourceAddress }: Asker,
    call: Pick<LoggedCall, 'via' | 'operation' | 'keyArn' | 'context' | 'result'>,
  ): void {
    this.log.record({ ...this.#now(), ...call, by: requester, requestId, sourceAddress });
  }

  /** Replication takes up an object. The replica has the metadata of its source. */
  async replicate(bucket: string, key: string): Promise<void> {
    const source = this.objectAt(bucket, key);
    const event = { op: 'ReplicateObject', bucket, key } as const;
    const observation = await this.reference.apply({ atMs: this.clock.nowMs(), by: null, event });
    const rule = this.buckets.get(bucket)?.replication;
    if (rule === null || rule === undefined) return;
    this.#logCalls(observation, { requester: rule.role, requestId: '', sourceAddress: '' });
    const replica = this.objectAt(rule.destination, key);
    if (source !== undefined && replica?.replication === 'REPLICA')
      this.metadata.set(replica, this.metadata.of(source));
  }

  /** The role of a name; one that nobody has the keys of is made known, since replication needs no keys. */
  roleCalled(account: string, role: string): Requester {
    const { requesters } = this.reference.s3;
    const known = [...requesters.values()].find((one) => one.account === account && one.principal === role);
    if (known !== undefined) return known;
    const made = { name: this.arns.role(account, role), account, principal: role, session: 's3-replication' };
    requesters.set(made.name, made);
    return made;
  }

  /** Whether so many bytes more still fit under a bound of all that is stored. */
  hasRoom(bytes: number, maxBytes: number): boolean {
    this.#bytesSinceCount += bytes + OBJECT_BYTES;
    if (this.#bytesStored + this.#bytesSinceCount > maxBytes || this.#bytesSinceCount > COUNT_AFTER_BYTES) {
      this.#bytesStored = 0;
      this.#bytesSinceCount = bytes + OBJECT_BYTES;
      for (const { objects } of this.buckets.values())
        for (const object of objects.values()) this.#bytesStored += contentLength(object) + OBJECT_BYTES;
    }
    return this.#bytesStored + this.#bytesSinceCount <= maxBytes;
  }

  #logCalls({ kmsCalls = [] }: Observation, asker: Asker): void {
    const { requestId, sourceAddress } = asker;
    for (const { operation, by = '', keyArn, context = {}, result = 'ok' } of kmsCalls) {
      const requester = this.reference.s3.requesters.get(by) ?? asker.requester;
      const call = { via: 's3', operation, by: requester, keyArn, context, result } as const;
      this.log.record({ ...this.#now(), ...call, requestId, sourceAddress });
    }
  }

  #now(): Pick<LoggedCall, 'time' | 'atMs'> {
    return { time: this.clock.date().toISOString(), atMs: this.clock.nowMs() };
  }

  /** How the faults in force look to S3: who gets no answer does not know what was done. */
  async #troubleOf(operation: string): Promise<KmsFailure | null> {
    const faults = this.faults.strike(operation);
    await delayed(faults);
    const kinds = faults.map(({ kind }) => kind);
    if (kinds.includes('throttle')) return 'ThrottlingException';
    if (kinds.includes('error')) return 'KMSInternalException';
    return kinds.includes('drop') ? 'unreachable' : null;
  }
}
