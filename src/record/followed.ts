/** A request that is under way. */
export interface UnderWay {
  readonly bucket: string;
  /** Undefined = the whole bucket. */
  readonly key: string | undefined;
  readonly changes: boolean;
  /** Whether its order among others cannot be told. */
  isUnordered: boolean;
}

/** Most buckets and uploads that are remembered. */
const MOST_NAMES = 10_000;

/**
 * What a trace calls things, so that it never says more than is known: a bucket that changed in a way that has no words
 * goes on under a new name, of which everything is unknown.
 */
export class Followed {
  readonly #generations = new Map<string, number>();
  readonly #uploads = new Set<string>();
  readonly #underWay = new Set<UnderWay>();

  /** What a bucket is called; undefined where there are too many. */
  bucket(name: string): string | undefined {
    const generation = this.#generations.get(name) ?? 1;
    if (!this.#generations.has(name)) {
      if (this.#generations.size >= MOST_NAMES) return undefined;
      this.#generations.set(name, generation);
    }
    return generation === 1 ? name : `${name} (${generation})`;
  }

  /** Nothing is known of a bucket any more. */
  forget(name: string): void {
    if (this.bucket(name) !== undefined) this.#generations.set(name, (this.#generations.get(name) ?? 1) + 1);
  }

  /** An upload was seen from its beginning, in the bucket that is called so now. */
  follow(bucket: string, uploadId: string): void {
    if (this.#uploads.size < MOST_NAMES) this.#uploads.add(uploadText(bucket, uploadId));
  }

  follows(bucket: string, uploadId: string): boolean {
    return this.#uploads.has(uploadText(bucket, uploadId));
  }

  drop(bucket: string, uploadId: string): void {
    this.#uploads.delete(uploadText(bucket, uploadId));
  }

  /** Two requests on one object of which one changes it may have been carried out in either order. */
  begin(bucket: string, key: string | undefined, changes: boolean): UnderWay {
    const begun: UnderWay = { bucket, key, changes, isUnordered: false };
    for (const other of this.#underWay) {
      const isSame = other.bucket === bucket && (key === undefined || other.key === undefined || other.key === key);
      if (!isSame || !(changes || other.changes)) continue;
      begun.isUnordered = true;
      other.isUnordered = true;
    }
    this.#underWay.add(begun);
    return begun;
  }

  end(underWay: UnderWay): void {
    this.#underWay.delete(underWay);
  }
}

function uploadText(bucket: string, uploadId: string): string {
  return JSON.stringify([bucket, uploadId]);
}
