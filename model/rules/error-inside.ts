import type { Event } from '../vocabulary/events/event.ts';
import type { Observation } from '../vocabulary/observation.ts';

/** What a step was answered. */
export interface Answered {
  readonly step: { readonly event: Event };
  readonly observation: Observation;
}

/** The status that an error has where it is sent as one; of what is not here it is not known better than 500. */
const STATUS_OF: Readonly<Partial<Record<string, number>>> = {
  AccessDenied: 403,
  NoSuchKey: 404,
  NoSuchBucket: 404,
  NoSuchUpload: 404,
  PreconditionFailed: 412,
  SlowDown: 503,
  ServiceUnavailable: 503,
  InvalidRequest: 400,
  InvalidArgument: 400,
  InvalidPart: 400,
  'KMS.DisabledException': 400,
  'KMS.InvalidKeyUsageException': 400,
  'KMS.KMSInvalidStateException': 400,
  'KMS.NotFoundException': 400,
};

/**
 * An answer as it is to be judged: S3 begins to answer CopyObject and CompleteMultipartUpload before it is through with
 * them, so that one with the status 200 may have an error inside, and nothing was done (F-56).
 */
export function withoutErrorInside<S extends Answered>(seen: S): S {
  const { status, code } = seen.observation;
  if (status !== 200 || typeof code !== 'string') return seen;
  const { op } = seen.step.event;
  if (op !== 'CopyObject' && op !== 'CompleteMultipartUpload') return seen;
  const known = Object.hasOwn(STATUS_OF, code) ? STATUS_OF[code] : undefined;
  return { ...seen, observation: { ...seen.observation, status: known ?? 500 } };
}
