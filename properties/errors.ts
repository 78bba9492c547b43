import {
  type BucketEvent,
  conditionsOf,
  type Event,
  headersOf,
  isKmsEvent,
  isKmsOutage,
  isReplication,
  isSuccess,
  type KmsCall,
  type KmsEvent,
  type KmsOutage,
  type ObjectEvent,
  objectRead,
  operationOf,
  type Profile,
  showsVersion,
  type UploadEvent,
} from '../model/index.ts';
import { alsoDue } from './errors/also-due.ts';
import { bucketDue } from './errors/bucket-due.ts';
import {
  ACCESS_DENIED,
  ANY,
  DECRYPT_DENIED,
  type Due,
  FAILED_WITHIN,
  KEY_DENIED,
  KEY_DISABLED,
  KEY_NOT_FOUND,
  KEY_OF_OTHER_USE,
  KEY_PENDING,
  MISSING_UNTOLD,
  NO_SUCH_BUCKET,
  NO_SUCH_KEY,
  SLOW_DOWN,
  UNAVAILABLE,
} from './errors/due.ts';
import { errorsInvariant } from './errors/invariant.ts';
import { keyDue } from './errors/key-due.ts';
import { objectDue } from './errors/object-due.ts';
import { uploadDue } from './errors/upload-due.ts';
import { mayDecryptFor, type Sides } from './ledger/sides.ts';
import type { Ledger } from './ledger.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Broken, Property } from './property.ts';
import { answeredText, stepName, stepText } from './wording.ts';

/**
 * Conditions and answers. Where what was asked and what was seen before leave no doubt which condition applies, the
 * status and the code must be those of that condition; a KMS refusal must come out as S3 words it; and a code goes with
 * one status only.
 */
export const errors: Property = {
  id: 'errors',
  title: 'Each condition is answered with its status and code.',
  requirements: [
    'F-16',
    'E-01',
    'E-02',
    'E-05',
    'E-06',
    'E-07',
    'E-10',
    'E-11',
    'E-12',
    'E-13',
    'E-15',
    'E-16',
    'E-18',
    'E-19',
    'E-20',
    'E-21',
    'E-22',
    'E-23',
    'E-24',
    'E-25',
    'E-26',
    'E-27',
    'E-28',
    'E-29',
    'E-30',
    'E-31',
    'E-32',
    'E-48',
    'E-51',
    'F-63',
    'F-163',
    'P12',
    'P13',
    'E-52',
    'F-179',
    'F-180',
    'E-42',
    'E-43',
    'E-46',
    'E-54',
    'E-55',
    'E-56',
    'E-57',
    'E-34',
    'E-53',
    'F-29',
    'F-36',
    'F-44',
    'F-181',
    'F-12',
    'F-39',
    'F-46',
    'F-101',
    'F-102',
    'F-115',
    'F-121',
    'F-209',
    'F-210',
    'F-211',
    'F-124',
    'F-183',
    'U-14',
    'U-20',
    'U-30',
    'U-32',
    'U-34',
    'F-150',
    'F-188',
    'F-157',
    'F-161',
    'F-162',
    'E-35',
    'E-41',
    'E-47',
  ],
  formula: '□ (condition(request) → (status, code) = answer(condition))',
  needs: 'answers',
  monitor({ ledger }) {
    return {
      see(seen) {
        const { status, code } = seen.observation;
        const sides = ledger.sides(seen);
        const byKms = refusedBy(ledger, seen, sides);
        if (byKms !== undefined && !fits(seen, byKms)) return wrong(ledger, seen, byKms);
        const usual = typeof code === 'string' ? STATUS_OF.get(code) : undefined;
        const isUnusual = usual !== undefined && !isKmsEvent(seen.step.event) && usual.status !== status;
        if (isUnusual && byKms?.code !== ANY && !isOfAnyCode(seen, dueTo(ledger, seen, sides))) {
          return {
            violation:
              `${stepText(seen)} and was answered ${answeredText(seen)}, but ${code} goes with the ` +
              `status ${usual.status}`,
            requirements: usual.requirements,
          };
        }
        if (typeof code === 'string' && status < 400) {
          return {
            violation: `${stepText(seen)} with the status ${status} and the error code ${code} at once`,
            requirements: [],
          };
        }
        const due = dueTo(ledger, seen, sides);
        if (due === undefined) return byKms === undefined ? 'idle' : 'exercised';
        if (!fits(seen, due) && !isTolerated(ledger, seen, due) && !isAnother(ledger, seen, due))
          return wrong(ledger, seen, due);
        return isSuccess(due.status) ? 'held' : 'exercised';
      },
    };
  },
  invariant: errorsInvariant,
};

