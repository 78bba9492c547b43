import { MAX_DEPTH } from './limits.ts';

/** A line parsed, or what is wrong with it. */
export type ParsedLine = { readonly value: unknown } | { readonly problem: string };

/** Parses one line of JSON. The depth is bounded before the parser sees the text, so that nesting cannot exhaust anything behind it. */
export function parseJsonLine(text: string): ParsedLine {
  if (deeperThan(text, MAX_DEPTH)) return { problem: `nested deeper than ${MAX_DEPTH} levels` };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    // The rest of V8's message quotes the input and differs between versions; only the position is worth repeating.
    const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
    return { problem: position === undefined ? 'not valid JSON' : `not valid JSON at column ${Number(position) + 1}` };
  }
}

/** Whether arrays and objects nest deeper than `depth`; right for every valid JSON text, and harmless for any other. */
function deeperThan(text: string, depth: number): boolean {
  let open = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (inString) {
      if (char === '\\') i += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') {
      open += 1;
      if (open > depth) return true;
    } else if (char === '}' || char === ']') open -= 1;
  }
  return false;
}
