import { code } from './page.ts';

/**
 * A link to a line of a source file. The site shows sources on pages that are no Markdown, so these links have a scheme
 * of their own, of which the last step of the build makes relative ones.
 */
export const SOURCE_SCHEME = 'source://';

/** Markdown that leads to a source file, and to a line of it. */
export function sourceLink(path: string, line?: number, name = path): string {
  return `[${code(name)}](${SOURCE_SCHEME}${path}${line === undefined ? '' : `#L${line}`})`;
}
