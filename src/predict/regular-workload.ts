import type { Workload, WorkloadRequest } from './request.ts';

/** A workload in a few numbers: so many writes and reads, spread evenly. */
export interface RegularLoad {
  readonly writes: number;
  readonly reads: number;
  readonly spanMs: number;
  readonly writers: number;
  /** Who only reads; 0 = the writers read. */
  readonly readers: number;
  /** KMS keys that writes take in turn. */
  readonly kmsKeys: number;
  /** Objects that are there before the first request. */
  readonly oldObjects: number;
}

/** Objects that reads take in turn, and writes write anew: more of them change little, and need room. */
const OBJECTS = 100_000;

/**
 * Writes and reads in their order: both take requesters in turn, writes take KMS keys in turn and reads take objects in
 * turn, those that are there before and those written so far. Of two at the same time the write is first.
 */
export function regularWorkload(load: RegularLoad): Workload {
  return { requests: requestsOf(load), leftOut: new Map() };
}

function* requestsOf(load: RegularLoad): Generator<WorkloadRequest> {
  const { writes, reads, spanMs } = load;
  let written = 0;
  let read = 0;
  while (written < writes || read < reads) {
    const writeMs = written < writes ? Math.floor((written * spanMs) / writes) : Number.POSITIVE_INFINITY;
    const readMs = read < reads ? Math.floor((read * spanMs) / reads) : Number.POSITIVE_INFINITY;
    if (writeMs <= readMs) yield writeOf(load, written++, writeMs);
    else yield readOf(load, read++, Math.min(written, OBJECTS), readMs);
  }
}

function writeOf({ writers, kmsKeys }: RegularLoad, at: number, ms: number): WorkloadRequest {
  return {
    ms,
    operation: 'PutObject',
    bucket: 'bucket',
    object: `new-${at % OBJECTS}`,
    requester: `writer-${at % writers}`,
    kmsKey: `key-${at % kmsKeys}`,
  };
}

function readOf(
  { writers, readers, oldObjects }: RegularLoad,
  at: number,
  written: number,
  ms: number,
): WorkloadRequest {
  const place = at % Math.max(1, oldObjects + written);
  return {
    ms,
    operation: 'GetObject',
    bucket: 'bucket',
    object: place < oldObjects ? `old-${place}` : `new-${place - oldObjects}`,
    requester: readers > 0 ? `reader-${at % readers}` : `writer-${at % writers}`,
  };
}
