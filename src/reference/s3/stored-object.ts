import type { SseAlgorithm } from '../../../model/vocabulary/encryption.ts';
import type { ReplicationStatus } from '../../../model/vocabulary/observation.ts';
import type { Sealed } from '../crypto/sealer.ts';
import type { CiphertextBlob } from '../kms/key.ts';
import type { KeyCheck } from '../parts/customer-keys.ts';

/** How an object is stored; PLAIN only where it was written before 2023 (F-33), SSE-C under a customer key (P12). */
export type StoredAlgorithm = 'PLAIN' | 'SSE-C' | SseAlgorithm;

/** An encryption context: pairs of strings. Any name is just a name. */
export type EncryptionContext = Readonly<Record<string, string>>;

/** The encryption an object shows. It is the object's own and no bucket rule changes it (F-13, F-40). */
export interface ObjectEncryption {
  readonly algorithm: StoredAlgorithm;
  /** Full ARN of the KMS key; null without KMS. */
  readonly kmsKeyArn: string | null;
  readonly bucketKey: boolean;
  /** The caller's own pairs, supplied again on every read (F-89). */
  readonly context: EncryptionContext;
}

/** A data key that only its protector can open. */
export type ProtectedDataKey =
  | { readonly by: 's3'; readonly sealed: Sealed }
  | { readonly by: 'kms'; readonly blob: CiphertextBlob }
  /** Only who sends the key again can open it; what is kept of the key tells no more than whether it is the same. */
  | { readonly by: 'customer'; readonly sealed: Sealed; readonly check: KeyCheck }
  /** The object remembers which bucket key of its bucket it belongs to (F-113). */
  | { readonly by: 'bucket key'; readonly bucketKeyId: string; readonly sealed: Sealed };

/** The content as it lies on disk: in the clear, or sealed under the object's own data key, part by part. */
export type StoredContent =
  | { readonly form: 'clear'; readonly bytes: Uint8Array }
  | { readonly form: 'sealed'; readonly sealed: readonly Sealed[]; readonly dataKey: ProtectedDataKey };

/** What one write stored. */
export interface StoredObject {
  readonly encryption: ObjectEncryption;
  readonly content: StoredContent;
  /** Without quotes. */
  readonly etag: string;
  /** Null = no replication rule wants it. */
  readonly replication: ReplicationStatus | null;
  /** It is under a legal hold (F-188). */
  readonly legalHold?: true;
}
