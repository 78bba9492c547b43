import type { Version } from './object-record.ts';

/** What is known of an upload that was seen to be begun. */
export interface UploadRecord {
  /** How it is encrypted; what is made of it is no object yet. */
  readonly version: Version;
  /** MD5s of the parts that were sent, by number; undefined where it was not seen. */
  readonly parts: Map<number, string | undefined>;
}

/** The uploads of one bucket. */
export class UploadRecords {
  readonly #byKey = new Map<string, Map<string, UploadRecord>>();

  /** An upload that was seen to be begun, and not to be completed. */
  get(key: string, id: string): UploadRecord | undefined {
    return this.#byKey.get(key)?.get(id);
  }

  /** An upload was begun. */
  begin(key: string, id: string, version: Version): void {
    const uploads = this.#byKey.get(key) ?? new Map<string, UploadRecord>();
    this.#byKey.set(key, uploads.set(id, { version, parts: new Map() }));
  }

  /** An upload is no more. */
  end(key: string, id: string): void {
    const uploads = this.#byKey.get(key);
    uploads?.delete(id);
    if (uploads?.size === 0) this.#byKey.delete(key);
  }
}
