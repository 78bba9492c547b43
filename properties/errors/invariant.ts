import {
  isEnvironmentEvent,
  isKmsEvent,
  isKmsOutage,
  isOfMaterial,
  type KmsCall,
  type KmsEvent,
  type KmsOutage,
  objectRead,
  operationOf,
  REGION_OF_REPEATED_CREATION,
  showsVersion,
  versionNamed,
} from '../../model/index.ts';
import type { Invariant } from '../invariant.ts';
import { controlAllows, kmsAllows } from '../ledger/permission.ts';
import { controlStateAt, type Transition, versionIn } from '../transition.ts';
import {
  ACCESS_DENIED,
  ANY,
  BUCKET_OWNED,
  BUCKET_TAKEN,
  type Due,
  FAILED_WITHIN,
  KEY_DENIED,
  KEY_DISABLED,
  KEY_NOT_FOUND,
  KEY_OF_OTHER_USE,
  KEY_PENDING,
  NO_SUCH_BUCKET,
  NO_SUCH_KEY,
  NOT_EMPTY,
  SLOW_DOWN,
  UNAVAILABLE,
} from './due.ts';

/**
 * A refusal by KMS comes out as S3 words it, a code goes with one status, and what is said to be missing, taken or not
 * empty is so, and nothing succeeds that needs it otherwise (E-01, E-02, E-05 to E-07, E-11, E-29, E-30, E-42, E-43,
 * F-115, F-121).
 */
export const errorsInvariant: Invariant = (transition) => {
  const { step, outcome } = transition;
  if (isEnvironmentEvent(step.event)) return undefined;
  const { status, code } = outcome;
  const byKms = refusedBy(transition);
  if (byKms !== undefined && !isAnswered(transition, byKms))
    return `KMS refused, for which ${byKms.status} ${byKms.code} is due, and the answer is ${status} ${code ?? ''}`;
  if (code !== null && status < 400) return `the answer has the status ${status} and the error code ${code}`;
  const usual = code === null || isKmsEvent(step.event) ? undefined : STATUS_OF.get(code);
  if (usual !== undefined && usual !== status) return `the answer is ${status} ${code}, and ${code} goes with ${usual}`;
  const groundless = outcome.kmsCalls.find((call) => call.result !== 'ok' && isGroundless(transition, call));
  if (groundless !== undefined)
    return `${groundless.operation} failed with ${groundless.result}, for which there is no reason`;
  return wrongAboutBuckets(transition) ?? wrongAboutObjects(transition) ?? wrongAboutKeys(transition);
};

const ANSWER_TO: Readonly<Record<Exclude<KmsCall['result'], KmsOutage | 'ok'>, Due>> = {
  AccessDeniedException: KEY_DENIED,
  DisabledException: KEY_DISABLED,
  InvalidKeyUsageException: KEY_OF_OTHER_USE,
  KMSInvalidStateException: KEY_PENDING,
  NotFoundException: KEY_NOT_FOUND,
  ThrottlingException: SLOW_DOWN,
};

/** The status that each code goes with. */
const STATUS_OF: ReadonlyMap<string | null, number> = new Map(
  [...Object.values(ANSWER_TO), ACCESS_DENIED, NO_SUCH_BUCKET, NO_SUCH_KEY, BUCKET_OWNED, BUCKET_TAKEN, NOT_EMPTY].map(
    ({ code, status }) => [code, status],
  ),
);

function refusedBy({ before, outcome }: Transition): Due | undefined {
  for (const { result } of outcome.kmsCalls) {
    // By which of the two is open (U-32).
    if (isKmsOutage(result) || before.kmsUnreachable === 'answers')
      return outcome.status === FAILED_WITHIN.status ? FAILED_WITHIN : UNAVAILABLE;
    if (result !== 'ok') return ANSWER_TO[result];
  }
  return undefined;
}

/** Whether KMS has refused for a reason that does not hold, where none is open (F-115, F-121, F-131). */
function isGroundless(
  { before, step: { atMs } }: Transition,
  { by: name, keyArn, operation, context, result }: KmsCall,
): boolean {
  // Either of its two keys may have refused.
  if (operation === 'ReEncrypt') return false;
  if (result === 'ThrottlingException') return !before.kmsThrottled && before.scope.kmsQuotas === undefined;
  if (isKmsOutage(result)) return before.kmsUnreachable !== 'calls' && !before.scope.profile.transientErrors;
  const key = before.kmsKeys.get(before.scope.kmsKeys.find(keyArn));
  const by = before.scope.requesters.get(name);
  if (key === undefined || by === undefined) return result !== 'NotFoundException';
  const { control, policy } = key;
  if ([...control.earlier, ...policy.earlier].some(({ untilMs }) => atMs < untilMs)) return false;
  const state = controlStateAt(control.current, atMs);
  switch (result) {
    case 'NotFoundException':
      return state !== 'deleted';
    case 'AccessDeniedException':
      return kmsAllows(policy.current, keyArn, by, operation, context['aws:s3:arn'] ?? '', null, context) === 'yes';
    case 'InvalidKeyUsageException':
      return key.isOfOtherUse !== true;
    case 'KMSInvalidStateException':
      return state !== 'pendingImport' && state !== 'pendingDeletion';
    default:
      return state !== 'disabled' && state !== 'pendingDeletion';
  }
}

