import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Tinypool } from 'tinypool';
import { type CampaignRequest, inProcessExecutor, planOf, type RunExecutor, runCampaign } from '../check/campaign.ts';
import type { CheckReport } from '../check/check-report.ts';
import { runsAskedOf, WHOLE } from '../check/shard.ts';
import { sutOf } from './sut-of.ts';
import type { WorkerTask } from './worker-task.ts';

/**
 * How many worker threads make the runs; `auto` = as many as there are processors, where there are runs enough to be
 * worth it.
 */
export type Workers = number | 'auto';

/** Fewest runs for which `auto` starts threads: before, loading the model in each takes longer than they save. */
const WORTH_IT_RUNS = 100;
/**
 * Runs a worker makes at a time: enough that messages cost nothing, few enough that the last batch keeps nobody
 * waiting.
 */
const BATCH_RUNS = 8;
/**
 * Batches per worker that are under way or waiting, so that nobody idles while the batch whose turn it is takes long.
 */
const BATCHES_AHEAD = 4;
/** Runs leave much garbage that is young: with more than the usual space for it the collector has less to copy. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 96 };

/**
 * Checks the embedded reference. The report is the same for any number of workers.
 *
 * @throws RangeError when a property id is not known.
 */
export async function checkEmbedded(request: CampaignRequest, workers: Workers): Promise<CheckReport> {
  const sut = sutOf(request);
  const threads = workers === 'auto' ? worthwhileThreads(request) : workers;
  if (threads === 1) return runCampaign(request, sut, inProcessExecutor(planOf(request), sut));
  const workerData: WorkerTask = planOf(request);
  // Beside this file, with its ending: `.js` as it is built, `.ts` where Node runs the sources.
  const filename = new URL(`./batch-worker${extname(import.meta.url)}`, import.meta.url).href;
  const pool = new Tinypool({
    filename,
    workerData,
    minThreads: threads,
    maxThreads: threads,
    resourceLimits: RESOURCE_LIMITS,
    // A batch takes long enough that waiting for it without blocking costs nothing, and blocked threads get no message
    // under Deno.
    useAtomics: false,
  });
  const crew: RunExecutor = { batchSize: BATCH_RUNS, width: threads * BATCHES_AHEAD, run: (batch) => pool.run(batch) };
  // Nobody waits for traces under way once Ctrl-C was pressed.
  const stop = (): void => void pool.destroy();
  request.signal?.addEventListener('abort', stop, { once: true });
  try {
    return await runCampaign(request, sut, crew);
  } finally {
    request.signal?.removeEventListener('abort', stop);
    await pool.destroy();
  }
}

/** As many threads as there are processors, but one where few runs are asked for. */
function worthwhileThreads({ runs, shard = WHOLE }: CampaignRequest): number {
  return (runsAskedOf(runs, shard) ?? WORTH_IT_RUNS) < WORTH_IT_RUNS ? 1 : availableParallelism();
}
