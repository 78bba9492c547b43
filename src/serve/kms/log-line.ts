import type { LoggedCall } from './kms-log.ts';

/** A call as the log shows it: the words of a trace, and the name of the requester in place of all that is known. */
export function logLine({ by, ...call }: LoggedCall): Readonly<Record<string, unknown>> {
  const { name, account, principal, session } = by;
  return { ...call, by: name, account, principal, session };
}
