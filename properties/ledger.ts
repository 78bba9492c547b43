import {
  Arns,
  type Event,
  isReplication,
  mayBeTransient,
  mayCallKms,
  objectRead,
  type Profile,
  REGION_OF_REPEATED_CREATION,
  rewraps,
  type Setup,
  type Step,
  versionNamed,
  type WorldView,
} from '../model/index.ts';
import { BucketRecord } from './ledger/bucket-record.ts';
import { Deletions } from './ledger/deletions.ts';
import { recordExpiry } from './ledger/expiry.ts';
import { findSides } from './ledger/find-sides.ts';
import { KeyRecord } from './ledger/key-record.ts';
import type { LedgerView } from './ledger/ledger-view.ts';
import { plainVersion } from './ledger/object-record.ts';
import { LedgerPast } from './ledger/past.ts';
import { recordObject } from './ledger/recorded-objects.ts';
import { recordReplication } from './ledger/recorded-replication.ts';
import { recordUpload } from './ledger/recorded-uploads.ts';
import { type LedgerRequester, ledgerRequesters } from './ledger/requesters.ts';
import { bucketOfCall, type Sides } from './ledger/sides.ts';
import { Unsettled } from './ledger/unsettled.ts';
import type { ObservedStep } from './observed-step.ts';
import { stepName, succeeded } from './wording.ts';

/**
 * What has been seen of a trace so far, shared by all monitors: what was asked and with what success, and what the
 * answers showed. It draws no conclusions about what a system should do. One step costs a bounded number of look-ups,
 * however long the trace is.
 */
export class Ledger implements LedgerView {
  readonly profile: Profile;
  readonly arns: Arns;
  /** How many monitors keep notes with its buckets. */
  keepers = 0;
  /** How many steps were recorded: the index of the step being judged. */
  steps = 0;
  /** Whether KMS refuses everything at the moment (F-131), and whether that is known. */
  throttled = false;
  throttlingIsKnown = true;
  /** Whether KMS may throttle without being told to. */
  readonly hasQuotas: boolean;
  /** Whether S3 cannot reach KMS at the moment, or only the answers are lost (U-32), and whether that is known. */
  unreachable: WorldView['kmsUnreachable'] = false;
  outageIsKnown = true;
  /** Step that last turned throttling on; -1 = none. */
  throttledStep = -1;
  /** Step of the last RestartHosts; -1 = none. */
  restartedStep = -1;
  /** Step and time of the last request whose KMS calls nobody looked at; -1 and -Infinity = none. */
  unseenCallsStep = -1;
  unseenCallsMs = Number.NEGATIVE_INFINITY;
  /** Whether the encryption of some object may have been updated: what is not known of one may be the ETag's class. */
  hasUpdates = false;
  /** Step in which an alias last got another target; -1 = never. */
  aliasMovedStep = -1;
  /** What the setup leaves unknown of the time before the trace; undefined = nothing. */
  readonly past: LedgerPast | undefined;
  /** Time of the first step; undefined before it was recorded. */
  #startMs: number | undefined;
  /** Buckets that the setup does not list and that are not there. */
  readonly #gone = new Set<string>();
  /** Which steps deleted what is not there. */
  readonly deletions = new Deletions();
  /** What transient answers have left unknown of buckets. */
  readonly unsettled: Unsettled;
  readonly #requesters: ReadonlyMap<string, LedgerRequester>;
  readonly #buckets = new Map<string, BucketRecord>();
  readonly #keys = new Map<string, KeyRecord>();
  readonly #keysById = new Map<string, KeyRecord>();
  /** When imported material expires next. */
  #materialEndsMs = Number.POSITIVE_INFINITY;
  /** Whether the setup says of some bucket what it does about versions. */
  #tellsVersioning = false;
  readonly #hasDirectories: boolean;
  #lastRequester: LedgerRequester | undefined;
  #sidesOf: ObservedStep | undefined;
  #sides: Sides | undefined;

