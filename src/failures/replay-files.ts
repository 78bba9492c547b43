import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckReport, FoundViolation } from '../check/check-report.ts';
import { fileErrorCode, fileErrorText } from '../files/file-error.ts';
import { shellPath } from '../files/shell-word.ts';
import { shownPath } from '../files/shown-path.ts';
import type { ReplayFile } from '../report/replay-file.ts';
import { TraceExistsError } from '../trace/trace-error.ts';
import { writeTraceFile } from '../trace/write-trace-file.ts';

/** Most names tried for one violation. */
const MOST_NAMES = 10_000;

/**
 * What is wrong with a folder that cannot be one: to be asked before a long check, not after it. A folder that does not
 * exist yet is fine.
 */
export async function folderProblem(folder: string): Promise<string | undefined> {
  try {
    return (await stat(folder)).isDirectory() ? undefined : `${folder} is not a folder`;
  } catch (error) {
    return fileErrorCode(error) === 'ENOENT' ? undefined : `${folder}: ${fileErrorText(error)}`;
  }
}

/** Writes the trace of each violation to a new file; says `complain` and gives undefined where that fails. */
export async function writeReplayFiles(
  report: Pick<CheckReport, 'seed' | 'violations'>,
  folder: string,
  cwd: string,
  complain: (problem: string) => void,
): Promise<(ReplayFile | undefined)[]> {
  const files: (ReplayFile | undefined)[] = [];
  for (const found of report.violations) {
    try {
      files.push(replayFile(await writeReplayFile(found, folder, report.seed), cwd));
    } catch (error) {
      files.push(undefined);
      complain(`no replay file for ${found.violation.property}: ${fileErrorText(error)}`);
    }
  }
  return files;
}

/** Takes the first free name of `<property>-<seed>.ndjson`, `<property>-<seed>-2.ndjson` and so on. */
export async function writeReplayFile(
  { violation, trace }: Pick<FoundViolation, 'violation' | 'trace'>,
  folder: string,
  seed: number,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (let number = 1; number <= MOST_NAMES; number += 1) {
    const path = join(folder, `${violation.property}-${seed}${number === 1 ? '' : `-${number}`}.ndjson`);
    try {
      await writeTraceFile(path, trace);
      return path;
    } catch (error) {
      if (!(error instanceof TraceExistsError)) throw error;
    }
  }
  throw new Error(`${folder} has ${MOST_NAMES} files of this violation already`);
}

/** A trace file, told to whoever works in `cwd`. */
export function replayFile(path: string, cwd: string): ReplayFile {
  const file = shownPath(path, cwd);
  return { file, command: `npx bucketkey replay ${shellPath(file)}` };
}
