import { SECOND_MS } from '../../model/index.ts';

/** Most calls in one second of the clock: what the quota of KMS counts (F-127). */
export class Peak {
  #second = -1;
  #calls = 0;
  #most = 0;

  add(atMs: number, calls: number): void {
    const second = Math.floor(atMs / SECOND_MS);
    this.#calls = second === this.#second ? this.#calls + calls : calls;
    this.#second = second;
    if (this.#calls > this.#most) this.#most = this.#calls;
  }

  get perSecond(): number {
    return this.#most;
  }
}
