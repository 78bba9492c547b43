import { MAX_OTHER_OPERATIONS } from './limits.ts';

const OTHERS = 'others';

/** Counts requests that are left out, by the reason; beyond so many reasons together. */
export class LeftOut {
  readonly counts = new Map<string, number>();

  add(reason: string): void {
    const known = this.counts.has(reason) || this.counts.size < MAX_OTHER_OPERATIONS ? reason : OTHERS;
    this.counts.set(known, (this.counts.get(known) ?? 0) + 1);
  }
}
