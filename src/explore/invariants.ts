import type { Invariant } from '../../properties/invariant.ts';
import { ON_TRANSITIONS } from '../../properties/properties.ts';

/** The invariant of a property. */
export interface NamedInvariant {
  /** Id of the property. */
  readonly id: string;
  /** Why a transition breaks it, or undefined where it does not. */
  readonly judge: Invariant;
}

/** What is checked on every transition, the most telling first. */
export const INVARIANTS: readonly NamedInvariant[] = ON_TRANSITIONS.flatMap(({ id, invariant }) =>
  invariant === undefined ? [] : [{ id, judge: invariant }],
);
