import type { CheckState } from '../../check/check-state.ts';
import { createFile, replaceFile } from '../../files/atomic-file.ts';
import { fileErrorCode, fileErrorText } from '../../files/file-error.ts';
import { printable } from '../../trace/printable.ts';
import { UsageError } from '../usage-error.ts';
import { formatReport } from './format-report.ts';
import { LatestWriter } from './latest-writer.ts';
import type { ReportFile } from './report-file.ts';

/** Keeps the report file of a running check up to date; the file holds `report` already. */
export function reportWriter(path: string, { head, state: written }: ReportFile): LatestWriter<CheckState> {
  return new LatestWriter(written, (state) => replaceFile(path, formatReport({ head, state })));
}

/**
 * Creates the report file of a check that is about to begin: a name that is taken or cannot be is refused before a long
 * check, not after. `name` stands for the file in errors.
 *
 * @throws UsageError
 */
export async function createReportFile(path: string, name: string, report: ReportFile): Promise<void> {
  try {
    await createFile(path, formatReport(report));
  } catch (error) {
    const problem =
      fileErrorCode(error) === 'EEXIST'
        ? 'exists already; to continue it, use --resume; it is never overwritten'
        : fileErrorText(error);
    throw new UsageError(`--report: ${printable(name)}: ${problem}`);
  }
}
