import { MAX_NAME_CHARACTERS } from './limits.ts';

/**
 * Which text of a line is longer than a name may be, as `path: problem`; only what is written into an object may be. Of
 * two texts of the same length that are much longer V8 does not tell the hashes apart, and so looks at all there are of
 * them whenever one is looked up.
 */
export function nameProblem(value: unknown): string | undefined {
  return longIn(value, '');
}

function longIn(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return path.endsWith('body.text') ? undefined : lengthProblem(value, path);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, part] of Object.entries(value)) {
    const problem = lengthProblem(name, path) ?? longIn(part, path === '' ? name : `${path}.${name}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function lengthProblem(text: string, path: string): string | undefined {
  if (text.length <= MAX_NAME_CHARACTERS) return undefined;
  return `${path}: ${text.length} characters are more than the ${MAX_NAME_CHARACTERS} a name may have`;
}
