/** Milliseconds of a clock that all threads share and nobody can set: a length of time is no longer for a new date. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
