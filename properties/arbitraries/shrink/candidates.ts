import type { GeneratedTrace } from '../generated-trace.ts';

/**
 * Traces to try in place of another. Who reads them may say of each whether it still fails: what comes then is made of
 * that one, and what has been tried in vain before is not tried again. Who says nothing gets those of the first trace.
 */
export type Candidates<Left = void> = Generator<GeneratedTrace, Left, boolean | undefined>;

/** Candidates of a plain list, which is made anew of each that still fails, from the place that was reached. */
export function* goingOn(
  trace: GeneratedTrace,
  listOf: (trace: GeneratedTrace) => Iterable<GeneratedTrace>,
): Candidates {
  let reached = 0;
  for (let left: GeneratedTrace | undefined = trace; left !== undefined; ) {
    let next: GeneratedTrace | undefined;
    let place = -1;
    for (const candidate of listOf(left)) {
      place += 1;
      if (place < reached || (yield candidate) !== true) continue;
      reached = place;
      next = candidate;
      break;
    }
    left = next;
  }
}
