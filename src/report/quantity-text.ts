import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../model/index.ts';

/** A length of time for people, exact to the millisecond: `0 s`, `4 min 59.999 s`, `5 min`, `7 d 12 h`. */
export function durationText(ms: number): string {
  const parts: string[] = [];
  let rest = ms;
  for (const [unit, size] of [
    ['d', DAY_MS],
    ['h', HOUR_MS],
    ['min', MINUTE_MS],
  ] as const) {
    const whole = Math.floor(rest / size);
    if (whole > 0) parts.push(`${whole} ${unit}`);
    rest -= whole * size;
  }
  if (rest > 0 || parts.length === 0) parts.push(`${rest / SECOND_MS} s`);
  return parts.join(' ');
}

/** A number for people, thousands separated by commas. */
export function countText(count: number): string {
  return count.toLocaleString('en-US');
}

/** A number and its noun: `1 run`, `2 runs`. */
export function countedText(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;
}
