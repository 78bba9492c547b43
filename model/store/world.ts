import type { Scope } from './scope.ts';
import type { Scalars, Tables } from './tables.ts';

/** Everything the model remembers. Worlds are values: a step makes a new one and leaves the old one valid. */
export interface World extends Readonly<Tables>, Readonly<Scalars> {
  readonly scope: Scope;
  /** Time of the last step, in milliseconds. */
  readonly nowMs: number;
}
