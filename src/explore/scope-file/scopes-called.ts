import { resolve } from 'node:path';
import type { ExploreScope } from '../scope.ts';
import { shippedScopes } from '../scopes/index.ts';
import { readScopeFile } from './read-scope-file.ts';

/**
 * What `--scope` asks for: the scopes of a shipped name, to be explored in turn, or the one in a file whose name ends
 * in `.json`, which is looked for from the folder `cwd` on; undefined for a name that no shipped scope has.
 *
 * @throws ScopeFileError if the file is no scope
 */
export async function scopesCalled(text: string, cwd = '.'): Promise<readonly ExploreScope[] | undefined> {
  return text.endsWith('.json') ? [await readScopeFile(resolve(cwd, text), text)] : shippedScopes(text);
}
