import type { Verdict } from '../oracle/verdict.ts';

/** What the exit code of the process says. */
export const EXIT = {
  /** What was checked conforms, or there was nothing to check. */
  conforms: 0,
  /** Something is violated, or a scenario differs from what is expected. */
  violates: 1,
  /** The command line or a file it names is wrong, or the check itself failed. */
  error: 2,
  /** A bound was hit before the question was settled. */
  unknown: 3,
  /** Ctrl-C, as shells have it: 128 and the number of SIGINT. */
  interrupted: 130,
} as const satisfies Record<Verdict | 'error' | 'interrupted', number>;
