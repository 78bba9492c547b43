import {
  type BucketPolicyStatement,
  type BucketSetup,
  type DeleteBucketEncryption,
  type DeleteBucketReplication,
  type EncryptionRule,
  type Event,
  type KmsOperation,
  type Profile,
  type PutBucketEncryption,
  type PutBucketPolicy,
  type PutBucketReplication,
  type PutBucketVersioning,
  type S3Action,
  UNCONFIGURED_RULE,
} from '../../model/index.ts';
import { BoundedMap } from './bounded-map.ts';
import type { Certainty } from './certainty.ts';
import type { HeadersProfile } from './headers-seen.ts';
import { CONFIGURING_ACTIONS } from './needed-actions.ts';
import { PairMap } from './nested-map.ts';
import type { FailedWrite, ObjectRecord, Version } from './object-record.ts';
import { type BucketPast, NEVER_SEEN } from './past.ts';
import { s3Allows } from './permission.ts';
import type { LedgerRequester } from './requesters.ts';
import type { UploadRecords } from './upload-records.ts';

/** The successful KMS calls of one requester for the bucket keys of one bucket under one KMS key. */
export interface Grant {
  /** Step and time of the last one. */
  step: number;
  atMs: number;
  /** How many there were. */
  count: number;
  /**
   * Step and time of the last one that made a new bucket key (GenerateDataKey, or Encrypt by replication); -1 and
   * -Infinity = none.
   */
  generatedStep: number;
  generatedAtMs: number;
}

/** How long an earlier policy may still act (U-27), and what its conditions see (U-36). */
type PolicyProfile = Pick<Profile, 'policyDelayMs'> & HeadersProfile;

/** The events that configure a bucket. */
export type Configuration =
  | PutBucketEncryption
  | DeleteBucketEncryption
  | PutBucketPolicy
  | PutBucketVersioning
  | PutBucketReplication
  | DeleteBucketReplication;

/** What was seen of a bucket. One that is made anew under its old name gets a new record. */
export class BucketRecord {
  readonly name: string;
  /** Account of the owner; undefined where nobody has shown it. */
  account: string | undefined;
  /** Step that made it; -1 for one of the setup. */
  readonly madeStep: number;
  /** ARN of the bucket. */
  readonly arn: string;
  /** What stays unknown of it since it was there before the trace began; undefined = nothing. */
  readonly past: BucketPast | undefined;
  /** Whether it is certainly there. */
  isThere = true;
  /** Encryption rule as last accepted; undefined where that was before the trace. */
  rule: EncryptionRule | undefined = UNCONFIGURED_RULE;
  /** What it blocks, as it was last put; undefined where nobody has said it since the rule was deleted (F-17, U-17). */
  blocked: EncryptionRule['BlockedEncryptionTypes'] = undefined;
  /** Whether the rule was set by PutBucketEncryption (F-51). */
  ruleIsExplicit = false;
  /** When the rule was last set or reset; -Infinity and -1 = never. */
  ruleSinceMs = Number.NEGATIVE_INFINITY;
  ruleStep = -1;
  policy: readonly BucketPolicyStatement[] = [];
  /** When the policy was last set; undefined = never, or before the trace. */
  policySinceMs: number | undefined;
  /** Step that set it; -1 = none. */
  policyStep = -1;
  replication: PutBucketReplication | undefined;
  /** Whether its replication rule, or that there is none, was last set before the trace. */
  replicatesUnknown: boolean;
  /** Whether it may keep versions, so that a key has more than what is current: it was told to, or has shown one. */
  mayKeepVersions = false;
  /** What it was last told to do about versions, or is known to do; undefined where nobody said. */
  versioning: BucketSetup['versioning'];
  /** Whether Object Lock is on. */
  locksObjects = false;
  /** When it was last told; -Infinity = not in the trace. */
  versioningSinceMs = Number.NEGATIVE_INFINITY;
  /** Step of the last EvictBucketKeys; -1 = none. */
  evictedStep = -1;
  /** Objects known to be there, and those of which it is not known. */
  present = 0;
  uncertain = 0;
  /** Its multipart uploads; undefined where none was seen. */
  uploads: UploadRecords | undefined;
  /** What monitors have noted of it. */
  readonly notes: unknown[] = [];
  /** What is there, or may be. */
  readonly #objects = new Map<string, ObjectRecord>();
  /** What is not there although somebody tried to write it. */
  #tried: BoundedMap<ObjectRecord> | undefined;
  /** By key and then by id, what was shown to have that id and is not known to be gone (F-176); undefined = none. */
  #versions: Map<string, Map<string, Version>> | undefined;
  /** Keys that a delete marker hides which replication has not taken up, as far as is remembered. */
  #markers: BoundedMap<true> | undefined;
  readonly #profile: PolicyProfile;
  readonly #grants = new PairMap<Grant>();
  readonly #generated = new Map<string, number>();

