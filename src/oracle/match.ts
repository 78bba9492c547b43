import {
  ANY_CODE,
  ANY_CONTENT_MD5,
  ANY_VERSION_ID,
  type EncryptionRule,
  isUnseenEtag,
  type KmsCall,
  NULL_VERSION,
  type Observation,
  type ObservedKmsCall,
  type Outcome,
  type ShownRule,
} from '../../model/index.ts';

/** A part of an observation the model has something to say of. */
export type ObservationPart =
  | 'status'
  | 'code'
  | 'sse'
  | 'kmsKeyArn'
  | 'bucketKeyEnabled'
  | 'etag'
  | 'contentMd5'
  | 'replicationStatus'
  | 'versionId'
  | 'deleteMarker'
  | 'rule'
  | 'keyRotationEnabled'
  | 'kmsCalls';

/** Whether an outcome explains everything that was observed; what was not observed is not asked. */
export function explains(outcome: Outcome, seen: Observation): boolean {
  return (
    outcome.status === seen.status &&
    codeAgrees(outcome, seen) &&
    (outcome.status === NOT_MODIFIED || headersAgree(outcome, seen)) &&
    contentAgrees(outcome, seen) &&
    deleteMarkerAgrees(outcome, seen) &&
    ruleAgrees(outcome, seen) &&
    rotationAgrees(outcome, seen) &&
    callsAgree(outcome.kmsCalls, seen.kmsCalls)
  );
}

/** Which headers of the object a 304 shows AWS does not say. */
const NOT_MODIFIED = 304;

function headersAgree(outcome: Outcome, seen: Observation): boolean {
  return (
    agrees(outcome.sse, seen.sse) &&
    agrees(outcome.kmsKeyArn, seen.kmsKeyArn) &&
    agrees(outcome.bucketKeyEnabled, seen.bucketKeyEnabled) &&
    etagAgrees(outcome, seen) &&
    agrees(outcome.replicationStatus, seen.replicationStatus) &&
    versionIdAgrees(outcome, seen)
  );
}

/** The parts in which an outcome and an observation differ. */
export function differingParts(outcome: Outcome, seen: Observation): readonly ObservationPart[] {
  const parts: ObservationPart[] = [];
  if (outcome.status !== seen.status) parts.push('status');
  if (!codeAgrees(outcome, seen)) parts.push('code');
  if (outcome.status !== NOT_MODIFIED) parts.push(...differingHeaders(outcome, seen));
  if (!contentAgrees(outcome, seen)) parts.push('contentMd5');
  if (!deleteMarkerAgrees(outcome, seen)) parts.push('deleteMarker');
  if (!ruleAgrees(outcome, seen)) parts.push('rule');
  if (!rotationAgrees(outcome, seen)) parts.push('keyRotationEnabled');
  if (!callsAgree(outcome.kmsCalls, seen.kmsCalls)) parts.push('kmsCalls');
  return parts;
}

function differingHeaders(outcome: Outcome, seen: Observation): readonly ObservationPart[] {
  const parts: ObservationPart[] = [];
  if (!agrees(outcome.sse, seen.sse)) parts.push('sse');
  if (!agrees(outcome.kmsKeyArn, seen.kmsKeyArn)) parts.push('kmsKeyArn');
  if (!agrees(outcome.bucketKeyEnabled, seen.bucketKeyEnabled)) parts.push('bucketKeyEnabled');
  if (!etagAgrees(outcome, seen)) parts.push('etag');
  if (!agrees(outcome.replicationStatus, seen.replicationStatus)) parts.push('replicationStatus');
  if (!versionIdAgrees(outcome, seen)) parts.push('versionId');
  return parts;
}

function agrees<T>(expected: T, seen: T | boolean | undefined): boolean {
  return seen === undefined || seen === expected;
}

function codeAgrees(outcome: Outcome, seen: Observation): boolean {
  return seen.code === undefined || seen.code === outcome.code || (outcome.code === ANY_CODE && seen.code !== null);
}

/** Of some of the content the MD5 is not known: any explains it. */
function contentAgrees({ contentMd5: expected }: Outcome, { contentMd5: seen }: Observation): boolean {
  return expected === ANY_CONTENT_MD5 ? seen !== null : agrees(expected, seen);
}

