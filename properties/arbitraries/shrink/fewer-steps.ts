import type { Step } from '../../../model/index.ts';
import type { GeneratedTrace } from '../generated-trace.ts';

/** The trace with some of its steps, their times as they were. */
function keeping(trace: GeneratedTrace, keep: (step: Step, index: number) => boolean): GeneratedTrace {
  return { setup: trace.setup, steps: trace.steps.filter(keep) };
}

/**
 * Traces with fewer steps. The last step, which is where a trace usually fails, stays as long as there is anything else
 * to drop.
 */
export function* withFewerSteps(trace: GeneratedTrace): Iterable<GeneratedTrace> {
  const last = trace.steps.length - 1;
  if (last < 0) return;
  yield keeping(trace, (_, index) => index === last);
  const half = Math.ceil(last / 2);
  for (let size = half; size > 0; size = Math.floor(size / 2)) {
    yield* withoutChunks(trace, size);
    if (size === half && half > 3) yield* withoutGroups(trace);
  }
  yield keeping(trace, (_, index) => index !== last);
}

function* withoutChunks(trace: GeneratedTrace, size: number): Iterable<GeneratedTrace> {
  const last = trace.steps.length - 1;
  for (let from = 0; from < last; from += size) {
    const until = Math.min(from + size, last);
    yield keeping(trace, (_, index) => index < from || index >= until);
  }
  yield keeping(trace, (_, index) => index <= last - size);
}

/**
 * Everything of one kind, of one requester, or in one bucket goes at once: most of a long trace has nothing to do with
 * the failure.
 */
function* withoutGroups(trace: GeneratedTrace): Iterable<GeneratedTrace> {
  const last = trace.steps.length - 1;
  for (const groupOf of GROUPINGS) {
    const groups = new Set(trace.steps.map(groupOf));
    if (groups.size < 2) continue;
    for (const group of groups) yield keeping(trace, (step, index) => index === last || groupOf(step) !== group);
  }
}

/** What steps may have in common that can go together. */
export const GROUPINGS: readonly ((step: Step) => string | null)[] = [
  ({ event }) => event.op,
  ({ by }) => by,
  ({ event }) => ('bucket' in event ? event.bucket : null),
  ({ event }) => ('bucket' in event && 'key' in event ? JSON.stringify([event.bucket, event.key]) : null),
];
