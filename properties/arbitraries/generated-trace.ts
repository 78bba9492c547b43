import type { Setup, Step } from '../../model/index.ts';

/**
 * A random trace before anything has carried it out: plain data, so that it can be stored, replayed from a file and
 * shrunk.
 */
export interface GeneratedTrace {
  readonly setup: Setup;
  /** Times are absolute and never decrease, so that every sub-list of the steps is a legal trace too. */
  readonly steps: readonly Step[];
}
