import type { KmsOperation, KmsResult } from '../vocabulary/kms-call.ts';

/** An answer that refuses a request. */
export interface Refusal {
  readonly status: number;
  /** Error code; {@link ANY_CODE} where AWS names none. */
  readonly code: string;
  readonly because: readonly string[];
}

const REFUSALS: Readonly<Record<Exclude<KmsResult, 'ok'>, Refusal>> = {
  AccessDeniedException: { status: 403, code: 'AccessDenied', because: ['E-01'] },
  DisabledException: { status: 400, code: 'KMS.DisabledException', because: ['E-05', 'F-116'] },
  KMSInvalidStateException: { status: 400, code: 'KMS.KMSInvalidStateException', because: ['E-06', 'F-116'] },
  NotFoundException: { status: 400, code: 'KMS.NotFoundException', because: ['E-07'] },
  ThrottlingException: { status: 503, code: 'SlowDown', because: ['E-11', 'F-131'] },
};

const DECRYPT_DENIED: Refusal = { ...REFUSALS.AccessDeniedException, because: ['E-02'] };

/**
 * How S3 passes a refusal of KMS on to its client (E-01 to E-09, E-11); of other failures of KMS nothing is known
 * (U-19).
 */
export function refusalOf(result: Exclude<KmsResult, 'ok'>, operation: KmsOperation): Refusal {
  return result === 'AccessDeniedException' && operation === 'Decrypt' ? DECRYPT_DENIED : REFUSALS[result];
}
