import type { StoredPart, StoredUpload } from '../../reference/s3/stored-bucket.ts';

/** What S3 keeps with a part and no rule depends on. */
export interface PartNote {
  readonly lastModified: Date;
  /** Checksums in base64 that came with it, by header. */
  readonly checksums: Readonly<Record<string, string>>;
}

/**
 * What is kept of uploads until they are completed: the headers of the object that is made, and of parts their notes.
 */
export class UploadNotes {
  readonly #start = new Date();
  readonly #headers = new WeakMap<StoredUpload, Readonly<Record<string, string>>>();
  readonly #parts = new WeakMap<StoredPart, PartNote>();

  headersOf(upload: StoredUpload): Readonly<Record<string, string>> {
    return this.#headers.get(upload) ?? {};
  }

  setHeaders(upload: StoredUpload, headers: Readonly<Record<string, string>>): void {
    this.#headers.set(upload, headers);
  }

  ofPart(part: StoredPart): PartNote {
    return this.#parts.get(part) ?? { lastModified: this.#start, checksums: {} };
  }

  setPart(part: StoredPart, note: PartNote): void {
    this.#parts.set(part, note);
  }
}
