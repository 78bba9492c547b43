// Replication (U-13): nobody asks for it, so that a trace has it where its end was first seen, and the calls of its role
// say later when it was.
import { JOIN_WINDOW_MS } from '../../dist/src/cloudtrail/limits.js';
import { REPLICATOR } from './steps.mjs';

/** Whether a step has shown how the replication of an object ended. */
export function isSettled({ step, observation }) {
  return step.event.op === 'HeadObject' && ['COMPLETED', 'FAILED'].includes(observation.replicationStatus);
}

/** The step of a trace that a replication is, which another step has shown the end of. */
export function replicationSeen({ step, observation: { replicationStatus } }) {
  const { bucket, key } = step.event;
  const event = { op: 'ReplicateObject', bucket, key };
  return { step: { atMs: step.atMs, by: null, event }, observation: { status: 200, replicationStatus } };
}

/**
 * Gives replications the calls that the role has made between the write and the look that showed the end, and the time
 * of the first of them; what several may have made is of none. `calls`: of the whole experiment, with `atMs` as in the
 * trace. Gives the steps in their order, and the calls that are left.
 */
export function joinedReplications(steps, calls, hasAllCalls) {
  const attempts = steps.flatMap((seen, place) => {
    if (seen.step.event.op !== 'ReplicateObject') return [];
    const before = steps.slice(0, place).filter(({ step }) => step.event.key === seen.step.event.key);
    return [{ seen, before, calls: [], mayHaveMore: false }];
  });
  const left = [];
  for (const call of calls) {
    const may = call.caller.id === REPLICATOR ? attempts.filter((one) => mayHaveMade(one, call)) : [];
    if (may.length === 1) may[0].calls.push(call);
    else {
      left.push(call);
      for (const one of may) one.mayHaveMore = true;
    }
  }
  const replications = new Map(attempts.map((one) => [one.seen, withCalls(one, hasAllCalls)]));
  const told = steps.map((seen) => replications.get(seen) ?? seen);
  return { steps: told.sort((one, other) => one.step.atMs - other.step.atMs), left };
}

/** A context that names an object is of that alone (F-72). */
function mayHaveMade({ seen: { step }, before }, { atMs, target }) {
  const fromMs = before[0]?.step.atMs ?? step.atMs;
  const isInTime = atMs > fromMs - JOIN_WINDOW_MS && atMs < step.atMs + JOIN_WINDOW_MS;
  return isInTime && (target.key === undefined || target.key === step.event.key);
}

/**
 * It was not over when somebody looked and it was not, whatever the seconds of a trail say. One without a call may have
 * been as early as that: who takes it for later takes a bucket key for longer-lived.
 */
function withCalls({ seen, before, calls, mayHaveMore }, hasAllCalls) {
  if (mayHaveMore || (calls.length === 0 && !hasAllCalls)) return seen;
  const { step, observation } = seen;
  const notBeforeMs = before.at(-1)?.step.atMs ?? 0;
  const firstMs = calls.length === 0 ? notBeforeMs : Math.min(...calls.map(({ atMs }) => atMs));
  const atMs = Math.min(step.atMs, Math.max(notBeforeMs, firstMs));
  return { step: { ...step, atMs }, observation: { ...observation, kmsCalls: calls.map(({ observed }) => observed) } };
}
