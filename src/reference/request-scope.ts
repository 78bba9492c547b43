import type { KmsCall } from '../../model/vocabulary/kms-call.ts';
import type { Seal } from '../../model/vocabulary/observation.ts';
import type { Requester } from '../../model/vocabulary/requester.ts';
import type { Host } from './s3/plaintext-cache.ts';

/** What leaves a trace while a step is carried out. */
export interface Trail {
  /** KMS calls made on behalf of this step. Requests that share a call in flight leave it to the one that made it. */
  readonly kmsCalls: KmsCall[];
  /** AES-GCM encryptions made. */
  readonly seals: Seal[];
  /** Fingerprints of the keys of the object version that was stored. */
  stored: { readonly dataKey?: string; readonly bucketKey?: string };
}

/** One request under way: when, on whose behalf, on which host. */
export interface RequestScope {
  readonly atMs: number;
  /** Whose identity KMS calls carry (F-100); the replication role for replication (F-73). */
  readonly requester: Requester;
  readonly host: Host;
  readonly trail: Trail;
}