/** The status that each code of S3 goes with, and the conditions it is an answer to. */
const STATUS_OF: ReadonlyMap<string, { readonly status: number; readonly requirements: readonly string[] }> = new Map([
  ['NoSuchBucket', { status: 404, requirements: ['E-29'] }],
  ['NoSuchKey', { status: 404, requirements: ['E-30'] }],
  ['NoSuchUpload', { status: 404, requirements: ['E-35'] }],
  ['InvalidPart', { status: 400, requirements: ['E-35'] }],
  ['InvalidPartOrder', { status: 400, requirements: ['E-35'] }],
  ['EntityTooSmall', { status: 400, requirements: ['E-35'] }],
  ['AccessDenied', { status: 403, requirements: ['E-01', 'E-02', 'E-46'] }],
  ['InvalidArgument', { status: 400, requirements: ['E-12', 'E-13', 'E-28'] }],
  ['InvalidRequest', { status: 400, requirements: ['E-26'] }],
  ['MalformedXML', { status: 400, requirements: ['E-27'] }],
  ['MethodNotAllowed', { status: 405, requirements: ['E-54'] }],
  ['BucketAlreadyOwnedByYou', { status: 409, requirements: ['E-42'] }],
  ['BucketAlreadyExists', { status: 409, requirements: ['E-42'] }],
  ['BucketNotEmpty', { status: 409, requirements: ['E-43'] }],
  ['InvalidRange', { status: 416, requirements: ['F-44'] }],
  ['InvalidPartNumber', { status: 416, requirements: ['F-44'] }],
  ['PreconditionFailed', { status: 412, requirements: ['E-34', 'E-53'] }],
  ['ConditionalRequestConflict', { status: 409, requirements: ['E-34'] }],
  ['SlowDown', { status: 503, requirements: ['E-11'] }],
  ['KMS.NotFoundException', { status: 400, requirements: ['E-07'] }],
  ['KMS.DisabledException', { status: 400, requirements: ['E-05'] }],
  ['KMS.InvalidKeyUsageException', { status: 400, requirements: ['E-10'] }],
  ['KMS.KMSInvalidStateException', { status: 400, requirements: ['E-06'] }],
]);

const ANSWER_TO: Readonly<Record<Exclude<KmsCall['result'], KmsOutage | 'ok'>, Due>> = {
  AccessDeniedException: KEY_DENIED,
  DisabledException: KEY_DISABLED,
  InvalidKeyUsageException: KEY_OF_OTHER_USE,
  KMSInvalidStateException: KEY_PENDING,
  NotFoundException: KEY_NOT_FOUND,
  ThrottlingException: SLOW_DOWN,
};

/** The answer to a KMS call that failed in this step; a replication answers with its status instead. */
function refusedBy(
  ledger: Ledger,
  { observation }: ObservedStep,
  { operation: asked, kmsCalls }: Sides,
): Due | undefined {
  if (kmsCalls === undefined || kmsCalls.length === 0 || isReplication(asked)) return undefined;
  const { profile, unreachable, mayLoseAnswers } = ledger;
  const { status } = observation;
  // What KMS has answered S3 need not know (U-32).
  const isLost = unreachable === 'answers' || (mayLoseAnswers && (status === 500 || status === 503));
  for (const { result, operation } of kmsCalls) {
    if (isLost || isKmsOutage(result)) return outageDue(profile, status);
    if (result === 'AccessDeniedException' && operation === 'Decrypt') return DECRYPT_DENIED;
    if (result !== 'ok') return ANSWER_TO[result];
  }
  return undefined;
}

/** The answer to a failure of KMS; where either status is admitted, that which was given (U-32). */
function outageDue({ outageAnswer }: Ledger['profile'], status: number): Due {
  const is500 = outageAnswer.length === 1 ? outageAnswer[0] === '500' : status === 500;
  return is500 ? FAILED_WITHIN : UNAVAILABLE;
}

function dueTo(ledger: Ledger, { step }: ObservedStep, sides: Sides): Due | undefined {
  const { about, by: whose } = sides.operation;
  if (whose === 'environment') return undefined;
  const { event, atMs } = step;
  const by = ledger.requesterOf(step);
  // The row says which events these are.
  if (about === 'upload') return uploadDue(ledger, event as UploadEvent, sides, atMs);
  if (about === 'object') return objectDue(ledger, by, event as ObjectEvent, sides, atMs);
  if (about === 'kmsKey') return keyDue(ledger, by, event as KmsEvent, atMs);
  return bucketDue(ledger, by, event as BucketEvent, atMs);
}

