import { changed } from '../config-is-not-retroactive/invariant.ts';
import type { Invariant } from '../invariant.ts';

/** A refused step leaves every object as it was (E-05, E-07, F-120). */
export const invariant: Invariant = (transition) =>
  transition.outcome.status < 400 ? undefined : changed(transition, () => false);
