import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileErrorCode, fileErrorText } from '../files/file-error.ts';
import { readTraceFile } from '../trace/read-trace-file.ts';
import type { Trace } from '../trace/trace.ts';
import { TraceError } from '../trace/trace-error.ts';

/** Most files of a folder that are read. */
const MOST_FILES = 1_000;

/** The trace of an earlier failure, or why there is none to be had. */
export type KeptFailure =
  | { readonly file: string; readonly trace: Trace }
  | { readonly file: string; readonly problem: string };

/**
 * The traces that earlier failures have left in a folder, in the order of their names, one in memory at a time. A
 * folder that does not exist holds none. The files are input nobody vouches for.
 */
export async function* keptFailures(folder: string): AsyncGenerator<KeptFailure> {
  const names = await namesIn(folder);
  if (typeof names === 'string') {
    yield { file: folder, problem: names };
    return;
  }
  for (const name of names.slice(0, MOST_FILES)) {
    const file = join(folder, name);
    try {
      yield { file, trace: await readTraceFile(file) };
    } catch (error) {
      if (!(error instanceof TraceError)) throw error;
      yield { file, problem: error.message };
    }
  }
  const more = names.length - MOST_FILES;
  if (more > 0)
    yield { file: folder, problem: `${folder} holds ${more} files more than the ${MOST_FILES} that are run` };
}

/** Names of the trace files in a folder, or why it cannot be read. */
async function namesIn(folder: string): Promise<readonly string[] | string> {
  try {
    return (await readdir(folder)).filter((name) => /\.ndjson(\.gz)?$/.test(name)).sort();
  } catch (error) {
    return fileErrorCode(error) === 'ENOENT' ? [] : `${folder}: ${fileErrorText(error)}`;
  }
}
