import { readFile, stat } from 'node:fs/promises';
import { fileErrorText } from '../../files/file-error.ts';
import { printable } from '../../trace/printable.ts';
import { TraceError } from '../../trace/trace-error.ts';
import { UsageError } from '../usage-error.ts';
import { parseReport } from './parse-report.ts';
import type { ReportFile } from './report-file.ts';

/** Largest report file that is read, in bytes. The largest part of one is the trace of a violation. */
const MAX_REPORT_BYTES = 64 * 1024 * 1024;

/**
 * Reads a report file; `name` stands for it in errors. The file is input nobody vouches for: its size, nesting and
 * contents are checked.
 *
 * @throws UsageError or TraceError
 */
export async function readReportFile(path: string, name: string): Promise<ReportFile> {
  const refuse = (problem: string) => new UsageError(`${printable(name)}: ${problem}`);
  let bytes: Uint8Array;
  try {
    const stats = await stat(path);
    if (!stats.isFile()) throw refuse('is not a regular file');
    if (stats.size > MAX_REPORT_BYTES)
      throw refuse(`${stats.size} bytes are more than the ${MAX_REPORT_BYTES} a report may have`);
    bytes = await readFile(path);
  } catch (error) {
    throw error instanceof UsageError ? error : refuse(fileErrorText(error));
  }
  try {
    return parseReport(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), name);
  } catch (error) {
    throw error instanceof UsageError || error instanceof TraceError ? error : refuse('not UTF-8 text');
  }
}
