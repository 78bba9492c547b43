import type { KmsCall } from '../../model/vocabulary/kms-call.ts';
import type { Seal, Wrap } from '../../model/vocabulary/observation.ts';

/** What leaves a trace while a step is carried out. */
export interface Trail {
  /** KMS calls made on behalf of this step. Requests that share a call in flight leave it to the one that made it. */
  readonly kmsCalls: KmsCall[];
  /** AES-GCM encryptions made. */
  readonly seals: Seal[];
  /** Keys that KMS wrapped. */
  readonly wraps: Wrap[];
  /** Fingerprints of the keys of the object version that was stored. */
  stored: { readonly dataKey?: string; readonly bucketKey?: string };
}
