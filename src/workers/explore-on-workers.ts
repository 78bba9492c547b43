import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { perform } from '../../model/index.ts';
import type { Exploration } from '../explore/exploration.ts';
import { type ExploreOptions, explore } from '../explore/explore.ts';
import { INTERRUPTED, reportOf } from '../explore/report-of.ts';
import type { ExploreScope } from '../explore/scope.ts';
import { type Bounds, Budget } from '../explore/search/budget.ts';
import { CheckpointError } from '../explore/search/checkpoint-error.ts';
import { Fingerprints } from '../explore/search/fingerprints.ts';
import { BEGINNING, type DepthEnd, Past, type Standing } from '../explore/search/past.ts';
import type { RegionReport } from '../explore/search/region.ts';
import type { Workers } from './check-embedded.ts';
import type { RegionMessage, RegionTask } from './region-task.ts';

/**
 * Fewest states of a scope, by its own bound, for which `auto` starts threads: before, each would spend its time on the
 * same footprints.
 */
const WORTH_IT_STATES = 1_000_000;

/**
 * Explores a scope on as many threads as are asked for; states are kept whole, and a spoilt model is explored, in this
 * thread only.
 */
export function exploreOnThreads(scope: ExploreScope, options: ExploreOptions, workers: Workers): Promise<Exploration> {
  const isLarge = (scope.maxStates ?? 0) > WORTH_IT_STATES;
  const threads = workers === 'auto' ? (isLarge ? availableParallelism() : 1) : workers;
  const isHere = threads === 1 || options.exact === true || options.act !== undefined;
  return isHere ? explore(scope, options) : exploreOnWorkers(scope, options, threads);
}

/**
 * Explores a scope on worker threads, a region each; states are told apart by fingerprints. The report is the same for
 * any number of them, but for the memory they take and, where a bound or an interruption ends them, how far they got.
 */
export async function exploreOnWorkers(
  scope: ExploreScope,
  options: ExploreOptions,
  workers: number,
): Promise<Exploration> {
  const { signal, symmetry = false, maxStates, maxBytes } = options;
  const bounds: Bounds = { maxStates, ...(maxBytes !== undefined && { maxBytes }) };
  const past = new Past(options.resumeFrom);
  const shared = {
    budget: Budget.memory(past.size),
    known: Fingerprints.memory(maxStates, past.size),
    meeting: new SharedArrayBuffer(8),
  };
  const budget = new Budget(shared.budget, bounds, workers);
  budget.hold(past.links.bytes, 0);
  const before = options.resumeFrom ?? BEGINNING;
  const stop = () => budget.stop();
  if (signal?.aborted === true) stop();
  signal?.addEventListener('abort', stop, { once: true });
  const crew = new Crew(workers, (index, ports) => ({
    scope,
    index,
    regions: workers,
    symmetry,
    bounds,
    before: index === 0 ? before : undefined,
    leftBefore: past.leftBefore,
    ports,
    ...shared,
  }));
  try {
    const reports = await crew.reports(
      (standing) => options.onProgress?.(past.progress(standing)),
      (ends) => {
        budget.hold(past.add(ends), 0);
        options.onDepth?.(past.checkpoint());
      },
    );
    const unknownBecause = signal?.aborted === true ? INTERRUPTED : budget.reachedText;
    return await reportOf(
      scope,
      { past, reports, bytes: budget.mostBytes, exact: false, act: perform, unknownBecause },
      options,
    );
  } finally {
    signal?.removeEventListener('abort', stop);
    await crew.end();
  }
}

/** Worker threads that explore a region each, every one with a way to every other. */
class Crew {
  readonly #workers: readonly Worker[];

  constructor(size: number, taskOf: (index: number, ports: ReadonlyMap<number, MessagePort>) => RegionTask) {
    const ports = Array.from({ length: size }, () => new Map<number, MessagePort>());
    for (let one = 0; one < size; one++) {
      for (let other = one + 1; other < size; other++) {
        const { port1, port2 } = new MessageChannel();
        ports[one]?.set(other, port1);
        ports[other]?.set(one, port2);
      }
    }
    // Beside this file, with its ending: `.js` as it is built, `.ts` where Node runs the sources.
    const entry = new URL(`./region-worker${extname(import.meta.url)}`, import.meta.url);
    this.#workers = ports.map(
      (own, index) => new Worker(entry, { workerData: taskOf(index, own), transferList: [...own.values()] }),
    );
  }

  /** What all of them have to say in the end, and before of each depth; an error of one is an error of all. */
  reports(
    onProgress: (standing: readonly Standing[]) => void,
    onDepth: (ends: readonly DepthEnd[]) => void,
  ): Promise<readonly RegionReport[]> {
    const standing: Standing[] = [];
    // Some may be ahead by a depth.
    const ends = this.#workers.map((): DepthEnd[] => []);
    return this.#all((message, settle) => {
      switch (message.kind) {
        case 'progress':
          standing[message.index] = message.standing;
          onProgress(Object.values(standing));
          break;
        case 'depth':
          ends[message.index]?.push(message.end);
          if (ends.every(({ length }) => length > 0)) onDepth(ends.flatMap((own) => own.shift() ?? []));
          break;
        case 'done':
          settle(message.report);
      }
    });
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #all<T>(hear: (message: RegionMessage, settle: (value: T) => void) => void): Promise<readonly T[]> {
    return Promise.all(
      this.#workers.map(
        (worker) =>
          new Promise<T>((resolve, reject) => {
            worker.on('message', (message: RegionMessage) => hear(message, resolve));
            worker.once('error', (error: Error) =>
              reject(error.name === 'CheckpointError' ? new CheckpointError(error.message) : error),
            );
          }),
      ),
    );
  }
}
