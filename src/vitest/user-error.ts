/** The frames of whoever called a function, to be the stack of errors that are found later. */
export type CallSite = string;

/** Where `called` was called from: its own frames and those below it are left out. */
export function callSiteOf(called: (...given: never[]) => unknown): CallSite {
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, called);
  return (holder.stack ?? '')
    .split('\n')
    .filter((line) => /^ +at /.test(line))
    .join('\n');
}

/**
 * An error that points to where the user asked for what has failed: reporters show that line, and CI annotates it.
 *
 * @param cause - an error that was thrown meanwhile, of which reporters show the frames as well
 */
export function errorAt(site: CallSite, message: string, cause?: unknown): Error {
  const error = new Error(message, cause === undefined ? {} : { cause });
  error.stack = `${error.name}: ${message}\n${site}`;
  return error;
}
