import { join } from 'node:path';
import type { TrailEvent } from '../events/trail-event.ts';
import { type Joined, Joiner } from '../joining/joiner.ts';
import type { LogSource } from '../reading/log-bytes.ts';
import { Sessions } from '../stream/sessions.ts';
import { countOne, newTrailCounts, type TrailCounts } from '../stream/trail-counts.ts';
import { trailEvents } from '../stream/trail-events.ts';
import type { ImportCounts } from './import-counts.ts';
import { TraceBuilder } from './trace-builder.ts';
import { TraceSpool } from './trace-spool.ts';

/** Most buckets that get a trace each. */
const MAX_TRACES = 1_000;
/** Bytes that are written at a time of one trace, and of each of many. */
const BLOCK_BYTES = 512 * 1024;
const BLOCK_BYTES_OF_MANY = 32 * 1024;
/** A name that a bucket can have, and that a file may have. */
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,62}$/;

/** Where the traces of an import go. */
export interface ImportRequest {
  /** The file of the trace, or with `perBucket` the folder of the traces. */
  readonly path: string;
  /** Whether each bucket gets a trace of its own. */
  readonly perBucket: boolean;
  /** Whether the logs have every KMS event, so that a request without one made no call; omitted = no. */
  readonly hasAllCalls?: boolean;
  readonly signal?: AbortSignal;
  /** Called now and then with the number of records read. */
  onProgress?(records: number): void;
}

/** A trace that an import made. */
export interface ImportedTrace {
  readonly path: string;
  readonly spool: TraceSpool;
  readonly builder: TraceBuilder;
}

/** What an import made. The traces are not in their files yet. */
export interface Imported {
  readonly counts: ImportCounts;
  readonly traces: readonly ImportedTrace[];
  /** Requests and calls of buckets that got no trace: too many of them, or by names that no bucket has. */
  readonly withoutTrace: number;
  /** Removes what lies on disk for the traces; to be called whatever happens. */
  close(): Promise<void>;
}

/**
 * Makes traces out of logs of CloudTrail, in memory that does not grow with them.
 *
 * @throws TraceError where a log cannot be read or a trace not be written
 */
export async function importTrail(sources: Iterable<LogSource>, request: ImportRequest): Promise<Imported> {
  const importing = new Importing(request);
  try {
    for await (const events of trailEvents(sources, importing.trail, request.signal)) {
      for (const event of events) importing.take(event);
      await importing.flush();
      request.onProgress?.(importing.trail.records);
    }
    return await importing.finish();
  } catch (error) {
    await importing.close();
    throw error;
  }
}

class Importing {
  readonly trail: TrailCounts = newTrailCounts();
  readonly #counts: ImportCounts;
  readonly #request: ImportRequest;
  readonly #sessions = new Sessions();
  readonly #joiner = new Joiner();
  readonly #traces = new Map<string, ImportedTrace>();
  readonly #unrecorded = { objects: 0, buckets: 0 };
  readonly #full = new Set<TraceSpool>();
  #withoutTrace = 0;

  constructor(request: ImportRequest) {
    this.#request = request;
    this.#counts = {
      trail: this.trail,
      steps: 0,
      joined: 0,
      untold: new Map(),
      unexplained: new Map(),
      droppedCalls: new Map(),
      unrecorded: this.#unrecorded,
      kmsWrites: 0,
    };
    // A trace of no steps is one.
    if (!request.perBucket) this.#opened('', request.path);
  }

  take(event: TrailEvent): void {
    if (event.source === 'sts') this.#sessions.take(event);
    if (event.source !== 's3' && event.source !== 'kms') return;
    if (event.source === 's3' && event.isLogged) {
      countOne(this.#counts.untold, 'a line of an access log');
      return;
    }
    if (event.source === 's3' && event.answered.sse?.startsWith('aws:kms') === true) this.#counts.kmsWrites += 1;
    for (const joined of this.#joiner.take(event)) this.#add(joined);
  }

  async flush(): Promise<void> {
    for (const spool of this.#full) await spool.flush();
    this.#full.clear();
  }

  async finish(): Promise<Imported> {
    for (const joined of this.#joiner.rest()) this.#add(joined);
    for (const { builder, spool } of this.#traces.values()) {
      const last = builder.finish();
      if (last !== undefined) spool.add(last);
      this.#unrecorded.objects += builder.unrecorded.objects;
      this.#unrecorded.buckets += builder.unrecorded.buckets;
    }
    return {
      counts: this.#counts,
      traces: [...this.#traces.values()].filter(({ builder }) => builder.hasSteps || !this.#request.perBucket),
      withoutTrace: this.#withoutTrace,
      close: () => this.close(),
    };
  }

  async close(): Promise<void> {
    for (const { spool } of this.#traces.values()) await spool.remove();
  }

  #add(joined: Joined): void {
    const trace = this.#traceOf(joined);
    if (trace === undefined) {
      this.#withoutTrace += 1;
      return;
    }
    const step = trace.builder.take(joined);
    if (step !== undefined && trace.spool.add(step)) this.#full.add(trace.spool);
  }

  #traceOf(joined: Joined): ImportedTrace | undefined {
    const { path, perBucket } = this.#request;
    if (!perBucket) return this.#traces.get('');
    const bucket = 'request' in joined ? joined.request.bucket : joined.call.target?.bucket;
    if (bucket === undefined || !BUCKET_NAME.test(bucket)) return undefined;
    const known = this.#traces.get(bucket);
    if (known !== undefined || this.#traces.size >= MAX_TRACES) return known;
    return this.#opened(bucket, join(path, `${bucket}.ndjson`));
  }

  #opened(bucket: string, path: string): ImportedTrace {
    const builder = new TraceBuilder(this.#sessions, this.#counts, this.#request.hasAllCalls);
    const block = this.#request.perBucket ? BLOCK_BYTES_OF_MANY : BLOCK_BYTES;
    const trace = { path, spool: new TraceSpool(path, block), builder };
    this.#traces.set(bucket, trace);
    return trace;
  }
}
