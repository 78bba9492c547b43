import type { Event } from '../../../model/index.ts';
import type { Assumption, GoalView } from '../../../properties/goal.ts';

/** Most assumptions a goal may have: each takes two of the 32 bits of a label. */
const MOST_ASSUMPTIONS = 15;

/** What of an assumption a set of steps shows, as bits of a label. */
export interface Bits {
  readonly assumption: Assumption;
  /** 0 when nothing has to be given. */
  readonly given: number;
  /** 0 when nothing may be expected. */
  readonly expected: number;
}

/**
 * Gives each assumption bits of its own.
 *
 * @throws RangeError when there are too many, or one that no run meets.
 */
export function bitsOf(assumptions: readonly Assumption[]): readonly Bits[] {
  if (assumptions.length > MOST_ASSUMPTIONS)
    throw new RangeError(`${assumptions.length} assumptions, at most ${MOST_ASSUMPTIONS}`);
  const hopeless = assumptions.find(({ given, expected }) => given === undefined && expected === undefined);
  if (hopeless !== undefined) throw new RangeError(`no run meets the assumption ${hopeless.id}`);
  return assumptions.map((assumption, index) => ({
    assumption,
    given: assumption.given === undefined ? 0 : 1 << (2 * index),
    expected: assumption.expected === undefined ? 0 : 2 << (2 * index),
  }));
}

/** The bits of all kinds that a step is of. */
export function labelOf(bits: readonly Bits[], event: Event | undefined, world: GoalView): number {
  let label = 0;
  for (const { assumption, given, expected } of bits) {
    if (assumption.given?.(event, world) === true) label |= given;
    if (assumption.expected?.(event, world) === true) label |= expected;
  }
  return label;
}