/** Whether the answer is the one that is due; one without a body has no code. */
function fits({ step, observation }: ObservedStep, due: Due): boolean {
  if (observation.status !== due.status) return false;
  const { code } = observation;
  return code === undefined || due.code === ANY || code === due.code || operationOf(step.event).bodiless === true;
}

/** Whether the answer is one that is due with whatever code. */
function isOfAnyCode({ observation }: ObservedStep, due: Due | undefined): boolean {
  return due?.code === ANY && observation.status === due.status;
}

/** What a profile leaves open beside the answer that is due. */
function isTolerated({ profile, mayBeUnreachable }: Ledger, { step, observation }: ObservedStep, due: Due): boolean {
  const { event } = step;
  const { status, code } = observation;
  // KMS may have failed, which S3 alone may know (U-32).
  const mayFail = mayBeUnreachable || profile.transientErrors;
  if ((status === 500 || status === 503) && mayFail && !needsNoKey(event, profile)) return true;
  if (status === 409 && conditionsOf(event) !== undefined && profile.conditionConflict.includes(true)) return true;
  const { bucketKeyEnabled, context, kmsKeyId, sse } = headersOf(event);
  // A flag with nothing to act on may be refused, and so may a lone key id (U-14), or a pair that bears S3's own name.
  const mayBeInert = bucketKeyEnabled === true || (kmsKeyId !== undefined && sse === undefined);
  if (status === 400 && kmsKeyId !== undefined && profile.keyIdWithAes256) return true;
  if (status === 400 && mayBeInert && profile.inertHeader.includes('refused')) return true;
  if (status === 400 && context !== undefined && context !== 'malformed' && Object.hasOwn(context, 'aws:s3:arn'))
    return true;
  // So may a context where nothing comes under KMS (U-28).
  if (status === 400 && context !== undefined && profile.contextWithoutKms.includes('refused')) return true;
  // Where S3 and KMS both refuse, KMS may come first (U-20).
  const isByKms = status === 503 || (status === 400 && (typeof code !== 'string' || code.startsWith('KMS.')));
  return due === ACCESS_DENIED && !needsNoKey(event, profile) && profile.refusedFirst.includes('kms') && isByKms;
}

/** Whether another error of S3 is shown, which applies as well (U-30). */
function isAnother(ledger: Ledger, seen: ObservedStep, due: Due): boolean {
  if (!ledger.profile.anyS3Error || isSuccess(due.status) || isKmsEvent(seen.step.event)) return false;
  return alsoDue(ledger, seen).some((also) => fits(seen, also));
}

/** Whether an object is shown without its data or checksum, which never takes a KMS call (F-41, K-12). */
function needsNoKey(event: Event, profile: Profile): boolean {
  const operation = operationOf(event);
  return showsVersion(operation) && !mayDecryptFor(event, operation, profile);
}

function wrong(ledger: Ledger, seen: ObservedStep, due: Due): Broken {
  const { status, code, requirements } = due;
  const because = becauseOf(ledger, seen, due);
  const expected = code === null || code === ANY ? String(status) : `${status} ${code}`;
  const source = requirements.length === 0 ? '' : ` (${requirements.join(', ')})`;
  return {
    violation: `${stepText(seen)} and was answered ${answeredText(seen)}, but ${because}: ${expected} is due${source}`,
    requirements,
    parts: [{ part: 'status', expected, observed: answeredText(seen) }],
  };
}

/** Why an answer is due, with the step that has made it so, where that is known. */
function becauseOf(ledger: Ledger, { step: { event } }: ObservedStep, due: Due): string {
  const { because } = due;
  if (due === SLOW_DOWN && ledger.throttled) return `${because} since ${stepName(ledger.throttledStep)}`;
  const step = deletedStep(ledger, event, due);
  return step === undefined
    ? because
    : because.replace(' does not exist', `, which ${stepName(step)} deleted, does not exist`);
}

/** The step that deleted what is missing. */
function deletedStep(ledger: Ledger, event: Event, due: Due): number | undefined {
  const { deletions } = ledger;
  const read = objectRead(event);
  if (due === NO_SUCH_BUCKET && 'bucket' in event) {
    const isSource = read !== undefined && ledger.bucket(event.bucket) !== undefined;
    return deletions.ofBucket(isSource ? read.bucket : event.bucket);
  }
  if (read === undefined || (due !== NO_SUCH_KEY && due !== MISSING_UNTOLD)) return undefined;
  return deletions.ofObject(read, ledger.bucket(read.bucket)?.madeStep ?? -1);
}
