import type { CheckState } from '../../check/check-state.ts';
import { fileErrorCode, fileErrorText } from '../../trace/file-error.ts';
import { printable } from '../../trace/printable.ts';
import { UsageError } from '../usage-error.ts';
import { createFile, replaceFile } from './atomic-file.ts';
import { formatReport } from './format-report.ts';
import type { ReportFile, ReportHead } from './report-file.ts';

/** Shortest time between two writes while a check runs, in milliseconds: what a killed check loses at most, beside the runs under way. */
const INTERVAL_MS = 2_000;

/** Keeps the report file of a running check up to date. */
export class ReportWriter {
  readonly #path: string;
  readonly #head: ReportHead;
  readonly #nowMs: () => number;
  #latest: CheckState;
  #written: CheckState;
  #writtenAtMs: number;
  #writing: Promise<void> = Promise.resolve();
  #busy = false;

  /** Takes over a file that holds `report`. `nowMs` is a wall clock; tests bring their own. */
  constructor(path: string, { head, state }: ReportFile, nowMs: () => number = () => performance.now()) {
    this.#path = path;
    this.#head = head;
    this.#latest = state;
    this.#written = state;
    this.#nowMs = nowMs;
    this.#writtenAtMs = nowMs();
  }

  /** Takes the next state, and writes it now and then. */
  offer(state: CheckState): void {
    this.#latest = state;
    if (this.#busy || this.#nowMs() - this.#writtenAtMs < INTERVAL_MS) return;
    this.#busy = true;
    // One that fails now is tried again when the check ends, and complained of then.
    this.#writing = this.#write()
      .catch(() => undefined)
      .finally(() => {
        this.#busy = false;
      });
  }

  /** Writes the last state; rejects where that fails. */
  async finish(): Promise<void> {
    await this.#writing;
    if (this.#written !== this.#latest) await this.#write();
  }

  async #write(): Promise<void> {
    const state = this.#latest;
    this.#writtenAtMs = this.#nowMs();
    await replaceFile(this.#path, formatReport({ head: this.#head, state }));
    this.#written = state;
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
