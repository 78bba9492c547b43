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
  /** An exploration and the model do not agree on what can happen, so nothing that it says can be trusted. */
  mismatch: 4,
  /** SIGHUP, as shells have it: 128 and its number. */
  hungUp: 129,
  /** Ctrl-C: 128 and the number of SIGINT. */
  interrupted: 130,
  /** Nobody reads standard output any more: 128 and the number of SIGPIPE. */
  noReader: 141,
  /** SIGTERM: 128 and its number. */
  terminated: 143,
} as const satisfies Record<Verdict | 'error' | 'interrupted', number> & Readonly<Record<string, number>>;
