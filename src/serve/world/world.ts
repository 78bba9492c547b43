import type { Arns } from '../../../model/vocabulary/arns.ts';
import type { Body } from '../../../model/vocabulary/body.ts';
import type { EnvironmentEvent, ExpireObject } from '../../../model/vocabulary/events/environment-events.ts';
import type { Event } from '../../../model/vocabulary/events/event.ts';
import type { Observation } from '../../../model/vocabulary/observation.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';
import type { Setup } from '../../../model/vocabulary/setup.ts';
import { REFERENCE_PARTS, type ReferenceOptions, type ReferenceParts } from '../../reference/index.ts';
import { type OpenReference, openReference } from '../../reference/reference.ts';
import type { KmsFailure } from '../../reference/refusal.ts';
import type { RequestScope, TouchedObject } from '../../reference/request-scope.ts';
import type { StoredBucket } from '../../reference/s3/stored-bucket.ts';
import type { StoredObject } from '../../reference/s3/stored-object.ts';
import { versionsOf } from '../../reference/s3/versions.ts';
import { Sessions } from '../credentials/sessions.ts';
import { delayed, Faults } from '../kms/faults.ts';
import { KeyNotes } from '../kms/key-notes.ts';
import { type CallSink, KmsLog, type LoggedCall } from '../kms/kms-log.ts';
import { BucketNotes } from './bucket-notes.ts';
import { MetadataStore } from './object-metadata.ts';
import { ReplicationQueue } from './replication-queue.ts';
import { ServedArns } from './served-arns.ts';
import { bytesIn, OBJECT_BYTES } from './stored-bytes.ts';
import { UploadNotes } from './upload-notes.ts';
import { WorldClock } from './world-clock.ts';

/** What a world begins with. */
export interface WorldOptions {
  /** What there is at the start: who may ask, at least. */
  readonly setup: Setup;
  /** What AWS leaves open, fixed. */
  readonly reference: Partial<ReferenceOptions>;
  /** The rules; others than the correct ones have a fault planted in them. */
  readonly parts?: ReferenceParts;
  readonly sinks: readonly CallSink[];
  /** Whether what a write has marked is replicated behind it; else somebody has to say so. Omitted = it is. */
  readonly replicatesUnasked?: boolean;
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
const BYTES = { bytesOf: ({ text = '' }: Body) => Buffer.from(text, 'latin1') };
/** A customer key is named by its bytes, in base64; it is kept no longer than its request. */
const CUSTOMER_KEYS = { bytesOf: (name: string) => Buffer.from(name, 'base64') };
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
  readonly uploadNotes = new UploadNotes();
  /** Sessions of directory buckets. */
  readonly sessions = new Sessions();
  /** Calls that somebody makes of KMS itself: the protocol has struck them already. */
  readonly directCalls = new WeakSet<RequestScope>();
  readonly reference: OpenReference;
  readonly #replicatesUnasked: boolean;
  #bytesStored = 0;
  #bytesSinceCount = 0;

  constructor({ setup, reference, parts = REFERENCE_PARTS, sinks, replicatesUnasked = true, complain }: WorldOptions) {
    this.#replicatesUnasked = replicatesUnasked;
    this.replication = new ReplicationQueue(this, complain);
    this.log = new KmsLog(sinks);
    const customerKeys = { ...parts.customerKeys, ...CUSTOMER_KEYS };
    const ofBytes = { ...parts, objects: { ...parts.objects, ...BYTES }, customerKeys };
    const arns = new ServedArns(setup, (bucket) => this.buckets.get(bucket)?.account);
    this.reference = openReference(ofBytes, setup, reference, arns);
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

  /** The object of a name, or a version of it; undefined where there is none. */
  objectAt(bucket: string, key: string, versionId?: string): StoredObject | undefined {
    const stored = this.buckets.get(bucket);
    if (stored === undefined || versionId === undefined) return stored?.objects.get(key);
    return versionsOf(stored, key).find(({ id }) => id === versionId)?.object ?? undefined;
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

  /** A write has marked an object, perhaps: it is replicated behind it. */
  written(bucket: string, key: string): void {
    if (this.#replicatesUnasked) this.replication.add(bucket, key);
  }

  /** Has happen what no requester causes. A replica has the metadata of its source. */
  async happen(event: EnvironmentEvent): Promise<Observation> {
    const isReplication = event.op === 'ReplicateObject';
    const source = isReplication ? this.objectAt(event.bucket, event.key) : undefined;
    const rule = isReplication ? this.buckets.get(event.bucket)?.replication : undefined;
    const observation = await this.reference.apply({ atMs: this.clock.nowMs(), by: null, event });
    if (event.op === 'ExpireObject') this.#noteExpiry(event, observation);
    if (!isReplication || rule == null) return observation;
    if (source === undefined) {
      this.#dateMarker(event.bucket, rule.destination, event.key);
      return observation;
    }
    this.#logCalls(observation, { requester: rule.role, requestId: '', sourceAddress: '' });
    const replica = this.objectAt(rule.destination, event.key);
    if (replica?.replication === 'REPLICA') this.metadata.set(replica, this.metadata.of(source));
    return observation;
  }

  /** A delete marker has a date of its own, and one that is gone has none. */
  #noteExpiry({ bucket: name, key }: ExpireObject, { versionId, deleteMarker }: Observation): void {
    const bucket = this.buckets.get(name);
    if (bucket === undefined || typeof versionId !== 'string') return;
    if (deleteMarker === true) this.metadata.setMarker(bucket, key, versionId, this.clock.date());
    else this.metadata.forgetMarker(bucket, key, versionId);
  }

  /** The replica of a delete marker has the date of its source. */
  #dateMarker(from: string, to: string, key: string): void {
    const [source, destination] = [this.buckets.get(from), this.buckets.get(to)];
    const id = source?.currentIds.get(key);
    if (source === undefined || destination === undefined || id === undefined) return;
    if (destination.currentIds.get(key) === id && !destination.objects.has(key))
      this.metadata.setMarker(destination, key, id, this.metadata.ofMarker(source, key, id));
  }

  /** Replication takes up an object. */
  async replicate(bucket: string, key: string): Promise<void> {
    await this.happen({ op: 'ReplicateObject', bucket, key });
  }

  /** The role of a name; one that nobody has the keys of is made known, since replication needs no keys. */
  roleCalled(account: string, role: string): Requester {
    const { requesters } = this.reference.s3;
    const known = [...requesters.values()].find((one) => isRole(one, account, role));
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
      for (const bucket of this.buckets.values()) this.#bytesStored += bytesIn(bucket);
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

/** Whether a requester is a role, and no session of it that a policy narrows: S3 takes on the role as it is. */
function isRole({ account, principal, scopingPolicy, signature }: Requester, ofAccount: string, role: string): boolean {
  return account === ofAccount && principal === role && scopingPolicy === undefined && signature === undefined;
}
