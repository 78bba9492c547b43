import type { KmsResult } from '../../../model/vocabulary/kms-call.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';

/** One call of KMS, by whatever way it came. */
export interface LoggedCall {
  /** Time of the world, as a date. */
  readonly time: string;
  /** Milliseconds since the start of the world. */
  readonly atMs: number;
  /** Who brought it: S3 on behalf of a requester, or the requester in one of two protocols. */
  readonly via: 's3' | 'kms' | 'vault';
  readonly operation: string;
  /** Whose identity the call carries. */
  readonly by: Requester;
  /** ARN of the key; the reference as it was given where there is no such key; null where a call names none. */
  readonly keyArn: string | null;
  readonly context: Readonly<Record<string, string>>;
  /** `ok`, or the exception. */
  readonly result: KmsResult | (string & {});
  /** The request that made it. */
  readonly requestId: string;
  readonly sourceAddress: string;
}

/** Takes each call when it is over. */
export type CallSink = (call: LoggedCall) => void;

/** Most calls that are remembered; files have them all. */
const MAX_CALLS = 100_000;

/** The calls of KMS in a world, the last ones at least. */
export class KmsLog {
  readonly #sinks: readonly CallSink[];
  #calls: LoggedCall[] = [];
  #forgotten = 0;

  constructor(sinks: readonly CallSink[]) {
    this.#sinks = sinks;
  }

  record(call: LoggedCall): void {
    for (const sink of this.#sinks) sink(call);
    this.#calls.push(call);
    if (this.#calls.length < 2 * MAX_CALLS) return;
    this.#forgotten += this.#calls.length - MAX_CALLS;
    this.#calls = this.#calls.slice(-MAX_CALLS);
  }

  /** The calls that are remembered, oldest first. */
  get calls(): readonly LoggedCall[] {
    return this.#calls;
  }

  /** How many there have been, those that are forgotten included. */
  get count(): number {
    return this.#forgotten + this.#calls.length;
  }
}
