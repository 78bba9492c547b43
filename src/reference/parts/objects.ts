import { bytesToHex, utf8ToBytes } from '@noble/ciphers/utils.js';
import { md5 } from '@noble/hashes/legacy.js';
import type { Body } from '../../../model/vocabulary/body.ts';
import type { EncryptionHeaders } from '../../../model/vocabulary/encryption.ts';
import type { GetObject, GetObjectAttributes, HeadObject } from '../../../model/vocabulary/events/object-events.ts';
import type { Observation } from '../../../model/vocabulary/observation.ts';
import type { Random } from '../crypto/random.ts';
import type { StoredBucket } from '../s3/stored-bucket.ts';
import type { ObjectEncryption, StoredAlgorithm, StoredObject } from '../s3/stored-object.ts';
import type { Resolution } from './encryption.ts';

/** The headers in which an object shows how it is stored. */
export type ObjectHeaders = Pick<Required<Observation>, 'sse' | 'kmsKeyArn' | 'bucketKeyEnabled' | 'etag'>;

/** A request that shows an object. */
export type ReadEvent = GetObject | HeadObject | GetObjectAttributes;

/** A copy of an object onto itself. */
export interface CopyOntoItself {
  readonly headers: EncryptionHeaders;
  /** Whether the bucket has an encryption rule somebody put. */
  readonly bucketConfigured: boolean;
  /** The encryption the object has. */
  readonly stored: ObjectEncryption;
  /** The encryption the copy would have. */
  readonly effective: Resolution;
}

/** What objects show, and what happens to them. */
export interface ObjectParts {
  /** The content that is written for a body. */
  bytesOf(body: Body): Uint8Array;
  /** The ETag of a new object (F-80 to F-84, F-86). */
  etagFor(algorithm: StoredAlgorithm, content: Uint8Array, random: Random): string;
  /** The headers that answer a write or a read of the object (F-26). */
  responseHeaders(object: StoredObject): ObjectHeaders;
  /** Whether an object may be copied onto itself (F-51). */
  selfCopyAllowed(copy: CopyOntoItself): boolean;
  /**
   * What is stored after an object was copied onto itself: all of it written anew, content and data key included (F-49,
   * F-86).
   */
  objectAfterSelfCopy(before: StoredObject, rewritten: StoredObject): StoredObject;
  /** Whether the request needs the data key, for the content or for its encrypted checksum (F-41, F-42). */
  readsContent(event: ReadEvent): boolean;
  /** What is stored under a name after a write failed; `previous` is what was stored before. */
  objectAfterFailedWrite(previous: StoredObject | undefined): StoredObject | undefined;
  /** Where the objects of a new bucket are going to lie, each under its key as it is. */
  newShelf(): Map<string, StoredObject>;
  /** Whether an object may be stored in a bucket: not once it was deleted, even if another has its name by now. */
  mayBeStoredIn(bucket: StoredBucket): boolean;
}

const ETAG_BYTES = 16;

/**
 * MD5 of the content in the clear or under SSE-S3; otherwise as many hex digits that say nothing (F-80, F-81, F-84).
 */
function etagFor(algorithm: StoredAlgorithm, content: Uint8Array, random: Random): string {
  const isMd5 = algorithm === 'PLAIN' || algorithm === 'AES256';
  return bytesToHex(isMd5 ? md5(content) : random.bytes(ETAG_BYTES));
}

/** Full key ARN; the flag is true or absent, never false (F-26). */
function responseHeaders(object: StoredObject): ObjectHeaders {
  const { algorithm, kmsKeyArn, bucketKey } = object.encryption;
  return {
    sse: algorithm === 'PLAIN' ? null : algorithm,
    kmsKeyArn,
    bucketKeyEnabled: bucketKey ? true : null,
    etag: object.etag,
  };
}

/** Any encryption header, a rule somebody put, or another algorithm than the stored one. */
function selfCopyAllowed(copy: CopyOntoItself): boolean {
  const { sse, kmsKeyId, bucketKeyEnabled, context } = copy.headers;
  const anyHeader = [sse, kmsKeyId, bucketKeyEnabled, context].some((header) => header !== undefined);
  // Without header and rule the copy is SSE-S3: only the algorithm can differ.
  return anyHeader || copy.bucketConfigured || copy.effective.algorithm !== copy.stored.algorithm;
}

/** The correct {@link ObjectParts}. */
export const OBJECT_PARTS: ObjectParts = {
  bytesOf: ({ text }) => utf8ToBytes(text),
  etagFor,
  responseHeaders,
  selfCopyAllowed,
  objectAfterSelfCopy: (_before, rewritten) => rewritten,
  newShelf: () => new Map(),
  mayBeStoredIn: (bucket) => !bucket.isDeleted,
  readsContent: (event) => event.op === 'GetObject' || (event.op === 'GetObjectAttributes' && event.checksum),
  objectAfterFailedWrite: (previous) => previous,
};
