import { wallClockOf } from '../suts/clock.ts';
import type { Sut } from '../suts/sut.ts';

/**
 * How long what is under way may take to end once the signal is given, in milliseconds: a system that hangs never does.
 */
const GRACE_MS = 1_000;

/** How long a system may take on whose clock everything takes its time: it has to clear away what it made. */
const LIVE_GRACE_MS = 30_000;

/** How long a system may take to end what is under way once nobody waits for it, in milliseconds. */
export function graceOf(sut: Pick<Sut, 'clock'>): number {
  return wallClockOf(sut) === undefined ? GRACE_MS : LIVE_GRACE_MS;
}

/** What a promise comes to; undefined where the signal was given and it does not come to anything soon after. */
export async function orAborted<T>(
  result: Promise<T>,
  signal: AbortSignal | undefined,
  graceMs = GRACE_MS,
): Promise<T | undefined> {
  if (signal === undefined) return result;
  let timer: NodeJS.Timeout | undefined;
  let wait = (): void => {};
  const waiting = new Promise<undefined>((resolve) => {
    wait = () => {
      timer = setTimeout(() => resolve(undefined), graceMs);
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

/** What an attempt comes to that was ended by the signal: nothing. */
export function ifAborted(signal: AbortSignal | undefined): (error: unknown) => undefined {
  return (error) => {
    if (signal?.aborted !== true) throw error;
    return undefined;
  };
}
