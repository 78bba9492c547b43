import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../model/vocabulary/time.ts';

/** How long a bin may be: wider ones are made of whole narrower ones. */
const WIDTHS_MS = [1, 5, 15, 60, 180, 360, 720].map((minutes) => minutes * MINUTE_MS);
const LONGER_DAYS = [1, 7, 28, 364, 3_640, 36_400];
const WIDTHS = [...WIDTHS_MS, ...LONGER_DAYS.map((days) => days * DAY_MS)];
/** Most bins: as many as a drawing shows. */
const MOST_BINS = 192;

/** Calls of some kinds by time, in bins that get wider as time goes on: their number is bounded. */
export class CallsOverTime {
  /** Calls in each bin, for each kind. */
  readonly kinds: readonly number[][];
  #width = 0;
  #startMs: number | undefined;

  constructor(kinds: number) {
    this.kinds = Array.from({ length: kinds }, () => []);
  }

  /** How long a bin is. */
  get widthMs(): number {
    return WIDTHS[this.#width] ?? HOUR_MS;
  }

  /** When the first bin begins; 0 where there is none. */
  get startMs(): number {
    return this.#startMs ?? 0;
  }

  /** Takes calls of a kind. What is from before the first counts with the first. */
  add(kind: number, atMs: number, calls: number): void {
    this.#startMs ??= Math.floor(atMs / HOUR_MS) * HOUR_MS;
    let bin = Math.floor((atMs - this.#startMs) / this.widthMs);
    while (bin >= MOST_BINS && this.#width < WIDTHS.length - 1) {
      this.#widen();
      bin = Math.floor((atMs - this.#startMs) / this.widthMs);
    }
    const bins = this.kinds[kind] ?? [];
    const at = Math.min(Math.max(0, bin), MOST_BINS - 1);
    while (bins.length <= at) bins.push(0);
    bins[at] = (bins[at] ?? 0) + calls;
  }

  #widen(): void {
    const before = this.widthMs;
    this.#width += 1;
    const together = this.widthMs / before;
    for (const bins of this.kinds) {
      const wider = new Array<number>(Math.ceil(bins.length / together)).fill(0);
      for (const [at, calls] of bins.entries()) {
        const to = Math.floor(at / together);
        wider[to] = (wider[to] ?? 0) + calls;
      }
      bins.splice(0, bins.length, ...wider);
    }
  }
}
