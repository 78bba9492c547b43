import {
  changesMore,
  conditionsOf,
  type Event,
  fieldValues,
  headersOf,
  type Setup,
  type SseAlgorithm,
} from '../../model/index.ts';
import { toldOf } from './told-of.ts';

/** How a reference names a KMS key (F-08). */
export type KeyForm = 'id' | 'arn' | 'alias' | 'aliasArn';

/** How requests are signed (F-34, F-101). */
export type Signature = 'v4' | 'v2' | 'none';

/**
 * What a system can do with its operations, so that no trace asks for more. What is omitted it can, but for what says
 * otherwise.
 */
export interface Capabilities {
  /** `one`: requesters, buckets and KMS keys are all of one account. */
  readonly accounts?: 'one' | 'several';
  /** The requesters there are, of those that are drawn ({@link DRAWN_REQUESTERS}); the first is always there. */
  readonly requesters?: readonly string[];
  /** Most KMS keys of a setup, apart from the AWS managed ones. */
  readonly kmsKeys?: number;
  /** Region of everything; omitted = that of a setup that names none. */
  readonly region?: string;
  /** Whether a setup may have objects that were written before S3 encrypted everything (F-33). */
  readonly plainObjects?: boolean;
  /** How a KMS key may be named in headers and rules. */
  readonly keyForms?: readonly KeyForm[];
  /** The algorithms that requests and rules may name. */
  readonly algorithms?: readonly SseAlgorithm[];
  /** Whether requests may add pairs to the encryption context (F-89). */
  readonly extraContext?: boolean;
  /**
   * `plain`: object keys are of letters, digits, `-`, `_`, `.` and `/`, each part beginning with a letter or a digit.
   * `hostile` ones are such as careless code stumbles over.
   */
  readonly objectKeys?: 'plain' | 'hostile';
  /** How requests may be signed. */
  readonly signatures?: readonly Signature[];
  /** Whether a session may have a scoping policy of its own (F-95). */
  readonly scopingPolicies?: boolean;
  /** Whether a bucket rule may say what it blocks (F-17). */
  readonly blockedEncryptionTypes?: boolean;
  /**
   * Whether requests may be carried out on conditions (F-36, F-181, F-182); a system for which it is omitted cannot.
   */
  readonly conditionalRequests?: boolean;
  /**
   * Whether some of the bytes of an object may be read, or one of its parts (F-44, K-11); a system for which it is
   * omitted cannot.
   */
  readonly ranges?: boolean;
  /** Whether reads may ask for the checksum (F-42); a system for which it is omitted cannot. */
  readonly checksumMode?: boolean;
  /** Whether requests may bring keys of their own (SSE-C, P12); a system for which it is omitted cannot. */
  readonly customerKeys?: boolean;
  /** Whether copies may be told what else to change (F-51); a system for which it is omitted cannot. */
  readonly copyChanges?: boolean;
  /** Whether a rule may have delete markers replicated (F-180); a system for which it is omitted cannot. */
  readonly deleteMarkerReplication?: boolean;
  /**
   * Whether buckets may have Object Lock, and versions a legal hold (F-188); a system for which it is omitted cannot.
   */
  readonly objectLock?: boolean;
  /** Whether objects may be replicated by a job of a role (F-190); a system for which it is omitted has no jobs. */
  readonly batchReplication?: boolean;
  /** Whether AWS services may send requests (K-28); a system for which it is omitted knows of none. */
  readonly services?: boolean;
  /** Whether a bucket may be a directory bucket (F-20); a system for which it is omitted has none. */
  readonly directoryBuckets?: boolean;
  /** Whether a setup may tell policies of IAM and of sessions; a system for which it is omitted has none. */
  readonly iam?: boolean;
  /** Whether accounts may have quotas of KMS (F-127); a system for which it is omitted throttles nobody for one. */
  readonly kmsQuotas?: boolean;
  /** Whether KMS keys may be of specs that S3 cannot use (E-10); a system for which it is omitted has none of them. */
  readonly otherKeySpecs?: boolean;
  /** Whether the material of KMS keys may be imported (F-209); a system for which it is omitted makes all of it. */
  readonly importedKeys?: boolean;
  /** Whether statements of policies may have conditions (F-143); a system for which it is omitted reads none. */
  readonly policyConditions?: boolean;
}

const PLAIN_KEY = /^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*)*$/;

/** Whether a system can be asked what an event asks. */
export function canAsk(capabilities: Capabilities, event: Event): boolean {
  const { objectKeys, algorithms, extraContext, keyForms, blockedEncryptionTypes } = capabilities;
  if (!canAskInThatWay(capabilities, event)) return false;
  const headers = headersOf(event);
  const rules = fieldValues(event, 'encryptionRules').flat();
  if (extraContext === false && headers.context !== undefined) return false;
  if (blockedEncryptionTypes === false && rules.some((rule) => rule.BlockedEncryptionTypes !== undefined)) return false;
  if (objectKeys === 'plain') {
    const keys = [...fieldValues(event, 'objectKey'), ...fieldValues(event, 'object').map(({ key }) => key)];
    if (!keys.every((key) => PLAIN_KEY.test(key))) return false;
  }
  if (algorithms !== undefined) {
    const named = [headers.sse, ...rules.map(({ SSEAlgorithm }) => SSEAlgorithm)];
    const known: readonly string[] = algorithms;
    if (!named.every((one) => one === undefined || known.includes(one))) return false;
  }
  if (keyForms === undefined) return true;
  const ruleKeys = rules.map(({ KMSMasterKeyID }) => KMSMasterKeyID);
  const named = [headers.kmsKeyId, ...ruleKeys, ...fieldValues(event, 'keyReference')];
  return named.every((one) => one === undefined || keyForms.includes(keyFormOf(one)));
}