  /**
   * The record of a trace that starts from a setup; the profile says who shares bucket keys and how long changes take
   * to be seen.
   */
  constructor(setup: Setup, profile: Profile) {
    this.profile = profile;
    this.past = setup.unknown === undefined ? undefined : new LedgerPast(setup.unknown);
    // Whether a quota is used up is for the oracle to say.
    this.hasQuotas = setup.kmsQuotas !== undefined;
    this.outageIsKnown = this.past?.isEverything !== true;
    this.throttlingIsKnown = this.outageIsKnown && !this.hasQuotas;
    this.arns = new Arns(setup);
    this.#hasDirectories = setup.buckets.some(({ kind }) => kind === 'directory');
    this.unsettled = new Unsettled(this.arns.region === REGION_OF_REPEATED_CREATION);
    this.#requesters = ledgerRequesters(setup, this.arns, profile.requesterMode);
    for (const { id, account, keySpec, origin } of setup.kmsKeys) {
      const key = this.#addKey(id, account, false, this.past?.ofKey(id));
      key.isOfOtherUse = keySpec !== undefined;
      if (origin === 'EXTERNAL') key.awaitImport();
    }
    const accounts = new Set<string>();
    for (const { account } of setup.requesters) accounts.add(account);
    for (const { account } of setup.buckets) accounts.add(account);
    for (const { account } of setup.managedKeys ?? []) accounts.add(account);
    for (const account of accounts) this.#addManagedKey(account);
    for (const { name, account, plainObjects, versioning, objectLock } of setup.buckets) {
      const past = this.past?.ofBucket(name);
      const bucket = new BucketRecord(name, this.arns.bucket(name), account, -1, profile, past);
      bucket.versioning = versioning;
      bucket.locksObjects = objectLock === true;
      if (versioning !== undefined) this.#tellsVersioning = true;
      bucket.mayKeepVersions = versioning === 'Enabled' || versioning === 'Suspended';
      if (past?.isWhole !== true) for (const { key, body } of plainObjects) bucket.put(key, plainVersion(body.md5));
      this.#buckets.set(name, bucket);
    }
  }

  /** A requester of the setup, or undefined. */
  requester(name: string): LedgerRequester | undefined {
    return this.#requesters.get(name);
  }

