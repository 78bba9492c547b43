import { extname } from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { perform } from '../../../../model/index.ts';
import type { Exploration } from '../../exploration.ts';
import { INTERRUPTED } from '../../options.ts';
import type { ExploreScope } from '../../scope.ts';
import { type Bounds, Budget } from '../budget.ts';
import { BEGINNING, CheckpointError } from '../checkpoint.ts';
import { CompletedLevels, type LevelEnd, type PartitionCounts } from '../completed-levels.ts';
import { StateHashSet } from '../hash/state-hash-set.ts';
import type { LargeOptions } from '../options.ts';
import type { PartitionReport } from '../partition.ts';
import { reportOfPartitions } from '../report-of-partitions.ts';
import type { PartitionTask, WorkerMessage } from './partition-task.ts';

/**
 * Explores a scope on worker threads, a partition each; states are told apart by hashes. The report is the same for
 * any number of them, but for the memory they take and, where a bound or an interruption ends them, how far they got.
 */
export async function exploreOnThreads(
  scope: ExploreScope,
  options: LargeOptions,
  threads: number,
): Promise<Exploration> {
  const { signal, symmetry = false, maxStates, maxBytes } = options;
  const bounds: Bounds = { maxStates, ...(maxBytes !== undefined && { maxBytes }) };
  const completed = new CompletedLevels(options.resumeFrom);
  const shared = {
    budget: Budget.memory(completed.size),
    known: StateHashSet.memory(maxStates, completed.size),
    barrier: new SharedArrayBuffer(8),
  };
  const budget = new Budget(shared.budget, bounds, threads);
  budget.hold(completed.links.bytes, 0);
  const before = options.resumeFrom ?? BEGINNING;
  const stop = () => budget.stop();
  if (signal?.aborted === true) stop();
  signal?.addEventListener('abort', stop, { once: true });
  const all = new Threads(threads, (index, ports) => ({
    scope,
    index,
    partitions: threads,
    symmetry,
    bounds,
    before: index === 0 ? before : undefined,
    expandedBefore: completed.expandedBefore,
    ports,
    ...shared,
  }));
  try {
    const reports = await all.reports(
      (counts) => options.onProgress?.(completed.progress(counts)),
      (ends) => {
        budget.hold(completed.add(ends), 0);
        options.onLevel?.(completed.checkpoint());
      },
    );
    const unknownBecause = signal?.aborted === true ? INTERRUPTED : budget.reachedText;
    return await reportOfPartitions(
      scope,
      { completed, reports, bytes: budget.mostBytes, exact: false, act: perform, unknownBecause },
      options,
    );
  } finally {
    signal?.removeEventListener('abort', stop);
    await all.end();
  }
}

/** Worker threads that explore a partition each, every one with a way to every other. */
class Threads {
  readonly #workers: readonly Worker[];

  constructor(size: number, taskOf: (index: number, ports: ReadonlyMap<number, MessagePort>) => PartitionTask) {
    const ports = Array.from({ length: size }, () => new Map<number, MessagePort>());
    for (let one = 0; one < size; one++) {
      for (let other = one + 1; other < size; other++) {
        const { port1, port2 } = new MessageChannel();
        ports[one]?.set(other, port1);
        ports[other]?.set(one, port2);
      }
    }
    // Beside this file, with its ending: `.js` as it is built, `.ts` where Node runs the sources.
    const entry = new URL(`./partition-worker${extname(import.meta.url)}`, import.meta.url);
    this.#workers = ports.map(
      (own, index) => new Worker(entry, { workerData: taskOf(index, own), transferList: [...own.values()] }),
    );
  }

  /** What all of them have to say in the end, and before of each level; an error of one is an error of all. */
  reports(
    onProgress: (counts: readonly PartitionCounts[]) => void,
    onLevel: (ends: readonly LevelEnd[]) => void,
  ): Promise<readonly PartitionReport[]> {
    const counts: PartitionCounts[] = [];
    // Some may be ahead by a level.
    const ends = this.#workers.map((): LevelEnd[] => []);
    return this.#all((message, settle) => {
      switch (message.kind) {
        case 'progress':
          counts[message.index] = message.counts;
          onProgress(Object.values(counts));
          break;
        case 'level':
          ends[message.index]?.push(message.end);
          if (ends.every(({ length }) => length > 0)) onLevel(ends.flatMap((own) => own.shift() ?? []));
          break;
        case 'done':
          settle(message.report);
      }
    });
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #all<T>(hear: (message: WorkerMessage, settle: (value: T) => void) => void): Promise<readonly T[]> {
    return Promise.all(
      this.#workers.map(
        (worker) =>
          new Promise<T>((resolve, reject) => {
            worker.on('message', (message: WorkerMessage) => hear(message, resolve));
            worker.once('error', (error: Error) =>
              reject(error.name === 'CheckpointError' ? new CheckpointError(error.message) : error),
            );
          }),
      ),
    );
  }
}
