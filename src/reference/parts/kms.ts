import { type Arns, MANAGED_ALIAS } from '../../../model/vocabulary/arns.ts';
import type { KmsEvent } from '../../../model/vocabulary/events/kms-events.ts';
import type { KmsCall, KmsOperation } from '../../../model/vocabulary/kms-call.ts';
import type { KeyPolicyStatement } from '../../../model/vocabulary/policy.ts';
import type { PolicyCondition } from '../../../model/vocabulary/policy-condition.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';
import type { Random } from '../crypto/random.ts';
import type { ControlFailure } from '../kms/control-failure.ts';
import type { Import, KeyMaterial, KeyState, StoredGrant, StoredKmsKey } from '../kms/key.ts';
import type { KmsFailure, S3Error } from '../refusal.ts';
import type { EncryptionContext } from '../s3/stored-object.ts';
import { principalsOf, type ResourceSays, resourceSays } from './policies.ts';

/** The operations that this KMS has, which the reference gets on with. */
export type ServedOperation = Exclude<KmsOperation, 'ReEncrypt'>;

/** Who rotates a key, or sets whether it rotates by itself. */
export type RotationOperation = 'EnableKeyRotation' | 'DisableKeyRotation' | 'RotateKeyOnDemand';

/** What key references are looked up in. */
export interface KeyDirectory {
  /** ARNs of the region. */
  readonly arns: Arns;
  /** Whether a key of this ARN exists or once existed. */
  knows(keyArn: string): boolean;
  /** ARN of the key an alias of an account points to, or null. */
  aliasTarget(account: string, alias: string): string | null;
}

/** Somebody uses a key, or controls it. */
export interface KeyUse {
  readonly requester: Requester;
  readonly arns: Arns;
  readonly operation: ServedOperation | KmsEvent['op'];
  /** Empty where the key is controlled. */
  readonly context: EncryptionContext;
}

/** May this principal use or control the key like this? */
export interface KeyQuestion extends KeyUse {
  readonly statements: readonly KeyPolicyStatement[];
  /** Whether the condition of a statement holds. */
  holds(condition: PolicyCondition): boolean;
  /** Puts what the policy says together with what IAM does (F-187). */
  withIam(byPolicy: ResourceSays): boolean;
}

/** Whether the value of `aws:s3:arn` matches the pattern of a policy condition. */
export type ContextMatches = (pattern: string, value: string) => boolean;

/** Which key is meant, who may use it, what its life does to it, and what S3 makes of a refusal. */
export interface KmsParts {
  /**
   * ARN of the key a reference means, or the reference as it was given where it means none; null = the managed key.
   * Aliases live in the writer's account, bare ids in the writer's or the bucket owner's (F-10).
   */
  resolveKeyReference(reference: string | null, bareIdAccount: string, writer: string, directory: KeyDirectory): string;
  /** Whether a key policy admits a call. */
  policyAllows(question: KeyQuestion, contextMatches: ContextMatches): boolean;
  /** Whether a new key policy would keep its caller from ever replacing it (F-165). */
  locksOut(question: KeyQuestion, contextMatches: ContextMatches): boolean;
  /** The key policy of a new key: the one that was given, or the default (F-214). */
  policyOfNewKey(
    given: readonly KeyPolicyStatement[] | undefined,
    byDefault: readonly KeyPolicyStatement[],
  ): readonly KeyPolicyStatement[];
  /** Whether a grant allows a use of its key (F-203, F-204). */
  grantAllows(grant: StoredGrant, use: KeyUse): boolean;
  /** The grants of a key once one was revoked, by its name (F-206). */
  grantsLeft(grants: readonly StoredGrant[], revoked: string): readonly StoredGrant[];
  /** Whether a grant names a principal as one that may retire it (F-208). */
  retires(grant: StoredGrant, principal: string): boolean;
  /** See {@link ContextMatches}: `*` is any run of characters, `?` any one, all else stands for itself (F-94). */
  contextMatches: ContextMatches;
  /** How a key in this state refuses calls; null = it serves them (F-115). */
  stateFailure(state: KeyState): KmsFailure | null;
  /** How a key that is or is not of another use refuses calls; null = it serves them (E-10). */
  usageFailure(isOfOtherUse: boolean): KmsFailure | null;
  /** Status and code S3 answers when KMS refused or failed (E-01 to E-09, E-11, U-32). */
  s3ErrorOf(failure: KmsFailure): S3Error;
  /** What S3 takes a call for whose answer does not arrive; null = for one that did (U-32). */
  takenForLost(): KmsFailure | null;
  /** The account whose quota a call counts for (F-129). */
  quotaHolder(caller: string, keyOwner: string): string;
  /** What the audit trail holds of one call (F-137 to F-139). */
  auditRecords(call: KmsCall): readonly KmsCall[];
  /** Whether the waiting period of a key is over. */
  isDeletionDue(key: StoredKmsKey, atMs: number): boolean;
  /** The aliases of an account, by name with the ARNs of their keys, that are lost with a key of it (F-192). */
  aliasesLost(key: StoredKmsKey, aliases: ReadonlyMap<string, string>): readonly string[];
  /** Whether an alias may be made: whether it has a key already (E-58). */
  aliasIsFree(target: string | null): boolean;
  /** Whether an alias of this name is one of AWS, which nobody makes, points or deletes (F-185). */
  isAliasOfAws(alias: string): boolean;
  /** State of a key whose deletion was cancelled (F-121). */
  stateAfterCancelledDeletion(): KeyState;
  /** Whether material can be imported into a key, and deleted from it (F-210). */
  takesMaterial(key: StoredKmsKey): boolean;
  /** The material that comes of an import (F-210). */
  materialTaken(imported: Import, random: Random): Uint8Array;
  /** State of a key once material was imported into it (F-210, D-21). */
  stateAfterImport(state: KeyState): KeyState;
  /** Whether the imported material of a key has expired (F-211). */
  isMaterialDue(key: StoredKmsKey, atMs: number): boolean;
  /** State of a key once its imported material is gone (F-211). */
  stateWithoutMaterial(state: KeyState): KeyState;
  /** What is left of imported material that is deleted or has expired (F-211). */
  materialKept(material: readonly KeyMaterial[]): readonly KeyMaterial[];
  /** How a key with imported material refuses to rotate, and to be set to it; null = it does not (F-212). */
  rotationFailure(key: StoredKmsKey, op: RotationOperation): ControlFailure | null;
  /** Automatic rotation of a key after it was turned off (F-193). */
  rotationWhenOff(key: StoredKmsKey): StoredKmsKey['automaticRotation'];
  /** Whether automatic rotation of a key is on, as is told who asks (F-207). */
  rotationStatus(key: StoredKmsKey): boolean;
  /** Material of a key after a rotation brought `fresh` (F-124). */
  materialAfterRotation(material: readonly KeyMaterial[], fresh: KeyMaterial): readonly KeyMaterial[];
}