  /** A bucket that nobody has configured yet. */
  constructor(
    name: string,
    arn: string,
    account: string | undefined,
    madeStep: number,
    profile: PolicyProfile,
    past: BucketPast | undefined = undefined,
  ) {
    this.#profile = profile;
    this.past = past;
    this.replicatesUnknown = past?.isWhole === true;
    if (past?.isWhole === true) this.rule = undefined;
    this.name = name;
    this.account = account;
    this.madeStep = madeStep;
    this.arn = arn;
  }

  /** What is known of a key; undefined where nothing is, and nothing was tried of late. */
  object(key: string): ObjectRecord | undefined {
    return this.#objects.get(key) ?? this.#tried?.get(key) ?? (this.mayHold(key) ? NEVER_SEEN : undefined);
  }

  /** Whether an object of which nothing was seen may be there from before the trace. */
  mayHold(key: string): boolean {
    return this.past !== undefined && (this.past.isWhole || this.past.objects.has(key));
  }

  /** Whether an object is there. */
  presenceOf(key: string): ObjectRecord['presence'] {
    return this.#objects.get(key)?.presence ?? (this.mayHold(key) ? 'unknown' : 'absent');
  }

  /** The current version of an object that is known to be there. */
  versionOf(key: string): Version | undefined {
    return this.#objects.get(key)?.version;
  }

  /** What is known of a version that is named by its id. */
  named(key: string, id: string): ObjectRecord {
    const version = this.#versions?.get(key)?.get(id);
    return version === undefined ? NEVER_SEEN : { presence: 'present', version, failedWrite: undefined };
  }

  /** A version was seen to have an id; it is there until it is deleted by that. */
  nameVersion(key: string, id: string, version: Version): void {
    if (id !== 'null') this.mayKeepVersions = true;
    version.versionId = id;
    this.#versions ??= new Map();
    const versions = this.#versions.get(key) ?? new Map<string, Version>();
    versions.set(id, version);
    this.#versions.set(key, versions);
  }

