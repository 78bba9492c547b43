import type { Sut } from '../suts/sut.ts';
import type { Trace } from '../trace/trace.ts';
import { monotonicMs } from './monotonic-ms.ts';
import { rerun } from './rerun.ts';
import { WHOLE } from './shard.ts';
import type { Shrinking, ShrinkRequest } from './shrinking.ts';
import { SutNotes } from './sut-notes.ts';

/** How often the steps are run again before, to tell what fails every time from what does not. */
const CONFIRMED = 3;

/** Takes the steps of a trace afresh on a system, and leaves out and simplifies what it does not take to fail there. */
export async function shrinkAfresh(trace: Trace, request: ShrinkRequest, sut: Sut): Promise<Shrinking> {
  const { profile, properties, maxSeconds, signal, onProgress } = request;
  const beganMs = monotonicMs();
  let attempts = 0;
  const isOver = (): boolean =>
    signal?.aborted === true || (monotonicMs() - beganMs) / 1_000 >= (maxSeconds ?? Number.POSITIVE_INFINITY);
  const notes = new SutNotes();
  const plan = {
    profile,
    seed: trace.header.seed,
    maxSteps: trace.steps.length,
    shard: WHOLE,
    ...(properties !== undefined && { properties }),
  };
  const found = await rerun(plan, sut, trace, [], {
    notes,
    signal,
    confirm: CONFIRMED,
    budget: { seconds: maxSeconds },
    onAttempt: () => {
      if (isOver()) return false;
      attempts += 1;
      onProgress?.({ steps: trace.steps.length, attempts, elapsedMs: monotonicMs() - beganMs });
      return true;
    },
  });
  if (signal?.aborted === true && found === undefined)
    return { verdict: 'unknown', unknownBecause: 'interrupted before it was judged once' };
  const [declined] = notes.declined;
  if (declined !== undefined)
    return { verdict: 'unknown', unknownBecause: `the system declined the setup: ${declined.reason}` };
  if (found === undefined) return { verdict: 'conforms' };
  const { violation, trace: shrunk, flaky } = found.finding;
  const endedBy = signal?.aborted === true ? 'interrupted' : isOver() ? 'out of time' : undefined;
  return {
    verdict: violation.onlyIf === undefined ? 'violates' : 'unknown',
    ...(violation.onlyIf !== undefined && { unknownBecause: violation.onlyIf }),
    shrunk: {
      violation,
      trace: shrunk,
      foundAtLength: trace.steps.length,
      attempts,
      ...(endedBy !== undefined && { endedBy }),
      ...(flaky !== undefined && { flaky }),
    },
  };
}
