import { MAX_DEPTH } from './limits.ts';

/** A line parsed, or what is wrong with it. */
export type ParsedLine = { readonly value: unknown } | { readonly problem: string };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/**
 * Parses one line of JSON. The depth is bounded before the parser sees the text, so that nesting cannot exhaust
 * anything behind it.
 */
export function parseJsonLine(text: string): ParsedLine {
  if (nestsDeeper(text, MAX_DEPTH)) return { problem: `nested deeper than ${MAX_DEPTH} levels` };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    // The rest of V8's message quotes the input and differs between versions; only the position is worth repeating.
    const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
    return { problem: position === undefined ? 'not valid JSON' : `not valid JSON at column ${Number(position) + 1}` };
  }
}

/** Whether arrays and objects nest deeper than `depth`; right for every valid JSON text, and harmless for any other. */
export function nestsDeeper(text: string, depth: number): boolean {
  return hasMoreOpenings(text, depth) && deeperThan(text, depth);
}

/**
 * Whether a text has more opening brackets than `bound`, strings included. What has not cannot nest deeper; and it is
 * found out fast.
 */
export function hasMoreOpenings(text: string, bound: number): boolean {
  let count = 0;
  for (const opening of ['{', '[']) {
    for (let at = text.indexOf(opening); at !== -1; at = text.indexOf(opening, at + 1)) {
      count += 1;
      if (count > bound) return true;
    }
  }
  return false;
}

function deeperThan(text: string, depth: number): boolean {
  let open = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === BACKSLASH) i += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      open += 1;
      if (open > depth) return true;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) open -= 1;
  }
  return false;
}
