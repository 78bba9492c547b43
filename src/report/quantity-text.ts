export { durationText } from '../../model/vocabulary/time.ts';

/** A number for people, thousands separated by commas. */
export function countText(count: number): string {
  return count.toLocaleString('en-US');
}

/** A number and its noun: `1 run`, `2 runs`. */
export function countedText(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;
}
