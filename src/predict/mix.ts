import type { ObjectName, Workload, WorkloadRequest } from './request.ts';

/** One kind of operation of a mix. */
export interface MixOperation {
  /** How often it is done, compared with the others. */
  readonly weight: number;
  /** What it asks S3 for, for each of its objects. Empty = nothing that makes a call. */
  readonly asks: readonly ('PutObject' | 'GetObject' | 'DeleteObject')[];
  /** Name for what is left out. */
  readonly name: string;
  /** The objects of the next one. */
  objects(): readonly ObjectName[];
}

/** Operations that are done in turn by their weights, spread evenly over a time. */
export interface Mix {
  readonly operations: readonly MixOperation[];
  readonly count: number;
  readonly spanMs: number;
}

/**
 * The requests of mixes, one mix behind the other, as a benchmark would ask for them. Which operation is next follows
 * from the weights, without chance: after each hundred operations their shares are right.
 */
export function mixedWorkload(mixes: readonly Mix[]): Workload {
  const leftOut = new Map<string, number>();
  return { requests: requestsOf(mixes, leftOut), leftOut };
}

function* requestsOf(mixes: readonly Mix[], leftOut: Map<string, number>): Generator<WorkloadRequest> {
  let startMs = 0;
  for (const { operations, count, spanMs } of mixes) {
    const due = operations.map(() => 0);
    const all = operations.reduce((sum, { weight }) => sum + weight, 0);
    for (let done = 0; done < count; done += 1) {
      const next = nextOf(operations, due, all);
      const ms = startMs + Math.floor((done * spanMs) / count);
      if (next.asks.length === 0) leftOut.set(next.name, (leftOut.get(next.name) ?? 0) + 1);
      for (const object of next.objects())
        for (const operation of next.asks) yield { ms, operation, requester: '', ...object };
    }
    startMs += spanMs;
  }
}

/** The operation that lags most behind its share. */
function nextOf(operations: readonly MixOperation[], due: number[], all: number): MixOperation {
  let first = 0;
  for (const [at, { weight }] of operations.entries()) {
    due[at] = (due[at] ?? 0) + weight;
    if ((due[at] ?? 0) > (due[first] ?? 0)) first = at;
  }
  due[first] = (due[first] ?? 0) - all;
  return operations[first]!;
}

/** Numbers from 0 to 1 that look drawn and are always the same (mulberry32). */
export function numbers(): () => number {
  let state = 1;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
