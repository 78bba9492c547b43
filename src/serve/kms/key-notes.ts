import type { StoredKmsKey } from '../../reference/kms/key.ts';

/** What KMS tells of a key and no rule depends on. */
export interface KeyNote {
  readonly created: Date;
  readonly description: string;
}

/** The notes of all keys. One that has been there from the start has none of its own. */
export class KeyNotes {
  readonly #start = new Date();
  readonly #byKey = new WeakMap<StoredKmsKey, KeyNote>();

  of(key: StoredKmsKey): KeyNote {
    return this.#byKey.get(key) ?? { created: this.#start, description: '' };
  }

  set(key: StoredKmsKey, note: KeyNote): void {
    this.#byKey.set(key, note);
  }
}
