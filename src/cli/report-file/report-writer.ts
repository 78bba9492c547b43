import type { CheckState } from '../../check/check-state.ts';
import { fileErrorCode, fileErrorText } from '../../trace/file-error.ts';
import { printable } from '../../trace/printable.ts';
import { UsageError } from '../usage-error.ts';
import { createFile, replaceFile } from './atomic-file.ts';
import { formatReport } from './format-report.ts';
import type { ReportFile, ReportHead } from './report-file.ts';

/**
 * Keeps the report file of a running check up to date: a check that is killed loses the runs under way, and what ended in the
 * milliseconds since the last write began.
 */
export class ReportWriter {
  readonly #path: string;
  readonly #head: ReportHead;
  #latest: CheckState;
  #written: CheckState;
  #writing: Promise<void> | undefined;

  /** Takes over a file that holds `report`. */
  constructor(path: string, { head, state }: ReportFile) {
    this.#path = path;
    this.#head = head;
    this.#latest = state;
    this.#written = state;
  }

  /** Takes the next state, and writes it unless another one comes before the write that is under way has ended. */
  offer(state: CheckState): void {
    this.#latest = state;
    // One that fails now is tried again with the next state or when the check ends, and complained of then.
    this.#writing ??= this.#write()
      .catch(() => undefined)
      .finally(() => {
        this.#writing = undefined;
      });
  }

  /** Writes the last state; rejects where that fails. */
  async finish(): Promise<void> {
    await this.#writing;
    await this.#write();
  }

  async #write(): Promise<void> {
    while (this.#written !== this.#latest) {
      const state = this.#latest;
      await replaceFile(this.#path, formatReport({ head: this.#head, state }));
      this.#written = state;
    }
  }
}

/**
 * Creates the report file of a check that is about to begin: a name that is taken or cannot be is refused before a long check, not after.
 * `name` stands for the file in errors.
 *
 * @throws UsageError
 */
export async function createReportFile(path: string, name: string, report: ReportFile): Promise<void> {
  try {
    await createFile(path, formatReport(report));
  } catch (error) {
    const problem =
      fileErrorCode(error) === 'EEXIST' ? 'exists already; to continue it, use --resume; it is never overwritten' : fileErrorText(error);
    throw new UsageError(`--report: ${printable(name)}: ${problem}`);
  }
}
