import type { EncryptionHeaders } from '../../model/vocabulary/encryption.ts';
import type { Requester } from '../../model/vocabulary/requester.ts';
import type { Host } from './s3/plaintext-cache.ts';
import type { StoredObject } from './s3/stored-object.ts';
import type { Trail } from './trail.ts';

/** What an answer is made of beyond what an observation shows: for whoever answers over a network. */
export interface TouchedObject {
  /** The object that was read, or that was stored. */
  object?: StoredObject;
  /** The object that was copied, or what an update found. */
  source?: StoredObject;
  /** The content of `object` in the clear, where the request read it. */
  content?: Uint8Array;
}

/** One request under way: when, on whose behalf, on which host. */
export interface RequestScope {
  readonly atMs: number;
  /** Whose identity KMS calls carry (F-100); the replication role for replication (F-73). */
  readonly requester: Requester;
  readonly host: Host;
  readonly trail: Trail;
  /** The encryption headers that were sent with it; none = it has none. */
  readonly headers?: EncryptionHeaders;
  /** The customer key that is sent for what is to be opened, as the request names it. */
  readonly customerKey?: string | undefined;
  /** No cached bucket key serves it, and none is cached. */
  readonly uncached?: true;
  /** Takes the object that the request reads or stores, where somebody wants to know. */
  readonly touched?: TouchedObject | undefined;
}