  /** All requesters of the setup. */
  requesters(): readonly LedgerRequester[] {
    return [...this.#requesters.values()];
  }

  /**
   * Whoever takes a step.
   * @throws RangeError when the setup has no such requester.
   */
  requesterOf(step: Step): LedgerRequester {
    if (step.by === this.#lastRequester?.name) return this.#lastRequester;
    const requester = step.by === null ? undefined : this.#requesters.get(step.by);
    if (requester === undefined) throw new RangeError(`the setup has no requester ${JSON.stringify(step.by)}`);
    this.#lastRequester = requester;
    return requester;
  }

  /**
   * What a requester must have in common with another to share bucket keys; undefined for a name the setup does not
   * have.
   */
  identityOf(name: string): number | undefined {
    return this.#requesters.get(name)?.identity;
  }

  /** Whether an event is about a directory bucket, or copies from one (F-20). */
  concernsDirectory(event: Event): boolean {
    if (!this.#hasDirectories) return false;
    const isIn = (name: string) => this.arns.isDirectory(name);
    return (
      ('bucket' in event && isIn(event.bucket)) ||
      ('source' in event && isIn(event.source.bucket)) ||
      ('destination' in event && isIn(event.destination))
    );
  }

  /** Whether S3 may be unable to reach KMS at the moment. */
  get mayBeUnreachable(): boolean {
    return this.unreachable !== false || !this.outageIsKnown;
  }

  /** Whether answers of KMS may be lost on their way to S3 at the moment, though it carries calls out. */
  get mayLoseAnswers(): boolean {
    return this.unreachable === 'answers' || !this.outageIsKnown;
  }

  /** A bucket that exists. */
  bucket(name: string): BucketRecord | undefined {
    return this.#buckets.get(name) ?? (this.past?.isEverything === true ? this.#unlistedBucket(name) : undefined);
  }

  /** The bucket that an encryption context names. */
  bucketWithArn(arn: string | undefined): BucketRecord | undefined {
    const prefix = this.arns.bucket('');
    const name = arn?.startsWith(prefix) === true ? arn.slice(prefix.length) : '/';
    return name.includes('/') ? undefined : this.bucket(name);
  }

  /** One that the setup does not list may have been there. */
  #unlistedBucket(name: string): BucketRecord | undefined {
    if (this.#gone.has(name)) return undefined;
    const bucket = new BucketRecord(
      name,
      this.arns.bucket(name),
      undefined,
      -1,
      this.profile,
      this.past?.ofBucket(name),
    );
    bucket.isThere = false;
    this.#buckets.set(name, bucket);
    return bucket;
  }

  /** A KMS key by its ARN. */
  key(arn: string): KeyRecord | undefined {
    return this.#keys.get(arn);
  }

  /** A KMS key by its bare id. */
  keyById(id: string): KeyRecord | undefined {
    return this.#keysById.get(id);
  }

  /** Step after which a plaintext bucket key of a bucket must have been obtained to be in a cache still (U-05). */
  cachesLostStep(bucket: BucketRecord): number {
    return Math.max(this.restartedStep, bucket.evictedStep);
  }

  /**
   * Whether KMS calls for a bucket may have been made, unseen, within a time before now, and what they brought may
   * still be cached.
   */
  callsUnseenWithin(bucket: BucketRecord, lifetimeMs: number, nowMs: number): boolean {
    return nowMs < this.unseenCallsMs + lifetimeMs || this.pastIsCached(bucket, lifetimeMs, nowMs);
  }

  /** Whether a bucket key that was cached before the trace may still be. */
  pastIsCached(bucket: BucketRecord, lifetimeMs: number, nowMs: number): boolean {
    return this.cachesLostStep(bucket) < 0 && this.pastIsWithin(bucket, lifetimeMs, nowMs);
  }

  /** Whether the time before the trace is within a time before now, for a bucket that was there. */
  pastIsWithin({ past }: BucketRecord, lifetimeMs: number, nowMs: number): boolean {
    return past !== undefined && nowMs < (this.#startMs ?? nowMs) + lifetimeMs;
  }

  /** What last emptied the caches of a bucket after a step, and in which step, for people; undefined = nothing. */
  cachesLost({ name, evictedStep }: BucketRecord, after: number): string | undefined {
    if (Math.max(this.restartedStep, evictedStep) <= after) return undefined;
    return this.restartedStep > evictedStep
      ? `RestartHosts in ${stepName(this.restartedStep)}`
      : `EvictBucketKeys ${name} in ${stepName(evictedStep)}`;
  }

  /** Another bucket for which a requester has obtained bucket keys under a KMS key. */
  otherBucketOf(identity: number, keyArn: string, than: BucketRecord): BucketRecord | undefined {
    for (const bucket of this.#buckets.values())
      if (bucket !== than && bucket.grant(identity, keyArn) !== undefined) return bucket;
    return undefined;
  }

  /** The sides of the step being judged. */
  sides(seen: ObservedStep): Sides {
    if (this.#sides === undefined || this.#sidesOf !== seen) {
      this.#sides = findSides(this, seen);
      this.#sidesOf = seen;
    }
    return this.#sides;
  }

  /** Whether S3 may have failed by itself in a step, so that its answer tells nothing of what was asked (E-45). */
  mayBeLost({ step, observation }: ObservedStep): boolean {
    return this.profile.transientErrors && mayBeTransient(step.event, observation);
  }

  /** Takes note of the time, before the monitors judge what happens then: imported material may have expired. */
  timeIs(nowMs: number): void {
    if (nowMs < this.#materialEndsMs) return;
    this.#materialEndsMs = Number.POSITIVE_INFINITY;
    for (const key of this.#keys.values()) {
      key.timeIs(nowMs);
      this.#materialEndsMs = Math.min(this.#materialEndsMs, key.materialEndsMs);
    }
  }

  /** Takes note of a step, after the monitors have judged it. */
  record(seen: ObservedStep): void {
    this.timeIs(seen.step.atMs);
    this.#startMs ??= seen.step.atMs;
    const sides = this.sides(seen);
    this.#recordCalls(seen, sides);
    this.unsettled.record(seen, sides.operation, this.mayBeLost(seen));
    if (rewraps(sides.operation) && (succeeded(seen) || this.mayBeLost(seen))) this.hasUpdates = true;
    if (isReplication(sides.operation)) recordReplication(this, this.#buckets, seen, sides);
    else if (succeeded(seen)) this.#recordSuccess(seen, sides);
    else this.#recordFailure(seen, sides);
    this.steps += 1;
    this.#sidesOf = undefined;
  }

  #addNewBucket(name: string, account: string): void {
    const bucket = new BucketRecord(name, this.arns.bucket(name), account, this.steps, this.profile);
    if (this.#tellsVersioning && !this.arns.isDirectory(name)) bucket.versioning = 'Unversioned';
    this.#buckets.set(name, bucket);
  }

  #addManagedKey(account: string): void {
    const id = this.arns.managedKeyId(account);
    if (!this.#keysById.has(id)) this.#addKey(id, account, true);
  }

  #addKey(id: string, account: string, managed: boolean, isOfPast = false): KeyRecord {
    const policy = [{ effect: 'Allow', principal: this.arns.accountRoot(account), actions: ['kms:*'] }] as const;
    const key = new KeyRecord(
      id,
      this.arns.kmsKey(account, id),
      account,
      policy,
      managed,
      this.profile.kmsDelayMs,
      isOfPast,
    );
    this.#keys.set(key.arn, key);
    this.#keysById.set(id, key);
    return key;
  }

  #recordCalls(seen: ObservedStep, sides: Sides): void {
    const { atMs } = seen.step;
    const { kmsCalls, operation } = sides;
    if (kmsCalls?.length === 0 || !mayCallKms(operation, this.profile, seen.step.event)) return;
    if (kmsCalls === undefined) {
      this.unseenCallsStep = this.steps;
      this.unseenCallsMs = atMs;
      return;
    }
    for (const call of kmsCalls) {
      const identity = this.identityOf(call.by);
      if (call.result !== 'ok' || identity === undefined) continue;
      bucketOfCall(this, seen, sides, call)?.recordCall(
        identity,
        this.key(call.keyArn)?.arn ?? call.keyArn,
        call.operation,
        this.steps,
        atMs,
      );
    }
  }

  #recordSuccess(seen: ObservedStep, sides: Sides): void {
    const { bucket, key, operation } = sides;
    if (operation.upload !== undefined) {
      recordUpload(this, seen, sides);
      return;
    }
    if (key !== undefined && operation.by === 'requester') {
      recordObject(this, seen, key, sides);
      return;
    }
    const { atMs, event } = seen.step;
    if ('key' in event) {
      if (event.op === 'ExpireObject' && bucket !== undefined) recordExpiry(bucket, event, seen.observation);
      return;
    }
    if (bucket !== undefined) bucket.isThere = true;
    switch (event.op) {
      case 'CreateBucket':
        if (this.arns.region === REGION_OF_REPEATED_CREATION && bucket !== undefined) return;
        this.#addNewBucket(event.bucket, this.requesterOf(seen.step).account);
        return;
      case 'DeleteBucket':
        this.#buckets.delete(event.bucket);
        this.deletions.bucketDeleted(event.bucket, this.steps);
        if (this.past?.isEverything === true) this.#gone.add(event.bucket);
        return;
      case 'EvictBucketKeys':
        if (bucket !== undefined) bucket.evictedStep = this.steps;
        return;
      case 'RestartHosts':
        this.restartedStep = this.steps;
        return;
      case 'ThrottleKms':
        this.throttled = event.on;
        this.throttlingIsKnown = !this.hasQuotas;
        if (event.on) this.throttledStep = this.steps;
        return;
      case 'InterruptKms':
        this.unreachable = event.on && (event.answersLost === true ? 'answers' : 'calls');
        this.outageIsKnown = true;
        return;
      case 'CreateKey':
        this.#addKey(event.keyId, this.requesterOf(seen.step).account, false).made(event, atMs, this.steps);
        return;
      case 'CreateAlias':
      case 'UpdateAlias':
      case 'DeleteAlias':
        this.aliasMovedStep = this.steps;
        return;
      case 'PutBucketEncryption':
      case 'DeleteBucketEncryption':
      case 'PutBucketPolicy':
      case 'PutBucketVersioning':
      case 'PutBucketReplication':
      case 'DeleteBucketReplication':
        bucket?.configure(event, atMs, this.steps);
        if (bucket !== undefined) bucket.account ??= this.requesterOf(seen.step).account;
        return;
      case 'GetBucketEncryption':
        if (bucket !== undefined) bucket.account ??= this.requesterOf(seen.step).account;
        return;
      default:
        this.#recordControl(this.#keyControlled(event.keyId, seen.step), event, atMs);
    }
  }

  #recordControl(key: KeyRecord | undefined, event: Parameters<KeyRecord['apply']>[0], atMs: number): void {
    if (key === undefined) return;
    key.apply(event, atMs, this.steps);
    this.#materialEndsMs = Math.min(this.#materialEndsMs, key.materialEndsMs);
  }

  /** The KMS key that an event was carried out on: one of the setup, or one that was there before the trace. */
  #keyControlled(id: string, step: Step): KeyRecord | undefined {
    const known = this.keyById(id);
    if (known !== undefined || this.past === undefined) return known;
    return this.#addKey(id, this.requesterOf(step).account, false, true);
  }

  #recordFailure(seen: ObservedStep, { operation, bucket, object }: Sides): void {
    const { atMs, by, event } = seen.step;
    if (bucket === undefined || !('key' in event)) return;
    const { writes } = operation;
    const named = writes?.leaves === 'version' ? undefined : versionNamed(event, operation);
    if (writes !== undefined && this.mayBeLost(seen)) {
      bucket.blur(event.key);
      bucket.forgetNamed(event.key, named ?? 'null');
      return;
    }
    if (named !== undefined) return;
    if (operation.upload?.does === 'completes' || writes?.leaves === 'version')
      bucket.writeFailed(event.key, { atMs, by, from: objectRead(event) });
    const isGone = writes === undefined && operation.upload === undefined && seen.observation.status === 404;
    if (isGone && object?.presence === 'unknown') {
      bucket.remove(event.key);
      this.deletions.objectGone(event);
    }
  }
}
