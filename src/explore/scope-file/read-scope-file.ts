import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileErrorText } from '../../files/file-error.ts';
import type { ExploreScope } from '../scope.ts';
import { MAX_SCOPE_BYTES } from './limits.ts';
import { parseScope } from './parse-scope.ts';
import { ScopeFileError } from './scope-file-error.ts';

/**
 * Reads a scope file; `name` stands for it in errors. The file is input nobody vouches for: no more of it is read than
 * a scope may have.
 *
 * @throws ScopeFileError that says where and what
 */
export async function readScopeFile(path: string, name = path): Promise<ExploreScope> {
  const bytes = await firstBytes(path, name);
  if (bytes.length > MAX_SCOPE_BYTES)
    throw new ScopeFileError(name, `more than the ${MAX_SCOPE_BYTES} bytes a scope may have`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ScopeFileError(name, 'not UTF-8 text');
  }
  return parseScope(text, name);
}

/** The bytes of a file, of a larger one than a scope may be one byte more than that. */
async function firstBytes(path: string, name: string): Promise<Uint8Array> {
  try {
    // Whoever opens what is no regular file may wait for ever.
    if (!(await stat(path)).isFile()) throw new ScopeFileError(name, 'is not a regular file');
    const chunks: Buffer[] = [];
    for await (const chunk of createReadStream(path, { end: MAX_SCOPE_BYTES })) chunks.push(chunk);
    return Buffer.concat(chunks);
  } catch (error) {
    throw error instanceof ScopeFileError ? error : new ScopeFileError(name, fileErrorText(error));
  }
}