/** Whether a system knows the headers, beside those of encryption, that an event has. */
function canAskInThatWay(capabilities: Capabilities, event: Event): boolean {
  const { conditionalRequests, ranges, checksumMode, customerKeys, copyChanges, policyConditions } = capabilities;
  const { batchReplication, deleteMarkerReplication, objectLock } = capabilities;
  if (conditionalRequests === false && conditionsOf(event) !== undefined) return false;
  if (customerKeys === false && bringsKey(event)) return false;
  if (copyChanges === false && changesMore(event)) return false;
  if (event.op === 'PutObject') return objectLock !== false || event.legalHold === undefined;
  if (event.op === 'ReplicateObject') return batchReplication !== false || event.job === undefined;
  if (event.op === 'PutBucketReplication')
    return deleteMarkerReplication !== false || event.deleteMarkerReplication === undefined;
  if (event.op === 'CreateKey' && !isOffered(capabilities, event)) return false;
  if (policyConditions === false && 'statements' in event && event.statements?.some(isConditional) === true)
    return false;
  if (event.op !== 'GetObject' && event.op !== 'HeadObject') return true;
  if (ranges === false && (event.range !== undefined || event.partNumber !== undefined)) return false;
  return checksumMode !== false || event.checksumMode !== true;
}

/** Whether a system may have a KMS key of a kind. */
function isOffered(
  { otherKeySpecs, importedKeys }: Capabilities,
  { keySpec, origin }: Pick<Setup['kmsKeys'][number], 'keySpec' | 'origin'>,
): boolean {
  return (keySpec === undefined || otherKeySpecs !== false) && (origin === undefined || importedKeys !== false);
}

function isConditional({ condition }: { readonly condition?: unknown }): boolean {
  return condition !== undefined;
}

/** Whether a request comes with a customer key. */
function bringsKey(event: Event): boolean {
  const { customerKey, customerAlgorithm } = headersOf(event);
  const isInHeaders = customerKey !== undefined || customerAlgorithm !== undefined;
  return isInHeaders || fieldValues(event, 'customerKey').length > 0;
}

/** The setup without what a system cannot have. */
export function setupWithin(capabilities: Capabilities, setup: Setup): Setup {
  const { accounts, signatures, scopingPolicies, requesters, region, services, iam } = capabilities;
  const account = accounts === 'one' ? setup.requesters[0]?.account : undefined;
  const isHere = (one: { readonly account: string }): boolean => account === undefined || one.account === account;
  const quotas = capabilities.kmsQuotas === false ? undefined : setup.kmsQuotas?.filter(isHere);
  const hasKeys = capabilities.algorithms?.every((one) => one === 'AES256') !== true;
  const hasAliases = capabilities.keyForms?.some((form) => form === 'alias' || form === 'aliasArn') !== false;
  const kmsKeys = hasKeys
    ? setup.kmsKeys.filter((key) => isHere(key) && isOffered(capabilities, key)).slice(0, capabilities.kmsKeys)
    : [];
  const who = setup.requesters.filter(
    (one) =>
      isHere(one) &&
      requesters?.includes(one.name) !== false &&
      signatures?.includes(one.signature ?? 'v4') !== false &&
      (services !== false || one.servicePrincipal === undefined) &&
      (scopingPolicies !== false || one.scopingPolicy === undefined),
  );
  const { identityPolicies: _roles, scopingPolicies: _sessions, kmsQuotas: _quotas, ...untold } = setup;
  return {
    ...untold,
    ...(iam !== false && toldOf(who, setup)),
    ...(quotas !== undefined && quotas.length > 0 && { kmsQuotas: quotas }),
    ...(region !== undefined && { region }),
    requesters: who,
    kmsKeys,
    aliases: hasAliases ? setup.aliases.filter(({ keyId }) => kmsKeys.some(({ id }) => id === keyId)) : [],
    buckets: setup.buckets.filter(isHere).map((bucket) => bucketWithin(capabilities, bucket)),
  };
}

function bucketWithin(
  { directoryBuckets, objectLock: locks, plainObjects, objectKeys }: Capabilities,
  { kind, objectLock, ...plain }: Setup['buckets'][number],
): Setup['buckets'][number] {
  const bucket = {
    ...plain,
    ...(kind !== undefined && directoryBuckets !== false && { kind }),
    ...(objectLock !== undefined && locks !== false && { objectLock }),
  };
  if (plainObjects === false) return { ...bucket, plainObjects: [] };
  if (objectKeys !== 'plain') return bucket;
  return { ...bucket, plainObjects: bucket.plainObjects.filter(({ key }) => PLAIN_KEY.test(key)) };
}

function keyFormOf(reference: string): KeyForm {
  const isAlias = reference.startsWith('alias/') || reference.includes(':alias/');
  if (reference.startsWith('arn:')) return isAlias ? 'aliasArn' : 'arn';
  return isAlias ? 'alias' : 'id';
}
