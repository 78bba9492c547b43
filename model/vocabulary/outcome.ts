import type { EncryptionRule, SseAlgorithm } from './encryption.ts';
import type { KmsCall } from './kms-call.ts';
import type { ReplicationStatus } from './observation.ts';

/** An error code that AWS does not name: any code explains it. */
export const ANY_CODE = '*';
/** An opaque ETag whose value the model does not know: any 32 hex digits but the content's MD5 explain it. */
export const ANY_OPAQUE_ETAG = '*';

/** The MD5 of some of the content, which the model does not know: any explains it, but that there is none. */
export const ANY_CONTENT_MD5 = '*';

/** A version id that is new, and that nobody has seen yet: no id that is observed is explained by it. */
export const ANY_VERSION_ID = '*';

/** What the model says a step answers, complete: every part an observation can have. */
export interface Outcome {
  readonly status: number;
  /** Error code, {@link ANY_CODE}, or null for a success. */
  readonly code: string | null;
  readonly sse: SseAlgorithm | null;
  readonly kmsKeyArn: string | null;
  readonly bucketKeyEnabled: true | null;
  /** ETag, {@link ANY_OPAQUE_ETAG}, or null. */
  readonly etag: string | null;
  /** MD5, {@link ANY_CONTENT_MD5}, or null. */
  readonly contentMd5: string | null;
  readonly replicationStatus: ReplicationStatus | null;
  /**
   * Version id, or {@link ANY_VERSION_ID}; `null`, the id of what was written without, is shown or left out. Missing
   * where the model does not say: whatever is shown explains it.
   */
  readonly versionId?: string;
  /** It is about a delete marker, or (null) not; missing where the model does not say. */
  readonly deleteMarker?: true | null;
  /** Without blocked types where the model does not know them: whatever is shown of them explains it. */
  readonly rule: EncryptionRule | null;
  /** Whether automatic rotation is on (F-207); missing where that was not asked: whatever is shown explains it. */
  readonly keyRotationEnabled?: boolean;
  /** The order of calls is not documented: observations are compared with them as a bag. */
  readonly kmsCalls: readonly KmsCall[];
  /** Requirement ids of the rule that decided the answer. */
  readonly because: readonly string[];
}
