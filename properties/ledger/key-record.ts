import {
  type CreateKey,
  DAY_MS,
  type ImportKeyMaterial,
  type KeyPolicyStatement,
  type KmsEvent,
  type KmsOperation,
} from '../../model/index.ts';
import type { Certainty } from './certainty.ts';
import { Grants, type Since } from './grants.ts';
import { controlAllows, kmsAllows } from './permission.ts';
import type { LedgerRequester } from './requesters.ts';

/** What was seen of a KMS key: the state and the policy last set with success, and since when. */
export class KeyRecord {
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  /** AWS managed key `aws/s3` of its account (F-12). */
  readonly managed: boolean;
  /** It is no symmetric key for encryption: that KMS refuses its use is for the oracle to say (E-10). */
  isOfOtherUse = false;
  /** Its material is imported (F-209). */
  isExternal = false;
  state: 'enabled' | 'disabled' | 'pendingImport' | 'pendingDeletion' = 'enabled';
  /**
   * Whether its state, and its policy, were last set before the trace, by whom nobody knows; of its state also whether
   * AWS leaves open what an event made of it (D-21, U-40).
   */
  stateIsOfPast: boolean;
  policyIsOfPast: boolean;
  /** Whether it was there before the trace: how often it was rotated is not known. */
  readonly isOfPast: boolean;
  /** When the state last changed; -Infinity = never. */
  stateSinceMs = Number.NEGATIVE_INFINITY;
  /** When the key last became usable, or last became unusable, whichever it is now; -Infinity = always. */
  usabilitySinceMs = Number.NEGATIVE_INFINITY;
  /** Step of that; -1 = none. */
  usabilityStep = -1;
  /** End of the waiting period while deletion is pending. */
  deletedAtMs = Number.POSITIVE_INFINITY;
  /** Whether KMS has the material of the key, which of one of the past nobody knows (F-211). */
  material: Certainty = 'yes';
  /** When imported material expires. */
  materialEndsMs = Number.POSITIVE_INFINITY;
  /** Step that imported the material last; -1 = none. */
  importedStep = -1;
  policy: readonly KeyPolicyStatement[];
  /** When the policy was last set; -Infinity = never. */
  policySinceMs = Number.NEGATIVE_INFINITY;
  /** Step that set it; -1 = none. */
  policyStep = -1;
  /** Step of the last rotation of the key material; -1 = none. */
  rotatedStep = -1;
  /** Time of the last rotation; -Infinity = none. */
  rotatedAtMs = Number.NEGATIVE_INFINITY;
  /** On-demand rotations so far (F-124). */
  rotations = 0;
  /** When automatic rotation was last turned off, and not on again; Infinity = nobody says that it is off (F-193). */
  rotationOffMs = Number.POSITIVE_INFINITY;
  readonly grants: Grants;
  readonly #delayMs: number;
  /** When it was made; -Infinity = before the trace. */
  #madeAtMs = Number.NEGATIVE_INFINITY;

  /** `delayMs` is how long an earlier state or policy may still act (U-23). */
  constructor(
    id: string,
    arn: string,
    account: string,
    policy: readonly KeyPolicyStatement[],
    managed: boolean,
    delayMs: number,
    isOfPast = false,
  ) {
    this.isOfPast = isOfPast;
    if (isOfPast) this.material = 'open';
    this.stateIsOfPast = isOfPast;
    this.policyIsOfPast = isOfPast;
    this.id = id;
    this.arn = arn;
    this.account = account;
    this.managed = managed;
    this.policy = policy;
    this.#delayMs = delayMs;
    this.grants = new Grants(delayMs, isOfPast);
  }

  /** Takes note that the key was made, by which it became usable, or is to be once its material is imported. */
  made({ keySpec, origin, statements = this.policy }: CreateKey, atMs: number, step: number): void {
    this.isOfOtherUse = keySpec !== undefined;
    if (origin === 'EXTERNAL') this.awaitImport();
    this.policy = statements;
    this.#madeAtMs = atMs;
    this.stateSinceMs = atMs;
    this.usabilitySinceMs = atMs;
    this.usabilityStep = step;
  }

  /** Whether it was made so short a time ago that it may not be seen yet (F-215). */
  mayBeUnseen(nowMs: number): boolean {
    return nowMs < this.#madeAtMs + this.#delayMs;
  }

  /** Makes it a key whose material is yet to be imported (F-209). */
  awaitImport(): void {
    this.isExternal = true;
    if (!this.isOfPast) {
      this.state = 'pendingImport';
      this.material = 'no';
    }
  }

  /** Takes note of the time: imported material may have expired (F-211). */
  timeIs(nowMs: number): void {
    if (nowMs >= this.materialEndsMs) this.#loseMaterial(this.materialEndsMs, this.importedStep);
  }

  /** Whether the waiting period is over (F-121). */
  isDeleted(nowMs: number): boolean {
    return this.state === 'pendingDeletion' && nowMs >= this.deletedAtMs;
  }