/** Whether the answer is the one that is due; one without a body has no code. */
function isAnswered({ step, outcome }: Transition, due: Due): boolean {
  return (
    outcome.status === due.status &&
    (due.code === ANY || outcome.code === due.code || operationOf(step.event).bodiless === true)
  );
}

function wrongAboutBuckets({ before, step: { event }, outcome: { status, code } }: Transition): string | undefined {
  if (!('bucket' in event)) return undefined;
  const bucket = before.buckets.get(before.scope.bucket(event.bucket));
  if (event.op === 'CreateBucket') {
    const isTaken = code === BUCKET_OWNED.code || code === BUCKET_TAKEN.code;
    const mayRepeat = before.scope.arns.region === REGION_OF_REPEATED_CREATION;
    if (status < 400 && bucket !== undefined && !mayRepeat) return `${event.bucket} was created, and is there already`;
    return isTaken && bucket === undefined
      ? `${event.bucket} is not there, and its name is said to be taken`
      : undefined;
  }
  if (status < 400 && bucket === undefined) return `${event.bucket} is not there, and the request succeeded`;
  const source = 'source' in event ? before.buckets.get(before.scope.bucket(event.source.bucket)) : bucket;
  if (code === NO_SUCH_BUCKET.code && bucket !== undefined && source !== undefined)
    return `${event.bucket} is there, and said not to be`;
  if (event.op !== 'DeleteBucket' || bucket === undefined) return undefined;
  if (status < 400 && bucket.objectCount > 0) return `${event.bucket} was deleted, and there are objects in it`;
  return code === NOT_EMPTY.code && bucket.objectCount === 0
    ? `${event.bucket} is empty, and said not to be`
    : undefined;
}

function wrongAboutObjects({ before, step: { event }, outcome: { status, code } }: Transition): string | undefined {
  const operation = operationOf(event);
  const read = objectRead(event, operation);
  if (read === undefined) return undefined;
  const isThere = versionIn(before, read.bucket, read.key, versionNamed(event, operation)) !== undefined;
  if (status < 400 && !isThere) return `${read.bucket}/${read.key} is not there, and the request succeeded`;
  return isThere && (code === NO_SUCH_KEY.code || (status === NO_SUCH_KEY.status && showsVersion(operation)))
    ? `${read.bucket}/${read.key} is there, and said not to be`
    : undefined;
}

const ANY_STATE = ['enabled', 'disabled', 'pendingImport', 'pendingDeletion'];

/** In which states a KMS key can take an event (F-115, F-121, F-124, F-209 to F-211). */
const TAKEN_IN: Readonly<
  Record<Exclude<KmsEvent['op'], 'CreateKey' | 'PutKeyPolicy' | `${string}Alias`>, readonly string[]>
> = {
  DisableKey: ['enabled', 'disabled'],
  EnableKey: ['enabled', 'disabled'],
  ScheduleKeyDeletion: ['enabled', 'disabled', 'pendingImport'],
  CancelKeyDeletion: ['pendingDeletion'],
  EnableKeyRotation: ['enabled'],
  DisableKeyRotation: ['enabled'],
  GetKeyRotationStatus: ANY_STATE,
  RotateKeyOnDemand: ['enabled'],
  ImportKeyMaterial: ['enabled', 'disabled', 'pendingImport'],
  DeleteImportedKeyMaterial: ANY_STATE,
  CreateGrant: ['enabled'],
  RevokeGrant: ANY_STATE,
  RetireGrant: ANY_STATE,
};

/** A KMS key that can take an event takes it, and another does not. */
function wrongAboutKeys({ before, step, outcome }: Transition): string | undefined {
  const { event, atMs } = step;
  const by = step.by === null ? undefined : before.scope.requesters.get(step.by);
  if (!('keyId' in event) || by === undefined) return undefined;
  const key = before.kmsKeys.get(before.scope.keyWithId(event.keyId)?.number ?? -1);
  if (event.op === 'CreateKey')
    return outcome.status < 400 && key !== undefined ? `${event.keyId} was made, and there was one already` : undefined;
  const isGone = key === undefined || atMs >= key.control.current.deletedAtMs;
  if (isGone) return outcome.status < 400 ? `${event.keyId} is not there, and was changed` : undefined;
  if (event.op === 'PutKeyPolicy' || 'alias' in event) return undefined;
  if ([...key.control.earlier, ...key.policy.earlier].some(({ untilMs }) => atMs < untilMs)) return undefined;
  const state = controlStateAt(key.control.current, atMs);
  const isTaken = TAKEN_IN[event.op].includes(state) && (key.isExternal === true || !isOfMaterial(event.op));
  if (outcome.status < 400) return isTaken ? undefined : `${key.id} is ${state}, and took ${event.op}`;
  // Whether it may be rotated hangs on more than its state, and so does a waiting period that is out of range.
  const isSure = event.op === 'DisableKey' || event.op === 'EnableKey' || event.op === 'CancelKeyDeletion';
  const isOwn = key.account === by.account && by.limits === undefined;
  const mayControl = isOwn && !key.managed && controlAllows(key.policy.current, by, event.op);
  return isTaken && isSure && mayControl ? `${key.id} is ${state}, and refused ${event.op}` : undefined;
}
