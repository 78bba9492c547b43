import type { CallsOverTime } from './calls-over-time.ts';

/** KMS calls of a workload, one way. */
export interface PredictedCalls {
  readonly calls: number;
  readonly generateDataKey: number;
  readonly decrypt: number;
  /** Most calls in one second. */
  readonly peakPerSecond: number;
  /** Calls of each requester, as they are named in the prediction. */
  readonly ofRequesters: readonly number[];
}

/** The calls with bucket keys, for one lifetime and one number of caches. */
export interface PredictedWith extends PredictedCalls {
  readonly lifetimeMs: number;
  readonly caches: number;
  /** Calls among them for objects from before the workload. */
  readonly decryptOfOld: number;
  /** How often it was forgotten that a bucket key was held, for want of room: each may make calls that are too many. */
  readonly forgotten: number;
}

/** What a workload comes to without and with bucket keys. */
export interface Prediction {
  readonly requests: number;
  readonly writes: number;
  readonly reads: number;
  /** Reads among them of objects from before the workload. */
  readonly readsOfOld: number;
  /** Time from the first request to the last. */
  readonly spanMs: number;
  readonly requesters: number;
  /** Requests that were not counted, by the reason. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** Objects from before the workload that were read. */
  readonly oldObjects: number;
  /** Objects that were forgotten for want of room; a read of one counts as of an object from before the workload. */
  readonly forgottenObjects: number;
  readonly names: readonly string[];
  /** Calls by time: without bucket keys, and then for each of `with`. */
  readonly overTime: CallsOverTime;
  readonly without: PredictedCalls;
  readonly with: readonly PredictedWith[];
}
