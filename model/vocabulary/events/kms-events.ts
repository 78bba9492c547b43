import type { GrantConstraints, GrantOperation } from '../grant.ts';
import type { OtherKeySpec } from '../key-spec.ts';
import type { KeyPolicyStatement } from '../policy.ts';

/** Makes a customer managed key of the account of who asks (F-213). */
export interface CreateKey {
  readonly op: 'CreateKey';
  /**
   * The bare id by which the trace speaks of the key: the one that KMS gave, where somebody has seen it. A trace that
   * is yet to happen makes one up, and whoever drives a system puts the system's own in its place.
   */
  readonly keyId: string;
  /** Omitted = `SYMMETRIC_DEFAULT`. */
  readonly keySpec?: OtherKeySpec;
  /** Its material is to be imported (F-209). Omitted = KMS makes it. */
  readonly origin?: 'EXTERNAL';
  /** The key policy. Omitted = the default one, which leaves the key to its account (F-214). */
  readonly statements?: readonly KeyPolicyStatement[];
  /** Accepts a policy that locks its caller out all the same; omitted = false. */
  readonly bypassPolicyLockoutSafetyCheck?: boolean;
}

/** Makes a key unusable until it is enabled again (F-115, F-121). */
export interface DisableKey {
  readonly op: 'DisableKey';
  /** Bare key id. */
  readonly keyId: string;
}

/** Makes a disabled key usable. */
export interface EnableKey {
  readonly op: 'EnableKey';
  /** Bare key id. */
  readonly keyId: string;
}

/** Starts the waiting period after which the key is deleted for ever (F-121). */
export interface ScheduleKeyDeletion {
  readonly op: 'ScheduleKeyDeletion';
  /** Bare key id. */
  readonly keyId: string;
  /** Waiting period in days, 7 to 30. */
  readonly pendingWindowInDays: number;
}

/** Ends the waiting period; the key is disabled then (F-121). */
export interface CancelKeyDeletion {
  readonly op: 'CancelKeyDeletion';
  /** Bare key id. */
  readonly keyId: string;
}

/** Turns on automatic rotation of the key material (F-124). */
export interface EnableKeyRotation {
  readonly op: 'EnableKeyRotation';
  /** Bare key id. */
  readonly keyId: string;
  /** Period in days, 90 to 2560. */
  readonly rotationPeriodInDays: number;
}

/** Turns automatic rotation of the key material off (F-193). */
export interface DisableKeyRotation {
  readonly op: 'DisableKeyRotation';
  /** Bare key id. */
  readonly keyId: string;
}

/** Asks whether automatic rotation of the key material is on (F-207). */
export interface GetKeyRotationStatus {
  readonly op: 'GetKeyRotationStatus';
  /** Bare key id. */
  readonly keyId: string;
}

/** Rotates the key material now; at most 25 times in the life of a key (F-124). */
export interface RotateKeyOnDemand {
  readonly op: 'RotateKeyOnDemand';
  /** Bare key id. */
  readonly keyId: string;
}

/**
 * Gives a KMS key for imported material its material, which is always the same (F-210). GetParametersForImport, which
 * brings what the material is wrapped with, decides nothing, and is no event.
 */
export interface ImportKeyMaterial {
  readonly op: 'ImportKeyMaterial';
  /** Bare key id. */
  readonly keyId: string;
  /** How long until the material expires, in milliseconds, at most 365 days. Omitted = it does not expire. */
  readonly validForMs?: number;
}

/** Takes the imported material of a KMS key away, which can be imported again (F-211). */
export interface DeleteImportedKeyMaterial {
  readonly op: 'DeleteImportedKeyMaterial';
  /** Bare key id. */
  readonly keyId: string;
}

/** Replaces the key policy; one that would keep its caller from replacing it again is refused (F-165). */
export interface PutKeyPolicy {
  readonly op: 'PutKeyPolicy';
  /** Bare key id. */
  readonly keyId: string;
  readonly statements: readonly KeyPolicyStatement[];
  /** Accepts a policy that locks its caller out all the same; omitted = false. */
  readonly bypassPolicyLockoutSafetyCheck?: boolean;
}

/** Lets a role use a key, beside what the key policy says (F-203). */
export interface CreateGrant {
  readonly op: 'CreateGrant';
  /** Bare key id. */
  readonly keyId: string;
  /**
   * The name by which the trace speaks of the grant: its id, where somebody has seen it. A trace that is yet to happen
   * makes one up, and whoever drives a system puts the system's own in its place.
   */
  readonly grant: string;
  /** ARN of the role, of whatever account. */
  readonly granteePrincipal: string;
  /** ARN of a role that may retire the grant (F-208). Omitted = none. */
  readonly retiringPrincipal?: string;
  readonly operations: readonly GrantOperation[];
  /** What the encryption context must have. Omitted = any will do. */
  readonly constraints?: GrantConstraints;
}

/** Takes a grant back (F-206). Who has a bucket key cached is served by it all the same (F-118). */
export interface RevokeGrant {
  readonly op: 'RevokeGrant';
  /** Bare key id. */
  readonly keyId: string;
  /** What {@link CreateGrant} called it. */
  readonly grant: string;
}

/** Takes a grant back, for who the grant says may do so: the key policy is not asked (F-208). */
export interface RetireGrant {
  readonly op: 'RetireGrant';
  /** Bare key id. */
  readonly keyId: string;
  /** What {@link CreateGrant} called it. */
  readonly grant: string;
}

/** Gives a key of the requester's account one more name, which no key there has yet (F-191). */
export interface CreateAlias {
  readonly op: 'CreateAlias';
  /** Starts with `alias/`. */
  readonly alias: string;
  /** Bare key id of the target. */
  readonly keyId: string;
}

/** Takes an alias of the requester's account away; the key is as it was, a rule that names it finds none (F-191). */
export interface DeleteAlias {
  readonly op: 'DeleteAlias';
  /** Starts with `alias/`. */
  readonly alias: string;
}

/** Points an alias of the requester's account to another key of that account: manual rotation (F-126). */
export interface UpdateAlias {
  readonly op: 'UpdateAlias';
  /** Starts with `alias/`. */
  readonly alias: string;
  /** Bare key id of the new target. */
  readonly keyId: string;
}

/** Events on imported key material. */
export type MaterialEvent = ImportKeyMaterial | DeleteImportedKeyMaterial;

/** Events on grants. */
export type GrantEvent = CreateGrant | RevokeGrant | RetireGrant;

/** Events on aliases of KMS keys. */
export type AliasEvent = CreateAlias | UpdateAlias | DeleteAlias;

/** Events on KMS keys. The key policy allows them to principals of the account that owns the key (F-164). */
export type KmsEvent =
  | CreateKey
  | DisableKey
  | EnableKey
  | ScheduleKeyDeletion
  | CancelKeyDeletion
  | EnableKeyRotation
  | DisableKeyRotation
  | GetKeyRotationStatus
  | RotateKeyOnDemand
  | MaterialEvent
  | PutKeyPolicy
  | GrantEvent
  | AliasEvent;
