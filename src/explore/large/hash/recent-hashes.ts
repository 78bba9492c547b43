import type { Candidates } from '../candidates.ts';

/** State hashs that are remembered: as many as stay in a processor's own cache. */
const REMEMBERED = 2 ** 15;

/**
 * The state hashs that were looked up lately. Neighbours in a search lead to the same states, so much of what is found
 * was found just before: it need not be looked up in a set that is too large for any cache.
 */
export class RecentHashes {
  /** Low and high half, each hash at the place that its low half says. */
  readonly #seen = new Int32Array(2 * REMEMBERED);

  constructor() {
    // Nothing is remembered yet: what stands at a place at first does not belong there.
    for (let place = 0; place < REMEMBERED; place++) this.#seen[2 * place] = ~place;
  }

  /** Takes candidates out of a batch whose state hashs it remembers, and remembers the others. */
  sift(batch: Candidates): void {
    const { lows, highs, origins, changes, length } = batch;
    const seen = this.#seen;
    let kept = 0;
    for (let i = 0; i < length; i++) {
      const low = lows[i] as number;
      const high = highs[i] as number;
      const at = 2 * (low & (REMEMBERED - 1));
      if (seen[at] === (low | 0) && seen[at + 1] === (high | 0)) continue;
      seen[at] = low;
      seen[at + 1] = high;
      lows[kept] = low;
      highs[kept] = high;
      origins[kept] = origins[i] as number;
      changes[kept] = changes[i] as number;
      kept++;
    }
    batch.length = kept;
  }
}
