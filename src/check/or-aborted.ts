/**
 * How long what is under way may take to end once the signal is given, in milliseconds: a system that hangs never does.
 */
const GRACE_MS = 1_000;

/** What a promise comes to; undefined where the signal was given and it does not come to anything soon after. */
export async function orAborted<T>(result: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  if (signal === undefined) return result;
  let timer: NodeJS.Timeout | undefined;
  let wait = (): void => {};
  const waiting = new Promise<undefined>((resolve) => {
    wait = () => {
      timer = setTimeout(() => resolve(undefined), GRACE_MS);
    };
    if (signal.aborted) wait();
    else signal.addEventListener('abort', wait, { once: true });
  });
  try {
    return await Promise.race([result, waiting]);
  } finally {
    signal.removeEventListener('abort', wait);
    clearTimeout(timer);
  }
}
