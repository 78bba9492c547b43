import { printable } from '../trace/printable.ts';

/** A report for people: lines, with all but their ends escaped that could drive a terminal. */
export function shownText(lines: readonly string[]): string {
  const texts = lines.flatMap((line) => line.split('\n'));
  return `${texts.map((text) => printable(text)).join('\n')}\n`;
}

/**
 * Whatever could drive a terminal and JSON leaves as it is: controls above ASCII, and what turns the reading direction.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A report as JSON, with all escaped that could drive a terminal. Whoever parses it finds the same strings. */
export function shownJson(value: unknown): string {
  return escaped(JSON.stringify(value, null, 2));
}

/** The same in one line. */
export function shownJsonLine(value: unknown): string {
  return escaped(JSON.stringify(value));
}

function escaped(json: string): string {
  return `${json.replace(UNSEEN, (found) => (found === '\n' ? found : unitsText(found)))}\n`;
}

function unitsText(found: string): string {
  return Array.from({ length: found.length }, (_, i) => found.charCodeAt(i))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
}

/** A text of a report, or its two ends where it is longer than somebody wants to read: names may be of any length. */
export function cutText(text: string, longest = 1_000): string {
  if (text.length <= longest) return text;
  const end = Math.floor(longest / 4);
  return `${text.slice(0, longest - end)} … (${text.length - longest} characters left out) … ${text.slice(-end)}`;
}
