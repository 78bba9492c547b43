import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { perform } from '../../model/index.ts';
import type { Exploration } from '../explore/exploration.ts';
import { type ExploreOptions, explore } from '../explore/explore.ts';
import { INTERRUPTED, reportOf } from '../explore/report-of.ts';
import type { ExploreScope } from '../explore/scope.ts';
import { type Bounds, Budget } from '../explore/search/budget.ts';
import { Fingerprints } from '../explore/search/fingerprints.ts';
import type { LinksData } from '../explore/search/links.ts';
import type { Workers } from './check-embedded.ts';
import type { RegionDone, RegionMessage, RegionProgress, RegionTask } from './region-task.ts';

/** Fewest states of a scope, by its own bound, for which `auto` starts threads: before, each would spend its time on the same footprints. */
const WORTH_IT_STATES = 1_000_000;

/** Explores a scope on as many threads as are asked for; states are kept whole, and a spoilt model is explored, in this thread only. */
export function exploreOnThreads(scope: ExploreScope, options: ExploreOptions, workers: Workers): Promise<Exploration> {
  const isLarge = (scope.maxStates ?? 0) > WORTH_IT_STATES;
  const threads = workers === 'auto' ? (isLarge ? availableParallelism() : 1) : workers;
  const isHere = threads === 1 || options.exact === true || options.act !== undefined;
  return isHere ? explore(scope, options) : exploreOnWorkers(scope, options, threads);
}

/**
 * Explores a scope on worker threads, a region each; states are told apart by fingerprints. The report is the same for any number of them, but for the memory they take and, where
 * a bound or an interruption ends them, how far they got.
 */
export async function exploreOnWorkers(scope: ExploreScope, options: ExploreOptions, workers: number): Promise<Exploration> {
  const { signal, symmetry = false, maxStates, maxBytes } = options;
  const bounds: Bounds = { maxStates, ...(maxBytes !== undefined && { maxBytes }) };
  const shared = { budget: Budget.memory(), known: new Fingerprints().memory, meeting: new SharedArrayBuffer(4) };
  const budget = new Budget(shared.budget, bounds, workers);
  const stop = () => budget.stop();
  if (signal?.aborted === true) stop();
  signal?.addEventListener('abort', stop, { once: true });
  const crew = new Crew(workers, (index, ports) => ({ scope, index, regions: workers, symmetry, bounds, ports, ...shared }));
  try {
    const done = await crew.done((progress) => {
      const states = sum(progress.map((one) => one.states));
      const queue = states - sum(progress.map(({ left }) => left));
      const depth = Math.max(...progress.map((one) => one.depth));
      options.onProgress?.({ states, transitions: sum(progress.map(({ transitions }) => transitions)), queue, depth });
    });
    const reports = done.map(({ report }) => report);
    const needsLinks = scope.monitored || reports.some(({ found }) => found !== undefined);
    const links = needsLinks ? await crew.links() : [];
    const bytes = Math.max(...done.map(({ knownBytes }) => knownBytes));
    const unknownBecause = signal?.aborted === true ? INTERRUPTED : budget.reachedText;
    return await reportOf(scope, { reports, links: () => links, bytes, exact: false, act: perform, unknownBecause }, options);
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
    this.#workers = ports.map((own, index) => new Worker(entry, { workerData: taskOf(index, own), transferList: [...own.values()] }));
  }

  /** What all of them have to say in the end; an error of one is an error of all. */
  done(onProgress: (progress: readonly RegionProgress[]) => void): Promise<readonly RegionDone[]> {
    const progress: RegionProgress[] = [];
    return this.#all((message, settle) => {
      if (message.kind === 'done') settle(message);
      if (message.kind !== 'progress') return;
      progress[message.index] = message;
      onProgress(Object.values(progress));
    });
  }

  links(): Promise<readonly LinksData[]> {
    const all = this.#all<LinksData>((message, settle) => {
      if (message.kind === 'links') settle(message.links);
    });
    for (const worker of this.#workers) worker.postMessage('links');
    return all;
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
            worker.once('error', reject);
          }),
      ),
    );
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
