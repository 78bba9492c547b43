import type { KmsCall, KmsOperation, ObservedKmsCall } from '../../model/index.ts';
import type { ObservedStep } from '../observed-step.ts';
import { succeeded } from '../wording.ts';
import type { LedgerView } from './ledger-view.ts';
import type { LedgerRequester } from './requesters.ts';

/** Value of the pair that S3 itself adds to the encryption context of a call (F-88). */
export function contextArnOf(call: ObservedKmsCall): string | undefined {
  return call.context?.['aws:s3:arn'];
}

/**
 * The KMS calls of a step, each whole; undefined where nobody looked, or where too little was recorded of one. Of what
 * is missing, some follows: a call carries the identity of whoever asks (F-100), and those of a request that succeeded
 * have succeeded. Of a replication neither does.
 */
export function wholeCalls(seen: ObservedStep): readonly KmsCall[] | undefined {
  const { kmsCalls } = seen.observation;
  if (kmsCalls === undefined || areWhole(kmsCalls)) return kmsCalls;
  const { by } = seen.step;
  if (by === null) return undefined;
  const followed = succeeded(seen) ? ({ by, result: 'ok' } as const) : { by };
  const completed: readonly ObservedKmsCall[] = kmsCalls.map((call) => ({ ...followed, ...call }));
  return areWhole(completed) ? completed : undefined;
}

function areWhole(calls: readonly ObservedKmsCall[]): calls is readonly KmsCall[] {
  for (const { by, context, result } of calls)
    if (by === undefined || context === undefined || result === undefined) return false;
  return true;
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