  /** Whether the state of the key lets it be used. */
  isUsable(nowMs: number): Certainty {
    if (this.isOfOtherUse || this.stateIsOfPast || nowMs < this.usabilitySinceMs + this.#delayMs) return 'open';
    return this.state === 'enabled' ? 'yes' : 'no';
  }

  /** Whether no earlier state may still be seen. */
  stateIsSettled(nowMs: number): boolean {
    return !this.stateIsOfPast && nowMs >= this.stateSinceMs + this.#delayMs;
  }

  /**
   * Whether the key policy or a grant lets a call be made for a requester; its context names a bucket, or the object
   * `key` in it (see `namedArn`).
   */
  permits(
    requester: LedgerRequester,
    operation: KmsOperation,
    bucketArn: string,
    key: string | null,
    nowMs: number,
  ): Certainty {
    if (this.policyIsOfPast || nowMs < this.policySinceMs + this.#delayMs) return 'open';
    const by = requester.asksKmsAs;
    const granted = this.grants.allow(by, operation, bucketArn, key, nowMs);
    return kmsAllows(this.policy, this.arn, by, operation, bucketArn, key, undefined, granted);
  }

  /** Since when policy and grants may have been as they are, for a requester whom KMS refuses something by them. */
  refusedSince({ asksKmsAs }: LedgerRequester): Since {
    const taken = this.grants.takenFrom(asksKmsAs);
    return taken.step > this.policyStep ? taken : { atMs: this.policySinceMs, step: this.policyStep };
  }

  /** Whether the key policy lets a requester control the key (F-164). */
  permitsControl(requester: LedgerRequester, op: KmsEvent['op'], nowMs: number): Certainty {
    if (this.policyIsOfPast || nowMs < this.policySinceMs + this.#delayMs) return 'open';
    if (!controlAllows(this.policy, requester, op)) return 'no';
    return requester.limits === undefined ? 'yes' : 'open';
  }

  /** Whether there was no rotation since a time: none on demand, and automatic rotation was off (F-193, U-23). */
  keepsMaterialSince(atMs: number): boolean {
    return atMs >= Math.max(this.rotationOffMs, this.rotatedAtMs) + this.#delayMs;
  }

  /** Whether KMS would carry out a call, were it not throttled. */
  answers(
    requester: LedgerRequester,
    operation: KmsOperation,
    bucketArn: string,
    key: string | null,
    nowMs: number,
  ): Certainty {
    const usable = this.isUsable(nowMs);
    const permitted = this.permits(requester, operation, bucketArn, key, nowMs);
    if (usable === 'no' || permitted === 'no') return 'no';
    return usable === 'yes' && permitted === 'yes' ? 'yes' : 'open';
  }

  /** Takes note of an event on this key that KMS carried out. */
  apply(event: Exclude<KmsEvent, CreateKey | { readonly alias: string }>, atMs: number, step: number): void {
    switch (event.op) {
      case 'EnableKey':
        // Of one that was disabled without its material (U-40).
        this.#enter(this.material === 'no' ? 'pendingImport' : 'enabled', atMs, step);
        break;
      case 'CancelKeyDeletion': {
        const isOpen = this.material === 'no' || (this.material === 'open' && this.stateIsOfPast);
        this.#enter('disabled', atMs, step);
        this.stateIsOfPast = isOpen;
        break;
      }
      case 'DisableKey':
        this.#enter('disabled', atMs, step);
        break;
      case 'ImportKeyMaterial':
        this.#importMaterial(event, atMs, step);
        break;
      case 'DeleteImportedKeyMaterial':
        this.#loseMaterial(atMs, step);
        break;
      case 'ScheduleKeyDeletion':
        this.#enter('pendingDeletion', atMs, step);
        this.deletedAtMs = atMs + event.pendingWindowInDays * DAY_MS;
        break;
      case 'PutKeyPolicy':
        this.policy = event.statements;
        this.policySinceMs = atMs;
        this.policyIsOfPast = false;
        this.policyStep = step;
        break;
      case 'CreateGrant':
      case 'RevokeGrant':
      case 'RetireGrant':
        this.grants.apply(event, atMs, step);
        break;
      case 'RotateKeyOnDemand':
        this.rotatedStep = step;
        this.rotatedAtMs = atMs;
        this.rotations += 1;
        break;
      case 'EnableKeyRotation':
        this.rotationOffMs = Number.POSITIVE_INFINITY;
        break;
      case 'DisableKeyRotation':
        this.rotationOffMs = Math.min(this.rotationOffMs, atMs);
        break;
    }
  }

  #importMaterial({ validForMs }: ImportKeyMaterial, atMs: number, step: number): void {
    this.material = 'yes';
    this.materialEndsMs = atMs + (validForMs ?? Number.POSITIVE_INFINITY);
    this.importedStep = step;
    if (this.state === 'enabled' && !this.stateIsOfPast) return;
    // Whether a disabled key is enabled by it is open (D-21).
    const isOpen = this.state === 'disabled' || this.stateIsOfPast;
    this.#enter('enabled', atMs, step);
    this.stateIsOfPast = isOpen;
  }

  /** One that awaits its deletion goes on doing so (F-211). */
  #loseMaterial(atMs: number, step: number): void {
    this.material = 'no';
    this.materialEndsMs = Number.POSITIVE_INFINITY;
    if (this.stateIsOfPast) this.stateSinceMs = atMs;
    else if (this.state !== 'pendingDeletion') this.#enter('pendingImport', atMs, step);
  }

  #enter(state: KeyRecord['state'], atMs: number, step: number): void {
    if (state === this.state && !this.stateIsOfPast) return;
    if (this.stateIsOfPast || (state === 'enabled') !== (this.state === 'enabled')) {
      this.usabilitySinceMs = atMs;
      this.usabilityStep = step;
    }
    this.state = state;
    this.stateIsOfPast = false;
    this.stateSinceMs = atMs;
    this.deletedAtMs = Number.POSITIVE_INFINITY;
  }
}
