import { INVARIANTS, type NamedInvariant } from '../invariants.ts';
import type { Question } from './question.ts';

/** What every transition is held to, and what is asked about it. */
export interface Judges {
  readonly invariants: readonly NamedInvariant[];
  readonly questions: readonly Question[];
}

/** The invariants of the properties, and no question. */
export const SHIPPED: Judges = { invariants: INVARIANTS, questions: [] };
