import type { Step } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import type { Verdict } from './verdict.ts';

/** Of more requests that overlap nobody tries all orders: there would be millions. */
export const MOST_TOGETHER = 8;

/** Whether one request was over when another began. Of two that began at the same time neither was. */
export function isBefore(one: Pick<ObservedStep, 'step' | 'endMs'>, other: Pick<ObservedStep, 'step'>): boolean {
  const { step, endMs = step.atMs } = one;
  return endMs <= other.step.atMs && step.atMs < other.step.atMs;
}

/** A request that overlaps with others; nobody looks at what became of it where its observation is undefined. */
export type Overlapping = Omit<ObservedStep, 'observation'> & {
  readonly observation: ObservedStep['observation'] | undefined;
};

/** What tries an order: as an oracle does, and as it stands before the requests. */
export interface OrderTrial {
  /** One more that stands where this one stands. */
  fork(): this;
  see(seen: ObservedStep): Verdict;
  /** Takes a step of which nobody knows what became: it came to whatever it may, or to nothing. */
  seeAny(step: Step): Verdict;
  /** Takes what explains the same requests in another order as well. */
  absorb(other: this): Verdict;
}

/**
 * Linearizability of requests that overlap, the way Wing and Gong search for it: whether each can have taken effect at
 * one instant between its beginning and its end, so that one after the other they explain what all were answered. One
 * that ended before another began came before it. Sets of requests that have taken effect are looked at once, whatever
 * their order.
 *
 * @param isExact - whether it matters when exactly: then each instant is tried at which one of them begins or ends,
 * else the first that is possible
 * @param most - how many steps are taken at the most
 * @returns what explains all in some order; undefined where no order does, and `unknown` where a bound was hit
 */
export function inSomeOrder<Trial extends OrderTrial>(
  before: Trial,
  group: readonly Overlapping[],
  isExact: boolean,
  most = Number.POSITIVE_INFINITY,
): Trial | 'unknown' | undefined {
  const ends = group.flatMap(({ step, endMs = step.atMs }) => [step.atMs, endMs]);
  const instants = new Set(ends);
  const all = 2 ** group.length - 1;
  /** For each set of requests, as bits, what explains them, by the instant of the last one; smaller sets first. */
  const reached = new Map([[0, new Map([[0, before]])]]);
  let steps = 0;
  for (const [done, trials] of reached) {
    for (const [lastMs, trial] of trials) {
      for (const [next, seen] of group.entries()) {
        if (!mayBeNext(group, done, next)) continue;
        const { step, endMs = step.atMs } = seen;
        const firstMs = Math.max(lastMs, step.atMs);
        for (const atMs of isExact ? instants : [firstMs]) {
          if (atMs < firstMs || atMs > endMs) continue;
          steps += 1;
          if (steps > most) return 'unknown';
          const taken = trial.fork();
          const verdict = takenBy(taken, { ...step, atMs }, seen.observation);
          if (verdict === 'unknown') return verdict;
          if (verdict === 'violates') continue;
          const larger = done | (1 << next);
          const others = reached.get(larger) ?? new Map<number, Trial>();
          reached.set(larger, others);
          const other = others.get(atMs);
          if (other === undefined) others.set(atMs, taken);
          else if (other.absorb(taken) === 'unknown') return 'unknown';
        }
      }
    }
    // What can be done next has been done from there.
    if (done !== all) trials.clear();
  }
  let explained: Trial | undefined;
  for (const trial of reached.get(all)?.values() ?? []) {
    if (explained === undefined) explained = trial;
    else if (explained.absorb(trial) === 'unknown') return 'unknown';
  }
  return explained;
}

function takenBy(trial: OrderTrial, step: Step, observation: Overlapping['observation']): Verdict {
  return observation === undefined ? trial.seeAny(step) : trial.see({ step, observation });
}

/** Whether a request is still to be done, and none that is came before it. */
function mayBeNext(group: readonly Overlapping[], done: number, next: number): boolean {
  const isDone = (index: number): boolean => (done & (1 << index)) !== 0;
  const one = group[next];
  return one !== undefined && !isDone(next) && !group.some((other, index) => !isDone(index) && isBefore(other, one));
}
