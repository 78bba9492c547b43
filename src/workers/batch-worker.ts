import { Tinypool } from 'tinypool';
import { type BatchResult, batchRunner, type RunBatch } from '../check/run-batch.ts';
import { sutOf } from './sut-of.ts';
import type { WorkerTask } from './worker-task.ts';

// The entry of a worker thread: it is loaded once, and the function is called for every batch.
const task: WorkerTask = Tinypool.workerData;
const runBatch = batchRunner(task, sutOf(task));

/** Makes the runs of a batch on the embedded reference. */
export default function runBatchInWorker(batch: RunBatch): Promise<BatchResult> {
  return runBatch(batch);
}
