import { gzipSync } from 'node:zlib';
import { itfOf } from '../explore/itf-of.ts';
import type { ToldTrace } from '../explore/told-trace.ts';
import { createFile } from '../files/atomic-file.ts';
import { fileErrorCode } from '../files/file-error.ts';
import { isGzipName } from '../trace/gzip.ts';
import { isItfName } from '../trace/itf/itf-name.ts';
import { TraceExistsError } from '../trace/trace-error.ts';
import { writeTraceFile } from '../trace/write-trace-file.ts';

/** A story of an exploration; a run that never ends also says where its cycle begins. */
export interface Story extends ToldTrace {
  readonly cycleFrom?: number;
}

/** Writes a story to a new file, in the format that its name says. */
export async function writeStory(path: string, story: Story): Promise<void> {
  if (!isItfName(path)) return writeTraceFile(path, story.trace);
  const text = itfOf(story, story.cycleFrom);
  try {
    await createFile(path, isGzipName(path) ? [gzipSync(text)] : text);
  } catch (error) {
    throw fileErrorCode(error) === 'EEXIST' ? new TraceExistsError(path) : error;
  }
}
