import { MAX_DEPTH, MAX_RAW_CHARACTERS } from './limits.ts';

/** How deep the raw part of an observation is in its line. */
const DEPTH_OF_RAW = 3;

/**
 * What there is too much of in the raw part of an observation, as `path: problem`; undefined when nothing is. It may be
 * anything, and so the schema cannot bound it; whoever looks at it behind this may recurse.
 */
export function rawProblem(raw: unknown): string | undefined {
  const left = charactersLeft(raw, DEPTH_OF_RAW, MAX_RAW_CHARACTERS);
  if (left === 'too deep') return `observation.raw: nested deeper than ${MAX_DEPTH} levels`;
  return left < 0 ? `observation.raw: more than ${MAX_RAW_CHARACTERS} characters` : undefined;
}

/** What is left of so many characters after a value; it is not looked at further than they last. */
function charactersLeft(value: unknown, depth: number, characters: number): number | 'too deep' {
  if (typeof value === 'string') return characters - value.length;
  if (typeof value !== 'object' || value === null) return characters - String(value).length;
  if (depth > MAX_DEPTH) return 'too deep';
  let left = characters;
  for (const [name, part] of Object.entries(value)) {
    const after = charactersLeft(part, depth + 1, left - name.length - 1);
    if (after === 'too deep' || after < 0) return after;
    left = after;
  }
  return left;
}
