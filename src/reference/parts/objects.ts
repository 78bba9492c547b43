import { bytesToHex, utf8ToBytes } from '@noble/ciphers/utils.js';
import { md5 } from '@noble/hashes/legacy.js';
import type { Body } from '../../../model/vocabulary/body.ts';
import { type Conditions, CURRENT_ETAG } from '../../../model/vocabulary/conditions.ts';
import type { EncryptionHeaders } from '../../../model/vocabulary/encryption.ts';
import type { GetObject, GetObjectAttributes, HeadObject } from '../../../model/vocabulary/events/object-events.ts';
import type { Observation } from '../../../model/vocabulary/observation.ts';
import type { Random } from '../crypto/random.ts';
import type { S3Error } from '../refusal.ts';
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
  /** It is told to change something else (F-51). */
  readonly changesMore: boolean;
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
  /**
   * Why the conditions of a request are not met, of an object with this ETag, null where there is none: one that is
   * read, that is copied, or that is written over (F-36, F-181, F-182).
   */
  conditionError(conditions: Conditions, etag: string | null, use: 'read' | 'copied' | 'written'): S3Error | null;
  /**
   * The bytes that a read asks for, of parts of these lengths: from one to before another; null where it asks for all
   * (F-44).
   */
  bytesAsked(event: ReadEvent, lengths: readonly number[]): readonly [number, number] | S3Error | null;
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
    sse: algorithm === 'PLAIN' || algorithm === 'SSE-C' ? null : algorithm,
    kmsKeyArn,
    bucketKeyEnabled: bucketKey ? true : null,
    etag: object.etag,
  };
}

/** Any encryption header, a rule somebody put, or another algorithm than the stored one. */
function selfCopyAllowed(copy: CopyOntoItself): boolean {
  const { sse, kmsKeyId, bucketKeyEnabled, context, customerKey } = copy.headers;
  const anyHeader = [sse, kmsKeyId, bucketKeyEnabled, context, customerKey].some((header) => header !== undefined);
  // Without header and rule the copy is SSE-S3: only the algorithm can differ.
  return anyHeader || copy.changesMore || copy.bucketConfigured || copy.effective.algorithm !== copy.stored.algorithm;
}

const UNMET: S3Error = { status: 412, code: 'PreconditionFailed' };

function conditionError(
  { ifMatch, ifNoneMatch }: Conditions,
  etag: string | null,
  use: 'read' | 'copied' | 'written',
): S3Error | null {
  const isIt = (named: string) => etag !== null && (named === '*' || named === CURRENT_ETAG || named === etag);
  if (use === 'written' && ifNoneMatch !== undefined && (ifMatch !== undefined || ifNoneMatch !== '*'))
    return { status: 501, code: 'NotImplemented' };
  if (ifMatch !== undefined && !isIt(ifMatch)) return etag === null ? { status: 404, code: 'NoSuchKey' } : UNMET;
  if (ifNoneMatch === undefined || !isIt(ifNoneMatch)) return null;
  return use === 'read' ? { status: 304, code: null } : UNMET;
}

const RANGE = /^bytes=(\d*)-(\d*)$/;

function bytesAsked(event: ReadEvent, lengths: readonly number[]): readonly [number, number] | S3Error | null {
  if (event.op === 'GetObjectAttributes') return null;
  const { range, partNumber } = event;
  const [, from = '', to = ''] = RANGE.exec(range ?? '') ?? [];
  const isRange = from !== '' ? to === '' || Number(from) <= Number(to) : to !== '';
  if (partNumber !== undefined) {
    if (range !== undefined) return { status: 400, code: 'InvalidRequest' };
    const length = lengths[partNumber - 1];
    if (length === undefined) return { status: 416, code: 'InvalidPartNumber' };
    const first = lengths.slice(0, partNumber - 1).reduce((sum, one) => sum + one, 0);
    return [first, first + length];
  }
  if (!isRange) return null;
  const size = lengths.reduce((sum, one) => sum + one, 0);
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size : Math.min(size, Number(to) + 1);
  return first >= size || end === first ? { status: 416, code: 'InvalidRange' } : [first, end];
}

/** The correct {@link ObjectParts}. */
export const OBJECT_PARTS: ObjectParts = {
  bytesOf: ({ text }) => {
    if (text === undefined) throw new RangeError('a body without text cannot be written');
    return utf8ToBytes(text);
  },
  etagFor,
  responseHeaders,
  selfCopyAllowed,
  objectAfterSelfCopy: (_before, rewritten) => rewritten,
  newShelf: () => new Map(),
  mayBeStoredIn: (bucket) => !bucket.isDeleted,
  readsContent: (event) =>
    event.op === 'GetObject' ||
    (event.op === 'HeadObject' ? event.checksumMode === true : event.op === 'GetObjectAttributes' && event.checksum),
  conditionError,
  bytesAsked,
  objectAfterFailedWrite: (previous) => previous,
};
