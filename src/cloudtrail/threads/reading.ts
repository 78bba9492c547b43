import type { EventBatch } from '../stream/read-events.ts';

/** Batches that the reading thread may be ahead: enough that neither thread waits for the other for long. */
export const BATCHES_AHEAD = 8;

/** What the reading thread says. It is told of each batch that was taken. */
export type FromReader =
  | 'end'
  | { readonly batch: EventBatch }
  | { readonly failed: { readonly file: string; readonly line: number | undefined; readonly problem: string } };
