import {
  bucketNamed,
  keyNamed,
  mayCallKms,
  type ObjectEvent,
  type Operation,
  objectDecrypted,
  objectRead,
  objectWritten,
  operationOf,
  showsHeaders,
  type UploadEvent,
  uploadId,
  versionNamed,
} from '../../model/index.ts';
import type { ObservedStep } from '../observed-step.ts';
import { succeeded } from '../wording.ts';
import type { BucketRecord } from './bucket-record.ts';
import { wholeCalls } from './calls.ts';
import type { LedgerView } from './ledger-view.ts';
import { neededActions } from './needed-actions.ts';
import type { ObjectRecord } from './object-record.ts';
import { knownAt, readSide, updatedSide, writtenSide } from './one-side.ts';
import { permitsAll } from './permitted.ts';
import { replicationSides } from './replication-sides.ts';
import { NONE_TOUCHED, type Sides, type Touched } from './sides.ts';

/** Finds what a step is about in what was seen so far and in its own answer. */
export function findSides(ledger: LedgerView, seen: ObservedStep): Sides {
  const { event, atMs } = seen.step;
  const operation = operationOf(event);
  const name = bucketNamed(event);
  const bucket = name === undefined ? undefined : ledger.bucket(name);
  const key = keyNamed(event);
  const id = versionNamed(event, operation);
  // A copy names a version of its source.
  const own = operation.reads?.from === 'source' ? undefined : id;
  const object =
    key === undefined || bucket === undefined
      ? undefined
      : own === undefined
        ? bucket.object(key)
        : bucket.named(key, own);
  const source = objectRead(event, operation);
  const from = source === undefined || source === event ? bucket : ledger.bucket(source.bucket);
  const { read, write, done } = mayCallKms(operation, ledger.profile, event)
    ? touched(ledger, seen, operation, bucket, from, object, id)
    : NONE_TOUCHED;
  const by = key === undefined || operation.by === 'environment' ? undefined : ledger.requesterOf(seen.step);
  const needed = by === undefined ? undefined : neededActions(event as ObjectEvent | UploadEvent, id !== undefined);
  return {
    operation,
    bucket,
    from,
    key,
    object,
    read,
    write,
    done,
    kmsCalls: wholeCalls(seen),
    mayRead: by && from && needed && permitsAll(from, by, needed.read, atMs, event),
    mayWrite: by && bucket && needed && permitsAll(bucket, by, needed.write, atMs, event),
  };
}

function touched(
  ledger: LedgerView,
  seen: ObservedStep,
  operation: Operation,
  bucket: BucketRecord | undefined,
  from: BucketRecord | undefined,
  object: ObjectRecord | undefined,
  id: string | undefined,
): Touched {
  const { event } = seen.step;
  if (operation.writes?.to === 'replica') return replicationSides(ledger, seen, operation, bucket, object);
  if (operation.upload !== undefined) return uploadSides(ledger, seen, operation, bucket, from, id);
  const done = succeeded(seen);
  const source = objectDecrypted(event, operation, seen.observation.kmsCalls);
  // Where something is written, the answer shows the encryption of that.
  const read =
    source === undefined || from === undefined
      ? undefined
      : readSide(
          ledger,
          seen,
          from,
          source.key,
          done && showsHeaders(operation),
          source === event ? (object?.version ?? null) : knownAt(from, source.key, id),
        );
  const target = objectWritten(event, operation);
  const write =
    target === undefined || bucket === undefined || !done
      ? undefined
      : event.op === 'UpdateObjectEncryption'
        ? updatedSide(ledger, seen, bucket, event)
        : writtenSide(ledger, seen, bucket, target.key, read?.version.md5);
  return { read, write, done };
}

/**
 * An upload that is begun is written, under a data key of its own; whoever sends a part reads it, and so does whoever
 * completes it where KMS was asked for that. What it becomes is no side: nothing is asked of KMS for it. Of a part that
 * is copied the source is what is read.
 */
function uploadSides(
  ledger: LedgerView,
  seen: ObservedStep,
  operation: Operation,
  bucket: BucketRecord | undefined,
  from: BucketRecord | undefined,
  id: string | undefined,
): Touched {
  const { event } = seen.step;
  const done = succeeded(seen);
  const none = { read: undefined, write: undefined, done };
  if (bucket === undefined || !('key' in event)) return none;
  if (operation.upload?.does === 'begins')
    return done ? { read: undefined, write: writtenSide(ledger, seen, bucket, event.key, undefined), done } : none;
  if (operation.reads !== undefined) {
    const source = objectRead(event, operation);
    if (source === undefined || from === undefined) return none;
    const copied = knownAt(from, source.key, id);
    return { read: readSide(ledger, seen, from, source.key, false, copied), write: undefined, done };
  }
  const version = bucket.uploads?.get(event.key, uploadId(event) ?? '')?.version;
  const isOpened = operation.upload?.decrypts === 'always' || (seen.observation.kmsCalls?.length ?? 0) > 0;
  if (!isOpened) return none;
  const ownAnswer = done && operation.upload?.decrypts === 'always';
  return { read: readSide(ledger, seen, bucket, event.key, ownAnswer, version ?? null), write: undefined, done };
}
