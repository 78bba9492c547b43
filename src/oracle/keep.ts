import { covers, join, type WorkingWorld } from '../../model/index.ts';

/**
 * Keeps a world that explains a step, itself or a copy if it is needed for more, unless another covers it; drops those
 * it covers.
 */
export function keep(kept: WorkingWorld[], world: WorkingWorld, isFree: boolean): void {
  if (kept.length > 0) {
    if (kept.some((other) => covers(other.view, world.view) || join(other.view, world.view))) return;
    const uncovered = kept.filter((other) => !covers(world.view, other.view) && !join(world.view, other.view));
    kept.splice(0, kept.length, ...uncovered);
  }
  kept.push(isFree ? world : world.fork());
}
