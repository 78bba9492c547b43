import { isAbsolute, relative } from 'node:path';

/** A path as it is told: from the working folder on where it lies in there, else whole. */
export function shownPath(path: string, cwd: string): string {
  const below = relative(cwd, path);
  return below.startsWith('..') || isAbsolute(below) ? path : below;
}
