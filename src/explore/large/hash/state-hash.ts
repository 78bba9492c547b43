/** A state hash of 64 bits: two halves of 32. */
export interface StateHash {
  readonly low: number;
  readonly high: number;
}
