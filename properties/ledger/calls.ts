import type { KmsCall, KmsOperation } from '../../model/index.ts';
import type { LedgerView } from './ledger-view.ts';
import type { LedgerRequester } from './requesters.ts';

/** Value of the pair that S3 itself adds to the encryption context of a call (F-88). */
export function contextArnOf(call: KmsCall): string | undefined {
  return call.context['aws:s3:arn'];
}

/** Which KMS calls are looked for. */
export interface CallPattern {
  readonly by: LedgerRequester;
  /** Value of `aws:s3:arn`; undefined = any. */
  readonly contextArn: string | undefined;
  /** Undefined = any key, where the key was not seen. */
  readonly keyArn: string | undefined;
  readonly operations: readonly KmsOperation[];
}

/**
 * Whether a successful call of this kind, by this requester or one who shares its bucket keys, is among those of a
 * step.
 */
export function hasOkCall(ledger: LedgerView, calls: readonly KmsCall[], pattern: CallPattern): boolean {
  for (const call of calls) {
    if (
      call.result === 'ok' &&
      pattern.operations.includes(call.operation) &&
      (pattern.contextArn === undefined || contextArnOf(call) === pattern.contextArn) &&
      (pattern.keyArn === undefined || call.keyArn === pattern.keyArn) &&
      ledger.identityOf(call.by) === pattern.by.identity
    ) {
      return true;
    }
  }
  return false;
}

/** Operations that make a new bucket key or data key. */
export const ENCRYPT_OPERATIONS: readonly KmsOperation[] = ['GenerateDataKey', 'Encrypt'];
/** The operation that decrypts an existing one. */
export const DECRYPT_OPERATIONS: readonly KmsOperation[] = ['Decrypt'];
/** Every operation. */
export const ANY_OPERATION: readonly KmsOperation[] = ['GenerateDataKey', 'Encrypt', 'Decrypt'];
