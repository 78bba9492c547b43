import { isKmsOutage, type KmsOperation, type KmsOutage, type KmsResult } from '../vocabulary/kms-call.ts';
import { ANY_CODE } from '../vocabulary/outcome.ts';

/** An answer that refuses a request. */
export interface Refusal {
  readonly status: number;
  /** Error code; {@link ANY_CODE} where AWS names none; null for what is none, 304. */
  readonly code: string | null;
  readonly because: readonly string[];
  /** It is about a delete marker, and says so (F-178). */
  readonly deleteMarker?: true;
}

/** S3 cannot get on without KMS (U-32). Whether it says so by 503 or by 500 is open, and its code is not recorded. */
export const KMS_OUTAGE_REFUSAL: Refusal = { status: 503, code: ANY_CODE, because: ['U-32'] };

const REFUSALS: Readonly<Record<Exclude<KmsResult, KmsOutage | 'ok'>, Refusal>> = {
  AccessDeniedException: { status: 403, code: 'AccessDenied', because: ['E-01'] },
  DisabledException: { status: 400, code: 'KMS.DisabledException', because: ['E-05', 'F-116'] },
  InvalidKeyUsageException: { status: 400, code: 'KMS.InvalidKeyUsageException', because: ['E-10'] },
  KMSInvalidStateException: { status: 400, code: 'KMS.KMSInvalidStateException', because: ['E-06', 'F-116'] },
  NotFoundException: { status: 400, code: 'KMS.NotFoundException', because: ['E-07'] },
  ThrottlingException: { status: 503, code: 'SlowDown', because: ['E-11', 'F-131'] },
};

const DECRYPT_DENIED: Refusal = { ...REFUSALS.AccessDeniedException, because: ['E-02'] };

/** How S3 passes a refusal of KMS on to its client (E-01 to E-09, E-11), or that KMS failed (U-19, U-32). */
export function refusalOf(result: Exclude<KmsResult, 'ok'>, operation: KmsOperation): Refusal {
  if (isKmsOutage(result)) return KMS_OUTAGE_REFUSAL;
  return result === 'AccessDeniedException' && operation === 'Decrypt' ? DECRYPT_DENIED : REFUSALS[result];
}
