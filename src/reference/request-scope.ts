import type { Requester } from '../../model/vocabulary/requester.ts';
import type { Host } from './s3/plaintext-cache.ts';
import type { Trail } from './trail.ts';

/** One request under way: when, on whose behalf, on which host. */
export interface RequestScope {
  readonly atMs: number;
  /** Whose identity KMS calls carry (F-100); the replication role for replication (F-73). */
  readonly requester: Requester;
  readonly host: Host;
  readonly trail: Trail;
}
