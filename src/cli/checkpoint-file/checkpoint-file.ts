import { createHash } from 'node:crypto';
import type { Checkpoint } from '../../explore/large/checkpoint.ts';
import type { ExploreScope } from '../../explore/scope.ts';

/** Version of the format of checkpoint files; a reader refuses every other one. */
export const CHECKPOINT_FORMAT = 1;
/** How a checkpoint file ends: with a SHA-256 of all before, in bytes. */
export const DIGEST_BYTES = 32;

/** What is explored, and how: what an exploration that goes on cannot choose anew. */
export interface CheckpointHead {
  /** Version of bucketkey: another one may have other rules. */
  readonly version: string;
  /** Name of the scope. */
  readonly scope: string;
  /** Digest of all that a scope is but its name and title. */
  readonly scopeDigest: string;
  readonly exact: boolean;
  readonly symmetry: boolean;
}

/** What `explore --checkpoint` writes and `explore --resume` goes on from. */
export interface CheckpointFile {
  readonly head: CheckpointHead;
  readonly checkpoint: Checkpoint;
}

/** A digest of all that decides what is explored in a scope. */
export function scopeDigest({ setup, profile, tickMs, actions, monitored }: ExploreScope): string {
  return createHash('sha256')
    .update(JSON.stringify([setup, profile, tickMs, actions, monitored]))
    .digest('hex');
}
