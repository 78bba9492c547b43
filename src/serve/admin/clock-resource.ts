import { z } from 'zod';
import { MAX_ADVANCE_MS, type WorldClock } from '../world/world-clock.ts';

/** What can be asked of the clock. */
export const CLOCK_REQUEST = z.strictObject({
  advanceMs: z.int().min(0).max(MAX_ADVANCE_MS).optional(),
  frozen: z.boolean().optional(),
});

/** Stops or starts the clock, and puts it forward; false where it would go further than dates do. */
export function setClock(clock: WorldClock, { advanceMs = 0, frozen }: z.infer<typeof CLOCK_REQUEST>): boolean {
  if (clock.nowMs() + advanceMs > MAX_ADVANCE_MS) return false;
  if (frozen === true) clock.freeze();
  if (frozen === false) clock.resume();
  clock.advance(advanceMs);
  return true;
}

/** How a clock stands. */
export function clockState(clock: WorldClock): object {
  return { time: clock.date().toISOString(), nowMs: clock.nowMs(), frozen: clock.isFrozen };
}
