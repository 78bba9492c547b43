import type { World } from '../../model/index.ts';
import type { Trace } from '../trace/trace.ts';

/** A trace through a scope, and what it leads through. */
export interface ToldTrace {
  readonly trace: Trace;
  /** The world it begins with, and that after each step. After a step that breaks down it is the one before. */
  readonly worlds: readonly World[];
}
