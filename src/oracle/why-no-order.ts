import type { ObservedStep } from '../../properties/observed-step.ts';
import { smallestCore, withAnswersOf } from './smallest-core.ts';
import { inSomeOrder, type OrderTrial, type Overlapping } from './some-order.ts';
import type { Violation } from './verdict.ts';

/** What tries an order, and says what was wrong. */
interface ArguingTrial extends OrderTrial {
  readonly violation: Violation | undefined;
  readonly frontier: readonly { readonly nowMs: number }[];
}

/** How an order was looked for, and from which step of the trace on. */
interface Looked {
  readonly isExact: boolean;
  readonly isPastKnown: boolean;
  /** Index of the first of the requests. */
  readonly first: number;
}

/**
 * The argument against requests that overlapped and have no order: the fewest of them that have none, and what is wrong
 * with the last of these.
 *
 * @param before - stands before them, and stays as it is
 */
export function whyNoOrder<Trial extends ArguingTrial>(
  before: Trial,
  group: readonly ObservedStep[],
  { isExact, isPastKnown, first }: Looked,
): Violation | undefined {
  if (group.length === 1) return refusedInTurn(before, group);
  // What was before the trace is told from answers, so there all of them are looked at.
  const core = isPastKnown ? smallestCore(before, group, isExact) : [...group.keys()];
  const asked = withAnswersOf(group, core);
  const refused = refusedLast(before, asked.slice(0, (core.at(-1) ?? 0) + 1), isExact);
  const violation = refused ?? refusedInTurn(before, asked);
  if (violation === undefined) return undefined;
  const told = core.map((place) => `${group[place]?.step.event.op} (step ${first + place + 1})`).join(' and ');
  const others = core.length < group.length ? ', whatever became of the others' : '';
  const how = refused === undefined ? 'In the order in which they began' : 'Where the rest is explained';
  const together = `${group.length} requests overlapped, and in no order does the model explain ${told}${others}`;
  return {
    ...violation,
    reason: `${together}. ${how}: ${violation.reason}`,
    ...(isPastKnown && { core: core.map((place) => first + place) }),
  };
}

/** What is wrong with the last request after all others, if these are explained by the time that it had ended. */
function refusedLast<Trial extends ArguingTrial>(
  before: Trial,
  asked: readonly Overlapping[],
  isExact: boolean,
): Violation | undefined {
  const last = asked.at(-1);
  if (last === undefined) return undefined;
  const { endMs: untilMs = last.step.atMs } = last;
  const rest = asked.slice(0, -1).map((one) => ({ ...one, endMs: Math.min(one.endMs ?? one.step.atMs, untilMs) }));
  const oracle = inSomeOrder(before.fork(), rest, isExact);
  if (oracle === undefined || oracle === 'unknown') return undefined;
  const atMs = Math.max(last.step.atMs, ...oracle.frontier.map(({ nowMs }) => nowMs));
  return refusedInTurn(oracle, [{ ...last, step: { ...last.step, atMs } }]);
}

/** What is wrong with the first request that is refused, one after the other. */
function refusedInTurn(before: ArguingTrial, asked: readonly Overlapping[]): Violation | undefined {
  const oracle = before.fork();
  for (const { step, observation } of asked) {
    const verdict = observation === undefined ? oracle.seeAny(step) : oracle.see({ step, observation });
    if (verdict !== 'conforms') break;
  }
  return oracle.violation;
}
