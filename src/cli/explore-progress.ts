import type { ExploreProgress } from '../explore/exploration.ts';
import { statesToCome } from '../explore/large/states-to-come.ts';
import { sum } from '../explore/sum.ts';
import { countedText, countText, durationText } from '../report/quantity-text.ts';

/**
 * Tells where an exploration stands, and about how much is left: at least what is in the queue, as long as the depths
 * grow; from then on what {@link statesToCome} says. `nowMs` is a wall clock; states a second are those since the first
 * time it was asked.
 */
export function progressTeller(nowMs: () => number): (progress: ExploreProgress) => string {
  let first: { readonly atMs: number; readonly states: number; readonly left: number } | undefined;
  return ({ states, queue, depth, levels }) => {
    const atMs = nowMs();
    const left = states - queue;
    first ??= { atMs, states, left };
    const seconds = (atMs - first.atMs) / 1_000;
    const perSecond = (count: number) => (seconds === 0 ? 0 : Math.round(count / seconds));
    const toCome = statesToCome(levels);
    const found = sum(levels);
    const toLeave = toCome === undefined ? queue : Math.max(queue, found + toCome - left);
    const leftPerSecond = perSecond(left - first.left);
    const time = leftPerSecond === 0 ? '' : ` (${durationText(1_000 * Math.ceil(toLeave / leftPerSecond))})`;
    const rest = `${toCome === undefined ? 'at least' : 'about'} ${countText(toLeave)} to go${time}`;
    const rate = `${countText(perSecond(states - first.states))} states/s`;
    return `${countedText(states, 'state')}, ${countText(queue)} in the queue, depth ${depth}, ${rate}; ${rest}`;
  };
}
