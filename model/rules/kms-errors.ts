import type { KmsResult } from '../vocabulary/kms-call.ts';

/** An answer that refuses a request. */
export interface Refusal {
  readonly status: number;
  /** Error code; {@link ANY_CODE} where AWS names none. */
  readonly code: string;
  readonly because: readonly string[];
}

const REFUSALS: Readonly<Record<Exclude<KmsResult, 'ok'>, Refusal>> = {
  AccessDeniedException: { status: 403, code: 'AccessDenied', because: ['E-01', 'E-02', 'E-04', 'E-39'] },
  DisabledException: { status: 400, code: 'KMS.DisabledException', because: ['E-05', 'F-116'] },
  KMSInvalidStateException: { status: 400, code: 'KMS.KMSInvalidStateException', because: ['E-06', 'F-116'] },
  NotFoundException: { status: 400, code: 'KMS.NotFoundException', because: ['E-07', 'E-08', 'E-09'] },
  ThrottlingException: { status: 503, code: 'SlowDown', because: ['E-11', 'F-131', 'U-19'] },
};

/** How S3 passes a refusal of KMS on to its client (section 4 of the facts). */
export function refusalOf(result: Exclude<KmsResult, 'ok'>): Refusal {
  return REFUSALS[result];
}
