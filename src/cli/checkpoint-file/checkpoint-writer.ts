import { BEGINNING, type Checkpoint } from '../../explore/large/checkpoint.ts';
import { createFile, replaceFile } from '../../files/atomic-file.ts';
import { fileErrorCode, fileErrorText } from '../../files/file-error.ts';
import { printable } from '../../trace/printable.ts';
import { LatestWriter } from '../report-file/latest-writer.ts';
import { UsageError } from '../usage-error.ts';
import { checkpointBytes } from './checkpoint-bytes.ts';
import type { CheckpointFile, CheckpointHead } from './checkpoint-file.ts';

/** Shortest time between two writes, in milliseconds: each writes all there is. */
const REST_MS = 30_000;

/** Keeps the checkpoint file of a running exploration up to date, now and then. */
export class CheckpointWriter {
  readonly #writer: LatestWriter<Checkpoint>;
  readonly #nowMs: () => number;
  #latest: Checkpoint;
  #offeredAtMs: number;

  /** Takes over a file that holds `checkpoint`. `nowMs` is a wall clock; tests bring their own. */
  constructor(path: string, { head, checkpoint }: CheckpointFile, nowMs: () => number = () => performance.now()) {
    this.#writer = new LatestWriter(checkpoint, (latest) =>
      replaceFile(path, checkpointBytes({ head, checkpoint: latest })),
    );
    this.#nowMs = nowMs;
    this.#latest = checkpoint;
    this.#offeredAtMs = nowMs();
  }

  /** Takes the next checkpoint, and writes it if the last one was written a while ago. */
  offer(checkpoint: Checkpoint): void {
    this.#latest = checkpoint;
    if (this.#nowMs() - this.#offeredAtMs < REST_MS) return;
    this.#offeredAtMs = this.#nowMs();
    this.#writer.offer(checkpoint);
  }

  /** Writes the last checkpoint; rejects where that fails. */
  async finish(): Promise<void> {
    this.#writer.offer(this.#latest);
    await this.#writer.finish();
  }
}

/**
 * Creates the checkpoint file of an exploration that is about to begin: a name that is taken or cannot be is refused
 * before a long exploration, not after. `name` stands for the file in errors.
 *
 * @throws UsageError
 */
export async function createCheckpointFile(path: string, name: string, head: CheckpointHead): Promise<CheckpointFile> {
  const file = { head, checkpoint: BEGINNING };
  try {
    await createFile(path, checkpointBytes(file));
    return file;
  } catch (error) {
    const problem =
      fileErrorCode(error) === 'EEXIST'
        ? 'exists already; to go on from it, use --resume; it is never overwritten'
        : fileErrorText(error);
    throw new UsageError(`--checkpoint: ${printable(name)}: ${problem}`);
  }
}
