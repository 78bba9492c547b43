import { lengthOfSealed, lengthsOf } from '../../reference/s3/storage.ts';
import type { StoredBucket, StoredPart } from '../../reference/s3/stored-bucket.ts';
import type { StoredContent, StoredObject } from '../../reference/s3/stored-object.ts';

/** What S3 keeps with a content and no rule of encryption depends on. */
export interface ObjectMetadata {
  readonly lastModified: Date;
  /** Headers that are given back as they were sent, `x-amz-meta-` among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Checksums in base64, by header. */
  readonly checksums: Readonly<Record<string, string>>;
}

/** The metadata of all objects. They are found by the content, which stays the same when its status changes. */
export class MetadataStore {
  readonly #start = new Date();
  readonly #byContent = new WeakMap<StoredContent, ObjectMetadata>();
  /** By bucket, key and version id. */
  readonly #markers = new WeakMap<StoredBucket, Map<string, Date>>();

  of({ content }: StoredObject): ObjectMetadata {
    return this.#byContent.get(content) ?? { lastModified: this.#start, headers: {}, checksums: {} };
  }

  set({ content }: StoredObject, metadata: ObjectMetadata): void {
    this.#byContent.set(content, metadata);
  }

  /** When a delete marker was made. */
  ofMarker(bucket: StoredBucket, key: string, id: string): Date {
    return this.#markers.get(bucket)?.get(JSON.stringify([key, id])) ?? this.#start;
  }

  setMarker(bucket: StoredBucket, key: string, id: string, made: Date): void {
    const ofBucket = this.#markers.get(bucket) ?? new Map<string, Date>();
    this.#markers.set(bucket, ofBucket.set(JSON.stringify([key, id]), made));
  }

  /** A version was removed for good, be it a delete marker or not. */
  forgetMarker(bucket: StoredBucket, key: string, id: string): void {
    this.#markers.get(bucket)?.delete(JSON.stringify([key, id]));
  }
}

/** Length of an object's content, which nothing has to be decrypted for. */
export function contentLength(object: StoredObject): number {
  return lengthsOf(object).reduce((sum, length) => sum + length, 0);
}

/** Length of a part's content; 0 where there is none. */
export function lengthOf(part: StoredPart | undefined): number {
  return part === undefined ? 0 : lengthOfSealed(part.sealed);
}
