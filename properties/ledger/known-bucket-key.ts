import { PairMap } from './nested-map.ts';

/** What one requester holds of one bucket key. */
export interface ObtainTimes {
  /** When it may last have been obtained, and in which step; -Infinity and -1 = never. */
  possibleMs: number;
  possibleStep: number;
  /** The last times it was certainly obtained, at most as many as there are caches. */
  readonly certainMs: number[];
  certainStep: number;
}

/**
 * A bucket key as far as it can be told from others: what lies under the same one lies under the same bucket key. What
 * is known of it hangs on it and it hangs on the versions that lie under it, so that nothing stays of a bucket key that
 * opens nothing any more.
 */
export class KnownBucketKey {
  /** Another one is certainly another bucket key. */
  readonly isExact: boolean;
  readonly #holdings = new PairMap<ObtainTimes>();

  /** Step that is known to have made it; undefined where that is not known. */
  readonly #madeStep: number | undefined;

  /** A bucket key that nobody has obtained yet. */
  constructor(isExact: boolean, madeStep?: number) {
    this.isExact = isExact;
    this.#madeStep = madeStep;
  }

  /** What people call it: one is told from another by the step that made it. */
  get name(): string {
    return this.#madeStep === undefined ? 'its bucket key' : `the bucket key made in step ${this.#madeStep + 1}`;
  }

  /** What a requester holds of it, under the KMS key it is seen to be under. */
  obtainTimesOf(identity: number, keyArn: string): ObtainTimes {
    let holding = this.#holdings.get(identity, keyArn);
    if (holding === undefined) {
      holding = { possibleMs: Number.NEGATIVE_INFINITY, possibleStep: -1, certainMs: [], certainStep: -1 };
      this.#holdings.add(identity, keyArn, holding);
    }
    return holding;
  }
}
