import { Tinypool } from 'tinypool';
import { profileNamed } from '../../model/index.ts';
import { type Batch, type BatchResult, batchRunner } from '../check/batch.ts';
import { embeddedFor } from '../suts/embedded.ts';
import type { WorkerTask } from './worker-task.ts';

// The entry of a worker thread: it is loaded once, and the function is called for every batch.
const { profile: name, ...rest }: WorkerTask = Tinypool.workerData;
const profile = profileNamed(name);
if (profile === undefined) throw new RangeError(`there is no profile ${JSON.stringify(name)}`);
const runBatch = batchRunner({ ...rest, profile }, embeddedFor(profile));

/** Makes the runs of a batch on the embedded reference. */
export default function run(batch: Batch): Promise<BatchResult> {
  return runBatch(batch);
}