  /** A version is gone, or may be. */
  forgetNamed(key: string, id: string): void {
    // Which of them is at a place is not followed here.
    this.#markers?.delete(key);
    if (this.#versions === undefined) return;
    if (id.startsWith('#')) this.forgetVersions(key);
    else this.#versions.get(key)?.delete(id);
  }

  /** Any of the versions of a key may have become another. */
  forgetVersions(key: string): void {
    this.#versions?.delete(key);
  }

  /**
   * Whether S3 lets a requester act on this bucket and its objects (F-46, F-184).
   *
   * @param event - the request, whose encryption headers conditions may ask for; omitted = it is not known
   */
  permits(requester: LedgerRequester, action: Exclude<S3Action, 's3:*'>, nowMs: number, event?: Event): Certainty {
    if (this.policySinceMs !== undefined && nowMs < this.policySinceMs + this.#profile.policyDelayMs) return 'open';
    if ((this.past?.isWhole === true && this.policySinceMs === undefined) || this.account === undefined) return 'open';
    return s3Allows(this.policy, this.account, requester, action, this.#profile, event);
  }

  /**
   * Whether a requester may list the bucket, and so is told what is missing (F-161). Of the principals of the bucket's
   * account IAM may say either, where the profile has that open; a Deny of the bucket policy stands.
   */
  maySee(requester: LedgerRequester, profile: Profile, nowMs: number): Certainty {
    const permitted = this.permits(requester, 's3:ListBucket', nowMs);
    const byIam = permitted === 'yes' && requester.account === this.account && profile.ownAccountLists.includes(false);
    return byIam && !this.#allows(requester, 's3:ListBucket') ? 'open' : permitted;
  }

  /**
   * Whether a requester may configure the bucket: as its policy says, as its owner, or either, where the profile has
   * that open; the root user of the owner may always replace the policy (F-184).
   */
  mayConfigure(
    requester: LedgerRequester,
    op: keyof typeof CONFIGURING_ACTIONS,
    { configAuthority }: Profile,
    nowMs: number,
  ): Certainty {
    if (this.account === undefined) return 'open';
    const byOwner: Certainty = requester.account === this.account ? 'yes' : 'no';
    if (op === 'PutBucketPolicy' && byOwner === 'yes' && requester.isRootUser) return 'yes';
    if (!configAuthority.includes('policy')) return byOwner;
    const byPolicy = this.permits(requester, CONFIGURING_ACTIONS[op], nowMs);
    return byPolicy !== byOwner && configAuthority.includes('owner') ? 'open' : byPolicy;
  }

  #allows(requester: LedgerRequester, action: Exclude<S3Action, 's3:*'>): boolean {
    // Asked as of another account, only what a statement says counts.
    return s3Allows(this.policy, '', requester, action, this.#profile, undefined) === 'yes';
  }

  /** A new version was written. */
  put(key: string, version: Version): void {
    this.#become(key, 'present', version);
  }

  /** The object was deleted, or seen to be absent. */
  remove(key: string): void {
    const record = this.#objects.get(key);
    if (record !== undefined) this.#count(record.presence, -1);
    // That it is gone is all that tells it from what was there before the trace.
    if (this.mayHold(key)) this.#objects.set(key, { presence: 'absent', version: undefined, failedWrite: undefined });
    else this.#objects.delete(key);
    this.#tried?.delete(key);
  }

  /** A delete marker hides what is under a key, and waits for replication. */
  hideByMarker(key: string): void {
    this.#markers ??= new BoundedMap();
    this.#markers.set(key, true);
  }

  /** Whether a delete marker certainly hides a key, and has not been replicated; it is from now on. */
  takeMarker(key: string): boolean {
    const isThere = this.#markers?.get(key) === true;
    this.#markers?.delete(key);
    return isThere;
  }

  /** A write may or may not have happened. */
  blur(key: string): void {
    this.#become(key, 'unknown', undefined);
  }

  /**
   * A replica came or not, unseen: if so, maybe in the place of the version without an id (F-176), or of the one that
   * has the id of its source (F-180).
   *
   * @param id - of the source; undefined where nobody has seen it
   */
  blurReplica(key: string, id: string | undefined): void {
    this.blur(key);
    this.forgetNamed(key, 'null');
    if (id === undefined) this.forgetVersions(key);
    else this.forgetNamed(key, id);
  }

  /** Whether a version may be there that has the id of the source of a replica: then that takes its place (F-180). */
  mayHaveVersion(key: string, id: string | undefined): boolean {
    const versions = this.#versions?.get(key);
    return versions !== undefined && (id === undefined ? versions.size > 0 : versions.has(id));
  }

  /** A write failed. */
  writeFailed(key: string, failedWrite: FailedWrite): void {
    const record = this.object(key);
    if (record !== undefined && record !== NEVER_SEEN) record.failedWrite = failedWrite;
    else {
      this.#tried ??= new BoundedMap();
      this.#tried.set(key, { presence: this.presenceOf(key), version: undefined, failedWrite });
    }
  }

  /** Takes note of a configuration that S3 accepted. */
  configure(event: Configuration, atMs: number, step: number): void {
    switch (event.op) {
      case 'PutBucketEncryption':
      case 'DeleteBucketEncryption':
        this.rule = (event.op === 'PutBucketEncryption' ? event.rules[0] : undefined) ?? UNCONFIGURED_RULE;
        this.blocked =
          event.op === 'PutBucketEncryption' ? (this.rule.BlockedEncryptionTypes ?? this.blocked) : undefined;
        this.ruleIsExplicit = event.op === 'PutBucketEncryption';
        this.ruleSinceMs = atMs;
        this.ruleStep = step;
        return;
      case 'PutBucketPolicy':
        this.policy = event.statements;
        this.policySinceMs = atMs;
        this.policyStep = step;
        return;
      case 'PutBucketVersioning':
        this.mayKeepVersions = true;
        this.versioning = event.status;
        this.versioningSinceMs = atMs;
        return;
      case 'PutBucketReplication':
        this.replication = event;
        this.replicatesUnknown = false;
        return;
      case 'DeleteBucketReplication':
        this.replication = undefined;
        this.replicatesUnknown = false;
    }
  }

  /** The calls of a requester for the bucket keys under a KMS key. */
  grant(identity: number, keyArn: string): Grant | undefined {
    return this.#grants.get(identity, keyArn);
  }

  /** Whether somebody else has obtained a bucket key here under a KMS key. */
  isPaidByOthers(identity: number, keyArn: string): boolean {
    return this.#grants.some((one, arn) => one !== identity && arn === keyArn);
  }

  /** Another KMS key whose bucket keys a requester has obtained here. */
  otherKeyOf(identity: number, keyArn: string): string | undefined {
    let other: string | undefined;
    this.#grants.some((one, arn) => {
      if (one === identity && arn !== keyArn) other = arn;
      return other !== undefined;
    });
    return other;
  }

  /** When a bucket key under a KMS key was last made here, by whomever; -Infinity = never. */
  lastMintMs(keyArn: string): number {
    return this.#generated.get(keyArn) ?? Number.NEGATIVE_INFINITY;
  }

  /** Takes note of a successful KMS call whose context names this bucket. */
  recordCall(identity: number, keyArn: string, operation: KmsOperation, step: number, atMs: number): void {
    let grant = this.#grants.get(identity, keyArn);
    if (grant === undefined) {
      grant = { step, atMs, count: 0, generatedStep: -1, generatedAtMs: Number.NEGATIVE_INFINITY };
      this.#grants.add(identity, keyArn, grant);
    }
    grant.step = step;
    grant.atMs = atMs;
    grant.count += 1;
    if (operation === 'Decrypt') return;
    grant.generatedStep = step;
    grant.generatedAtMs = atMs;
    this.#generated.set(keyArn, atMs);
  }

  #become(key: string, presence: 'present' | 'unknown', version: Version | undefined): void {
    const record = this.#objects.get(key);
    this.#count(presence, 1);
    this.#markers?.delete(key);
    if (record === undefined) {
      this.#objects.set(key, { presence, version, failedWrite: undefined });
      this.#tried?.delete(key);
      return;
    }
    this.#count(record.presence, -1);
    record.presence = presence;
    record.version = version;
    record.failedWrite = undefined;
  }

  #count(presence: ObjectRecord['presence'], change: 1 | -1): void {
    if (presence === 'present') this.present += change;
    if (presence === 'unknown') this.uncertain += change;
  }
}
