import type { Beginning } from '../vocabulary/beginning.ts';
import type { Observation } from '../vocabulary/observation.ts';
import type { Transaction } from './transaction.ts';

// Every recording begins in the middle. What was there before the first step and nobody recorded is settled when a step
// first looks at it: one of the beginnings is taken, as one of the options of an open point is, and what was seen of
// the step tells which come into question. Where the setup leaves nothing unknown, none of this is ever asked.

/** Takes one of the beginnings that come into question: the only one, or one of several. */
export function takeBeginning<T>({ chooser }: Transaction, options: readonly T[]): T {
  const index = options.length === 1 ? 0 : (chooser.past?.pick(options) ?? 0);
  const option = options[index];
  if (option === undefined) throw new RangeError(`beginning: no option ${index} among ${options.length}`);
  return option;
}

const NOTHING_SEEN: Partial<Observation> = {};

/** What was seen of the step, if somebody looks on. */
export function seenOf({ chooser }: Transaction): Partial<Observation> {
  return chooser.past?.observed ?? NOTHING_SEEN;
}

/** Tells what the step takes for so. Who is denied by S3 is shown nothing of objects and rules. */
export function infer({ chooser, s3Denied }: Transaction, beginning: Beginning): void {
  if (s3Denied && (beginning.about === 'object' || beginning.about === 'rule')) return;
  chooser.past?.infer(beginning);
}

/** Whether changes made before the trace began have been seen everywhere by now, which take so long. */
export function pastHasSettled({ scope, nowMs }: Transaction, delayMs: number): boolean {
  return scope.past !== undefined && nowMs >= scope.past.startMs + delayMs;
}

/** Whether the step is seen to have been carried out, so that nothing can have refused it. */
export function isSeenDone(transaction: Transaction): boolean {
  const { status } = seenOf(transaction);
  return status !== undefined && status < 400 && transaction.isRequest;
}