/** An opaque ETag that was observed has been learnt by the world; one that is still unknown explains no value. */
function etagAgrees(outcome: Outcome, seen: Observation): boolean {
  return seen.etag === undefined || (seen.etag === outcome.etag && (seen.etag === null || !isUnseenEtag(seen.etag)));
}

/** An id that was observed has been learnt by the world; that of what was written without may be left out. */
function versionIdAgrees({ versionId: expected }: Outcome, { versionId: seen }: Observation): boolean {
  if (expected === undefined || seen === undefined) return true;
  if (seen === null) return expected === NULL_VERSION;
  return seen === expected && seen !== ANY_VERSION_ID;
}

function deleteMarkerAgrees({ deleteMarker: expected }: Outcome, { deleteMarker: seen }: Observation): boolean {
  return expected === undefined || agrees(expected, seen);
}

function rotationAgrees({ keyRotationEnabled: expected }: Outcome, { keyRotationEnabled: seen }: Observation): boolean {
  return expected === undefined || agrees(expected, seen);
}

function ruleAgrees({ rule: expected }: Outcome, { rule: seen }: Observation): boolean {
  if (seen === undefined) return true;
  if (seen === null || expected === null) return seen === expected;
  return (
    seen.SSEAlgorithm === expected.SSEAlgorithm &&
    seen.KMSMasterKeyID === expected.KMSMasterKeyID &&
    (seen.BucketKeyEnabled ?? false) === (expected.BucketKeyEnabled ?? false) &&
    blockedTypesAgree(expected.BlockedEncryptionTypes, seen.BlockedEncryptionTypes)
  );
}

/** What a bucket blocks that nobody put is not known, nor was it always looked at (F-166); the order means nothing. */
function blockedTypesAgree(
  expected: EncryptionRule['BlockedEncryptionTypes'],
  seen: ShownRule['BlockedEncryptionTypes'],
): boolean {
  if (expected === undefined || seen === undefined) return true;
  if (seen === null) return false;
  return expected.every((type) => seen.includes(type)) && seen.every((type) => expected.includes(type));
}

/**
 * Whether KMS calls are those that were seen, where somebody looked. Their order is not documented: they are compared
 * as bags. A call that never reached KMS is in no log of KMS, and so need not have been seen (U-32).
 */
export function callsAgree(expected: readonly KmsCall[], seen: readonly ObservedKmsCall[] | undefined): boolean {
  if (seen === undefined) return true;
  if (seen.length !== expected.length) {
    const reached = expected.filter(({ result }) => result !== 'unreachable');
    return reached.length < expected.length && callsAgree(reached, seen);
  }
  if (expected.length <= 1) return expected.length === 0 || explainsCall(expected[0], seen[0]);
  // Of two calls, one may explain what was seen of both and the other of one only: a matching is looked for.
  const explained: number[] = [];
  return expected.every((_, at) => isPlaced(at, expected, seen, explained, new Set()));
}

/** Finds a call for an expected one to explain, if need be another for one that had it: Kuhn's algorithm. */
function isPlaced(
  at: number,
  expected: readonly KmsCall[],
  seen: readonly ObservedKmsCall[],
  explained: number[],
  tried: Set<number>,
): boolean {
  for (let place = 0; place < seen.length; place += 1) {
    if (tried.has(place) || !explainsCall(expected[at], seen[place])) continue;
    tried.add(place);
    const other = explained[place];
    if (other !== undefined && !isPlaced(other, expected, seen, explained, tried)) continue;
    explained[place] = at;
    return true;
  }
  return false;
}

/** Whether an expected call is one that was seen, as far as it was recorded. */
function explainsCall(expected: KmsCall | undefined, seen: ObservedKmsCall | undefined): boolean {
  return (
    expected !== undefined &&
    seen !== undefined &&
    expected.operation === seen.operation &&
    expected.keyArn === seen.keyArn &&
    agrees(expected.by, seen.by) &&
    agrees(expected.result, seen.result) &&
    (seen.context === undefined || sameContext(expected.context, seen.context))
  );
}

function sameContext(a: KmsCall['context'], b: KmsCall['context']): boolean {
  let names = 0;
  for (const name in a) {
    if (!Object.hasOwn(b, name) || a[name] !== b[name]) return false;
    names += 1;
  }
  for (const _name in b) names -= 1;
  return names === 0;
}
