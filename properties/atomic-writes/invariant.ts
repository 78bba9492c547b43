import { isSuccess } from '../../model/index.ts';
import { firstChange } from '../config-is-not-retroactive/invariant.ts';
import type { Invariant } from '../invariant.ts';

/** A refused step leaves every object as it was (E-01, E-05 to E-07, E-11). */
export const atomicWritesInvariant: Invariant = (transition) =>
  isSuccess(transition.outcome.status) ? undefined : firstChange(transition, () => false);
