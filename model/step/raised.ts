import type { BucketEncryptionEvent } from '../charts/bucket-encryption.ts';
import type { BucketKeyEvent } from '../charts/bucket-key.ts';
import type { CacheEntryEvent } from '../charts/cache-entry.ts';
import type { KmsKeyEvent } from '../charts/kms-key.ts';
import type { MultipartUploadEvent } from '../charts/multipart-upload.ts';
import type { KeptEtag, RewrappedEncryption, WrittenEncryption } from '../charts/object-version.ts';
import type { AttemptEnd } from '../charts/replication-status.ts';
import type { CacheEntry } from '../records/records.ts';

/** What happens to the object under a key, for all charts that it has. */
export type ObjectChange =
  | {
      readonly type: 'Write';
      readonly result: WrittenEncryption;
      readonly eligible: boolean;
      readonly inParts?: boolean;
    }
  | { readonly type: 'ReplicaArrives'; readonly result: WrittenEncryption; readonly keeps: KeptEtag }
  | { readonly type: 'UpdateObjectEncryption'; readonly result: RewrappedEncryption }
  | { readonly type: 'DeleteObject' | AttemptEnd };

/** An event that a step sends to the charts of a thing, which has a number as in the tables of the world. */
export type RaisedEvent =
  | { readonly to: 'bucket'; readonly number: number; readonly event: BucketEncryptionEvent }
  | { readonly to: 'object'; readonly number: number; readonly event: ObjectChange }
  | { readonly to: 'upload'; readonly number: number; readonly event: { readonly type: MultipartUploadEvent } }
  | { readonly to: 'kmsKey'; readonly number: number; readonly event: { readonly type: KmsKeyEvent } }
  | { readonly to: 'bucketKey'; readonly number: number; readonly event: { readonly type: BucketKeyEvent } }
  | {
      readonly to: 'cacheEntry';
      /** Number of the bucket key. */
      readonly number: number;
      readonly entry: Pick<CacheEntry, 'identity' | 'cache' | 'by'>;
      readonly event: { readonly type: CacheEntryEvent };
    };

/** Is told of an event that a step raises. */
export type RaisedWatcher = (raised: RaisedEvent) => void;

/**
 * Who is told of the events that steps raise, if anybody: `raised?.({ … })`, so that they are not even made where
 * nobody watches. What is due by its time is not among them, since it happens when somebody looks.
 */
export let raised: RaisedWatcher | undefined;

/** Does something, and tells of every event that steps raise meanwhile. */
export function watchRaised<T>(watcher: RaisedWatcher, act: () => T): T {
  const before = raised;
  raised = watcher;
  try {
    return act();
  } finally {
    raised = before;
  }
}
