import type { KmsResult } from '../../model/vocabulary/kms-call.ts';

/** Status and code S3 refuses a request with. */
export interface S3Error {
  readonly status: number;
  /** Null for what is no error, 304. */
  readonly code: string | null;
  /** The answer says that it is about a delete marker (F-178). */
  readonly deleteMarker?: true;
}

/** S3 refuses the request. */
export class S3Refusal extends Error {
  /** What the requester is answered. */
  readonly error: S3Error;

  constructor(error: S3Error) {
    super(`${error.status} ${error.code}`);
    this.error = error;
  }
}

/** Why KMS refused a call. */
export type KmsFailure = Exclude<KmsResult, 'ok'>;

/** KMS refuses a call S3 made; what the requester is answered is S3's decision. */
export class KmsRefusal extends Error {
  /** The exception KMS answered. */
  readonly failure: KmsFailure;

  constructor(failure: KmsFailure) {
    super(failure);
    this.failure = failure;
  }
}

/** Refuses to go on with a request whose bucket was deleted since it began. Throws `404 NoSuchBucket` (E-29). */
export function requireStillThere(isThere: boolean): void {
  if (!isThere) throw new S3Refusal({ status: 404, code: 'NoSuchBucket' });
}
