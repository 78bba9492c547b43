import type { Unjoined } from '../joining/joiner.ts';
import type { TrailCounts } from '../stream/trail-counts.ts';
import type { Untold } from './told-step.ts';

/** What became of the events of a trail. */
export interface ImportCounts {
  readonly trail: TrailCounts;
  /** Requests that are in the trace, and KMS calls that stand with the request they were made for. */
  steps: number;
  joined: number;
  /** Requests that are not in the trace. */
  readonly untold: Map<Untold, number>;
  /** Calls that stand in the trace without a request. */
  readonly unexplained: Map<Unexplained, number>;
  /** Calls that are not in the trace at all. */
  readonly droppedCalls: Map<DroppedCall, number>;
  /** Objects and buckets that changed without a record, and so go on under other names. */
  readonly unrecorded: { readonly objects: number; readonly buckets: number };
  /** Writes that were answered to be under KMS: with no KMS event beside them, those are excluded from the trail. */
  kmsWrites: number;
}

/** Why a call stands without a request. */
export type Unexplained = Unjoined | 'its request is not told' | 'it may not be all that its request made' | 'denied';

/** Why a call is not in the trace. */
export type DroppedCall =
  | 'not a call of S3'
  | 'an operation that is not modelled'
  | 'no key is named'
  | 'another region'
  | 'no request was told before or after it'
  | 'too many of them between two requests';

/** Whether KMS events seem to be excluded from the trail, or logged elsewhere. */
export function lacksKms({ trail, kmsWrites }: Pick<ImportCounts, 'trail' | 'kmsWrites'>): boolean {
  return trail.kms === 0 && kmsWrites > 0;
}
