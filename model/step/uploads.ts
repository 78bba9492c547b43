import { type MultipartUploadEvent, multipartUpload } from '../charts/multipart-upload.ts';
import { operationOf } from '../operations/operations.ts';
import { ENDED_UPLOAD } from '../records/past.ts';
import type { Bucket, Upload } from '../records/records.ts';
import type { UploadEvent } from '../vocabulary/events/upload-events.ts';
import { takeBeginning } from './past.ts';
import { uploadVersionsOfPast } from './past-objects.ts';
import { raised } from './raised.ts';
import type { Transaction } from './transaction.ts';

/** An upload that a request is about, by its number. */
export interface FoundUpload {
  readonly number: number;
  readonly upload: Upload;
}

/** The upload of an id, or undefined. Of one that was begun unseen the id is learnt when it is first sent. */
export function findUpload(
  transaction: Transaction,
  bucket: Bucket,
  event: Exclude<UploadEvent, { op: 'CreateMultipartUpload' }>,
): FoundUpload | undefined {
  const { bucket: name, key, uploadId } = event;
  const { draft, scope } = transaction;
  const object = scope.object(name, key);
  const number = scope.upload(object, uploadId);
  const upload = draft.uploads.get(number);
  if (upload !== undefined) return { number, upload };
  const unnamed = unnamedUploads(transaction, object);
  // Whoever sends a part is shown the encryption of the upload, and so is whoever completes it (F-26, F-58).
  const does = operationOf(event).upload?.does;
  const shows = does === 'adds' || does === 'completes';
  const ofPast: readonly Upload[] =
    bucket.past?.holdsAny === true
      ? uploadVersionsOfPast(transaction, bucket, shows).map((version) => ({
          state: 'inProgress',
          version,
          parts: [],
          creator: '',
          isOfPast: true,
        }))
      : [];
  if (unnamed.length === 0 && ofPast.length === 0) return undefined;
  const taken = takeBeginning(transaction, [...unnamed, ...ofPast.map((one) => ({ number, upload: one })), null]);
  if (taken === null) return undefined;
  draft.set('uploads', taken.number, undefined);
  draft.set('uploads', number, taken.upload);
  return { number, upload: taken.upload };
}

/** The uploads of an object whose ids nobody has seen: they have the numbers of places, from 0 on. */
function unnamedUploads({ draft, scope }: Transaction, object: number): readonly FoundUpload[] {
  const found: FoundUpload[] = [];
  for (let place = 0; place < scope.unnamedUploads(object); place++) {
    const number = scope.upload(object, place);
    const upload = draft.uploads.get(number);
    if (upload !== undefined) found.push({ number, upload });
  }
  return found;
}

/** Number for an upload that is begun: by its id, or, where nobody has seen that, the first place that is free. */
export function uploadNumber({ draft, scope }: Transaction, object: number, uploadId: string | undefined): number {
  if (uploadId !== undefined) return scope.upload(object, uploadId);
  let place = 0;
  while (draft.uploads.get(scope.upload(object, place)) !== undefined) place++;
  return scope.upload(object, place);
}

/**
 * Sends an event to the chart of an upload, and keeps what it has then. One that is absent is not kept, but where some
 * may have been begun before the trace: there its id is known to be over. With its bucket that is forgotten as well.
 */
export function moveUpload(
  { draft, scope }: Transaction,
  { number, upload }: FoundUpload,
  type: MultipartUploadEvent,
  parts: Upload['parts'] = upload.parts,
): void {
  raised?.({ to: 'upload', number, event: { type } });
  const state = multipartUpload.on[type].after(upload.state);
  const ended = scope.past === undefined || type === 'BucketDeleted' ? undefined : ENDED_UPLOAD;
  draft.set('uploads', number, state === multipartUpload.initial ? ended : { ...upload, state, parts });
}

/** The uploads of a bucket go with it. */
export function forgetUploads(transaction: Transaction, { number }: Bucket): void {
  const { draft, scope } = transaction;
  scope.forEachObject(number, (object) => {
    scope.forEachUpload(object, (upload) => {
      const found = draft.uploads.get(upload);
      if (found !== undefined) moveUpload(transaction, { number: upload, upload: found }, 'BucketDeleted');
    });
  });
}
