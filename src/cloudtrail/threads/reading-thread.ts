import { parentPort, workerData } from 'node:worker_threads';
import { TraceError } from '../../trace/trace-error.ts';
import type { LogSource } from '../reading/log-bytes.ts';
import { readEvents } from '../stream/read-events.ts';
import { BATCHES_AHEAD, type FromReader } from './reading.ts';

// The entry of a worker thread that reads files, and stays no more than a few batches ahead of who takes them.

const files: readonly LogSource[] = workerData;
let ahead = 0;
let goOn = (): void => {};

parentPort?.on('message', () => {
  ahead -= 1;
  goOn();
});

try {
  for await (const batch of readEvents(files)) {
    tell({ batch });
    ahead += 1;
    while (ahead >= BATCHES_AHEAD) await new Promise<void>((resolve) => (goOn = resolve));
  }
  tell('end');
} catch (error) {
  if (!(error instanceof TraceError)) throw error;
  const { file, line, problem } = error;
  tell({ failed: { file, line, problem } });
}
parentPort?.close();

function tell(message: FromReader): void {
  parentPort?.postMessage(message);
}