/** ARNs of keys and aliases in this region, `alias/…`, or a bare id; everything else means no key (E-07 to E-09). */
function resolveKeyReference(
  reference: string | null,
  bareIdAccount: string,
  writer: string,
  directory: KeyDirectory,
): string {
  const { arns } = directory;
  if (reference === null) return arns.managedKey(writer);
  if (reference.startsWith('alias/')) return aliasTarget(writer, reference, directory) ?? reference;
  if (reference.startsWith('arn:')) {
    const [account = '', ...rest] = reference.split(':').slice(4);
    const alias = rest.join(':');
    // Only the ARN of an alias of this region reads the same put together again.
    const target = reference === arns.alias(account, alias) ? aliasTarget(account, alias, directory) : null;
    return target ?? reference;
  }
  const bare = arns.kmsKey(bareIdAccount, reference);
  return directory.knows(bare) ? bare : reference;
}

/** The managed key of every account has its alias from the start (F-185). */
function aliasTarget(account: string, alias: string, directory: KeyDirectory): string | null {
  const target = directory.aliasTarget(account, alias);
  if (target !== null || alias !== MANAGED_ALIAS) return target;
  const managed = directory.arns.managedKey(account);
  return directory.knows(managed) ? managed : null;
}

/** A Deny wins; without an Allow there is none, whatever the account. */
function policyAllows(question: KeyQuestion, contextMatches: ContextMatches): boolean {
  const { account } = question.requester;
  const principals = principalsOf(question.requester, question.arns);
  const value = question.context['aws:s3:arn'];
  const said = question.statements
    .filter((statement) => principals.includes(statement.principal))
    .filter(({ actions }) => actions.includes(`kms:${question.operation}`) || actions.includes('kms:*'))
    .filter(({ contextArn }) => contextArn === undefined || (value !== undefined && contextMatches(contextArn, value)))
    .filter(({ condition }) => condition === undefined || question.holds(condition));
  return question.withIam(resourceSays(said, question.arns.accountRoot(account)));
}

