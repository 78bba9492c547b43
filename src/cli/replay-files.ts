import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckReport, FoundViolation } from '../check/check-report.ts';
import { fileErrorCode, fileErrorText } from '../files/file-error.ts';
import type { ReplayFile } from '../report/replay-file.ts';
import { TraceExistsError } from '../trace/trace-error.ts';
import { writeTraceFile } from '../trace/write-trace-file.ts';
import { shellPath } from './shell-word.ts';
import { shownPath } from './shown-path.ts';
import { UsageError } from './usage-error.ts';

/** Most names tried for one violation. */
const MOST_NAMES = 10_000;

/**
 * Says no before a long check, not after it, to a folder that cannot be one. A folder that does not exist yet is fine.
 *
 * @throws UsageError
 */
export async function refuseImpossibleFolder(folder: string): Promise<void> {
  try {
    if (!(await stat(folder)).isDirectory()) throw new UsageError(`--failures: ${folder} is not a folder`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (fileErrorCode(error) !== 'ENOENT') throw new UsageError(`--failures: ${folder}: ${fileErrorText(error)}`);
  }
}

/** Writes the trace of each violation to a new file; says `complain` and gives undefined where that fails. */
export async function writeReplayFiles(
  report: CheckReport,
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
async function writeReplayFile({ violation, trace }: FoundViolation, folder: string, seed: number): Promise<string> {
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
  throw new UsageError(`${folder} has ${MOST_NAMES} files of this violation already`);
}

function replayFile(path: string, cwd: string): ReplayFile {
  const file = shownPath(path, cwd);
  return { file, command: `npx bucketkey replay ${shellPath(file)}` };
}
