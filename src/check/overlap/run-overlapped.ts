import type { Event, Observation, Setup, Step } from '../../../model/index.ts';
import type { ObservedStep } from '../../../properties/observed-step.ts';
import { Oracle } from '../../oracle/oracle.ts';
import type { Violation } from '../../oracle/verdict.ts';
import { described } from '../../profile/described-profile.ts';
import { GivenNames } from '../../suts/given-names.ts';
import { isOverlapping, turnsBy } from '../../suts/overlapping.ts';
import { TRACE_FORMAT } from '../../trace/trace.ts';
import type { RunSetup, TraceRun } from '../run-trace.ts';
import type { JudgedRun } from '../tally-of-run.ts';
import { type Group, groupsOf } from './groups.ts';
import { inEitherOrder } from './in-either-order.ts';

/** A trace that was run two requests at a time, and judged by the model alone: no property has counted anything. */
export type OverlappedRun = Pick<TraceRun, 'trace' | 'violation' | 'doubt'> &
  Partial<Pick<TraceRun, 'taken'>> &
  JudgedRun;

type Bench = Pick<RunSetup, 'sut' | 'profile' | 'seed'>;

/** Runs a trace in which some steps overlap, which ones and how being said by the seed. */
export function runOverlapped(bench: Bench, setup: Setup, steps: readonly Step[]): Promise<OverlappedRun> {
  return runGroups(bench, setup, groupsOf(steps, bench.seed));
}

/**
 * Runs steps of which some overlap, until the first violation or the end. What two that overlapped were answered has to
 * be what they could have been answered one after the other, in either order. Where one of them was half done when it
 * failed no order need explain it, and the run ends.
 */
export async function runGroups(
  { sut, profile, seed }: Bench,
  setup: Setup,
  groups: readonly Group[],
): Promise<OverlappedRun> {
  if (!isOverlapping(sut)) throw new RangeError(`${sut.name} takes one request at a time`);
  let oracle = new Oracle(setup, profile);
  const observed: ObservedStep[] = [];
  let together: readonly [string, string] | undefined;
  const session = await sut.start(setup, seed);
  const names = new GivenNames(setup);
  for (const { steps: group, turns } of groups) {
    const [begun, beside] = group;
    const one = names.named(begun);
    if (beside === undefined) {
      const seen = { step: one, observation: await session.apply(one) };
      names.note(seen.step, seen.observation);
      observed.push(seen);
      if (oracle.see(seen) !== 'conforms') break;
      continue;
    }
    const other = names.named(beside);
    const pair = [one, other] as const;
    const { observations } = await session.applyTogether((request) => pair[request], turnsBy(turns));
    const [first, second] = observations;
    const seen = [
      { step: one, observation: first },
      { step: other, observation: second },
    ] as const;
    for (const { step, observation } of seen) names.note(step, observation);
    if (isHalfDone(seen[0], other.event) || isHalfDone(seen[1], one.event)) break;
    observed.push(...seen);
    oracle = inEitherOrder(oracle, withoutShared(seen[0], [second]), withoutShared(seen[1], [first]));
    if (oracle.verdict === 'conforms') continue;
    together = [one.event.op, other.event.op];
    break;
  }
  await session.stop();
  const header = { bucketkeyTrace: TRACE_FORMAT, profile: described(profile), sut: sut.name, seed, setup };
  const { violation, unknownBecause } = oracle;
  return {
    trace: { header, steps: observed },
    violation: violation === undefined || together === undefined ? violation : inNoOrder(violation, together),
    doubt: undefined,
    judge: { unknownBecause, suite: { counts: () => [] } },
  };
}

function inNoOrder(violation: Violation, [one, other]: readonly [string, string]): Violation {
  const reason = `${one} and ${other} overlapped, and in no order does the model explain both. In the first: `;
  return { ...violation, reason: reason + violation.reason };
}

/** It came to nothing, though KMS had carried out a call for it; not because its bucket was deleted meanwhile. */
function isHalfDone(seen: ObservedStep, beside: Event): boolean {
  return cameToNothing(seen) && beside.op !== 'DeleteBucket' && hasCall(seen.observation, true);
}

/**
 * An answer without the KMS calls that no order can explain. Who waits for a KMS call of the other is refused with it,
 * and has no call to show; who wrote while the bucket was deleted has one too many.
 */
export function withoutShared(seen: ObservedStep, others: readonly Observation[]): ObservedStep {
  const { kmsCalls, ...rest } = seen.observation;
  const isShared = cameToNothing(seen) && kmsCalls?.length === 0 && others.some((one) => hasCall(one, false));
  const isForNothing = cameToNothing(seen) && hasCall(seen.observation, true);
  return isShared || isForNothing ? { ...seen, observation: rest } : seen;
}

function hasCall({ kmsCalls = [] }: Observation, isOk: boolean): boolean {
  return kmsCalls.some(({ result }) => (result === 'ok') === isOk);
}

function cameToNothing({ step, observation: { status, replicationStatus } }: ObservedStep): boolean {
  const isLeftUndone = replicationStatus === 'FAILED' || replicationStatus === 'PENDING';
  return status >= 400 || (step.event.op === 'ReplicateObject' && isLeftUndone);
}
