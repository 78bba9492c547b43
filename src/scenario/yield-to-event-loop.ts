import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Lets whatever else is waiting run, an abort among it: a long run that never gives way can not be ended. Rejects with
 * the reason of the signal once that is aborted.
 */
export async function yieldToEventLoop(signal: AbortSignal | undefined): Promise<void> {
  await nextTurn();
  signal?.throwIfAborted();
}
