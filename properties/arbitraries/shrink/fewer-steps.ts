import type { Step } from '../../../model/index.ts';
import type { GeneratedTrace } from '../generated-trace.ts';
import type { Candidates } from './candidates.ts';

/** Of so many steps before the last at most each two are tried. */
const FEW_FOR_PAIRS = 10;

/** The trace with some of its steps, their times as they were. */
function keeping(trace: GeneratedTrace, keep: (step: Step, index: number) => boolean): GeneratedTrace {
  return { setup: trace.setup, steps: trace.steps.filter(keep) };
}

/**
 * Traces with fewer steps. The last step, which is where a trace usually fails, stays as long as there is anything else
 * to drop. Goes on with a candidate that it is told still fails, from where it is.
 */
export function* withFewerSteps(trace: GeneratedTrace): Candidates {
  const last = trace.steps.length - 1;
  if (last < 0) return;
  if (yield keeping(trace, (_, index) => index === last)) return;
  const half = Math.ceil(last / 2);
  let left = trace;
  for (let size = half; size > 0; size = Math.floor(size / 2)) {
    left = yield* withoutChunks(left, size);
    if (size === half && half > 3) left = yield* withoutGroups(left);
  }
  left = yield* withoutPairs(left);
  yield keeping(left, (_, index) => index !== left.steps.length - 1);
}

function* withoutChunks(trace: GeneratedTrace, size: number): Candidates<GeneratedTrace> {
  let left = trace;
  for (let from = 0; from < left.steps.length - 1; ) {
    const until = Math.min(from + size, left.steps.length - 1);
    const without = keeping(left, (_, index) => index < from || index >= until);
    if (yield without) left = without;
    else from = until;
  }
  const end = left.steps.length - 1 - size;
  const withoutEnd = keeping(left, (_, index) => index <= end);
  return (yield withoutEnd) ? withoutEnd : left;
}

/** Of a short trace two steps go that can only go together, as what was disabled and enabled again. */
function* withoutPairs(trace: GeneratedTrace): Candidates<GeneratedTrace> {
  const last = trace.steps.length - 1;
  if (last > FEW_FOR_PAIRS) return trace;
  for (let one = 0; one < last; one++) {
    for (let other = one + 1; other < last; other++) {
      const without = keeping(trace, (_, index) => index !== one && index !== other);
      if (yield without) return yield* withoutPairs(without);
    }
  }
  return trace;
}

/**
 * Everything of one kind, of one requester, or in one bucket goes at once: most of a long trace has nothing to do with
 * the failure.
 */
function* withoutGroups(trace: GeneratedTrace): Candidates<GeneratedTrace> {
  let left = trace;
  for (const groupOf of GROUPINGS) {
    const groups = new Set(left.steps.map(groupOf));
    if (groups.size < 2) continue;
    for (const group of groups) {
      const last = left.steps.length - 1;
      const without = keeping(left, (step, index) => index === last || groupOf(step) !== group);
      if (yield without) left = without;
    }
  }
  return left;
}

/** What steps may have in common that can go together. */
export const GROUPINGS: readonly ((step: Step) => string | null)[] = [
  ({ event }) => event.op,
  ({ by }) => by,
  ({ event }) => ('bucket' in event ? event.bucket : null),
  ({ event }) => ('bucket' in event && 'key' in event ? JSON.stringify([event.bucket, event.key]) : null),
];