/** The grantee itself, for an operation of the list, in a context with the pairs that are asked for. */
function grantAllows(
  { granteePrincipal, operations, constraints = {} }: StoredGrant,
  { requester, arns, operation, context }: KeyUse,
): boolean {
  const asks = requester.servicePrincipal ?? arns.role(requester.account, requester.principal);
  if (asks !== granteePrincipal || !operations.some((one) => one === operation)) return false;
  const has = new Set(Object.entries(context).map(pairText));
  const { EncryptionContextEquals: all, EncryptionContextSubset: some = {} } = constraints;
  if (!Object.entries(some).every((pair) => has.has(pairText(pair)))) return false;
  if (all === undefined) return true;
  const isSize = Object.keys(all).length === Object.keys(context).length;
  return isSize && Object.entries(all).every((pair) => has.has(pairText(pair)));
}

/** A pair as a constraint has it, whose name is the same in any case (F-204). */
function pairText([name, value]: readonly [string, string]): string {
  return JSON.stringify([name.toLowerCase(), value]);
}

/** Sign by sign of the pattern: `matched[i]` says whether what was read of it matches the first `i` of the value. */
function contextMatches(pattern: string, value: string): boolean {
  let matched = [true, ...Array<boolean>(value.length).fill(false)];
  for (const sign of pattern.split('')) {
    let before = false;
    matched = matched.map((matches, i) => {
      if (sign === '*') before ||= matches;
      else before = i > 0 && matched[i - 1] === true && (sign === '?' || sign === value[i - 1]);
      return before;
    });
  }
  return matched[value.length] === true;
}

/** F-115. */
function stateFailure(state: KeyState): KmsFailure | null {
  switch (state) {
    case 'Enabled':
      return null;
    case 'Disabled':
      return 'DisabledException';
    case 'PendingImport':
    case 'PendingDeletion':
      return 'KMSInvalidStateException';
    case 'Deleted':
      return 'NotFoundException';
  }
}

/** It never rotates by itself, and on demand for new material only, which nobody imports here. */
function rotationFailure({ imported }: StoredKmsKey, op: RotationOperation): ControlFailure | null {
  if (imported === null) return null;
  return op === 'RotateKeyOnDemand' ? 'KMSInvalidStateException' : 'UnsupportedOperationException';
}

/** F-116, F-131, E-10; of a KMS that cannot be reached one page says 503 (U-32). */
function s3ErrorOf(failure: KmsFailure): S3Error {
  switch (failure) {
    case 'AccessDeniedException':
      return { status: 403, code: 'AccessDenied' };
    case 'ThrottlingException':
      return { status: 503, code: 'SlowDown' };
    case 'unreachable':
    case 'DependencyTimeoutException':
    case 'KMSInternalException':
      return { status: 503, code: 'ServiceUnavailable' };
    case 'DisabledException':
    case 'InvalidKeyUsageException':
    case 'KMSInvalidStateException':
    case 'NotFoundException':
      return { status: 400, code: `KMS.${failure}` };
  }
}

/** The correct {@link KmsParts}. */
export const KMS_PARTS: KmsParts = {
  resolveKeyReference,
  policyAllows,
  locksOut: (question, matches) => !policyAllows(question, matches),
  contextMatches,
  policyOfNewKey: (given, byDefault) => given ?? byDefault,
  grantAllows,
  grantsLeft: (grants, revoked) => grants.filter(({ name }) => name !== revoked),
  retires: ({ granteePrincipal, retiringPrincipal, operations }, principal) =>
    principal === retiringPrincipal || (principal === granteePrincipal && operations.includes('RetireGrant')),
  stateFailure,
  usageFailure: (isOfOtherUse) => (isOfOtherUse ? 'InvalidKeyUsageException' : null),
  s3ErrorOf,
  quotaHolder: (caller) => caller,
  takenForLost: () => 'unreachable',
  auditRecords: (call) => [call],
  isDeletionDue: (key, atMs) => key.deletionAtMs !== null && atMs >= key.deletionAtMs,
  aliasesLost: ({ arn }, aliases) => [...aliases].filter(([, target]) => target === arn).map(([alias]) => alias),
  aliasIsFree: (target) => target === null,
  isAliasOfAws: (alias) => alias.startsWith('alias/aws/'),
  stateAfterCancelledDeletion: () => 'Disabled',
  takesMaterial: ({ imported }) => imported !== null,
  materialTaken: ({ ownersCopy }) => ownersCopy,
  stateAfterImport: (state) => (state === 'PendingImport' ? 'Enabled' : state),
  isMaterialDue: ({ imported }, atMs) => imported !== null && imported.endsAtMs !== null && atMs >= imported.endsAtMs,
  stateWithoutMaterial: (state) => (state === 'PendingDeletion' ? state : 'PendingImport'),
  materialKept: () => [],
  rotationFailure,
  rotationWhenOff: () => null,
  rotationStatus: ({ state, automaticRotation }) => state !== 'PendingDeletion' && automaticRotation !== null,
  materialAfterRotation: (material, fresh) => [...material, fresh],
};
