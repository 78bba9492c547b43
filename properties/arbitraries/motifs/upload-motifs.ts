import type { EncryptionHeaders } from '../../../model/index.ts';
import { drawAnyRule, drawHeaders } from '../draw-encryption.ts';
import { defaultKeyPolicy, principalOf } from '../draw-policies.ts';
import { newUploadId } from '../events/upload-proposals.ts';
import { insider, someKey, someObject } from '../pick.ts';
import { BODIES } from '../pools.ts';
import { perhapsWait } from '../waits.ts';
import type { Walk } from '../walk.ts';
import {
  accessOfOwner,
  bucketKeyBucket,
  inBucketKeyBucket,
  type ObjectAccess,
  repair,
  setKeyPolicy,
  setRule,
  wantGet,
} from './acts.ts';
import type { Motif } from './motif.ts';

/** An upload of an object. */
interface UploadAccess extends ObjectAccess {
  readonly uploadId: string;
}

/** Begins an upload, and hopes that it works. */
function wantUpload(walk: Walk, place: ObjectAccess, headers: EncryptionHeaders = {}): UploadAccess {
  const { by, bucket, key } = place;
  const uploadId = newUploadId(walk);
  walk.want(by, { op: 'CreateMultipartUpload', bucket, key, headers, uploadId });
  return { ...place, uploadId };
}

/** Sends a part, and hopes that it works. */
function wantPart(walk: Walk, { by, bucket, key, uploadId }: UploadAccess, partNumber: number): void {
  walk.want(by, { op: 'UploadPart', bucket, key, uploadId, partNumber, body: walk.draw.one(BODIES) });
}

/** Makes an object of parts, and hopes that it works. */
function wantCompletion(walk: Walk, { by, bucket, key, uploadId }: UploadAccess, parts: readonly number[]): void {
  walk.want(by, { op: 'CompleteMultipartUpload', bucket, key, uploadId, parts });
}

/** Makes an object of one part. */
export function wantInParts(walk: Walk, place: ObjectAccess, headers: EncryptionHeaders = {}): void {
  const upload = wantUpload(walk, place, headers);
  wantPart(walk, upload, 1);
  wantCompletion(walk, upload, [1]);
}

/** Several requesters send the parts of an upload while the rule changes under it (F-57, K-14 to K-17). */
const sentTogether: Motif = {
  id: 'upload-sent-together',
  weight: 9,
  needs: ['CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload', 'PutBucketEncryption'],
  play(walk) {
    const at = bucketKeyBucket(walk);
    if (at === undefined) return;
    const { account } = at.seen.bucket;
    const upload = wantUpload(walk, accessOfOwner(walk, at.seen), walk.draw.chance(60) ? {} : drawHeaders(walk));
    if (walk.draw.chance(70)) setRule(walk, at.seen, drawAnyRule(walk, account));
    const last = walk.draw.between(1, 3);
    for (let number = 1; number <= last; number++)
      wantPart(walk, { ...upload, by: insider(walk, account).name }, number);
    perhapsWait(walk, 20);
    // Now and then the last part that was sent is left out.
    const listed = last > 1 && walk.draw.chance(30) ? last - 1 : last;
    const numbers = Array.from({ length: listed }, (_, index) => index + 1);
    wantCompletion(walk, { ...upload, by: insider(walk, account).name }, numbers);
    wantGet(walk, upload);
    wantGet(walk, { ...upload, by: insider(walk, account).name });
  },
};

/** Who may make data keys and not decrypt can begin an upload, and goes no further (F-59, SC-09, SC-10). */
const withoutDecrypt: Motif = {
  id: 'upload-without-decrypt',
  weight: 4,
  needs: ['CreateMultipartUpload', 'UploadPart', 'PutKeyPolicy'],
  play: inBucketKeyBucket((walk, place, at) => {
    const denied = walk.setup.requesters.find(({ name }) => name === place.by);
    if (denied === undefined) return;
    setKeyPolicy(walk, at.key, [
      ...defaultKeyPolicy(walk, at.key.account),
      { effect: 'Deny', principal: principalOf(walk, denied), actions: ['kms:Decrypt'] },
    ]);
    const headers = { sse: 'aws:kms', kmsKeyId: at.key.arn, bucketKeyEnabled: walk.draw.chance(50) } as const;
    const { by, bucket, key, uploadId } = wantUpload(walk, place, headers);
    walk.provoke(by, { op: 'UploadPart', bucket, key, uploadId, partNumber: 1, body: walk.draw.one(BODIES) });
    if (walk.draw.chance(80)) repair(walk, at.key, at.seen);
    wantPart(walk, { ...place, uploadId }, 1);
  }),
};

/** An object is copied part by part, as large ones are (F-54, K-18). */
const copiedInParts: Motif = {
  id: 'upload-copied',
  weight: 4,
  needs: ['CreateMultipartUpload', 'UploadPartCopy', 'CompleteMultipartUpload', 'PutObject'],
  play(walk) {
    const at = bucketKeyBucket(walk);
    const from = someObject(walk);
    if (at === undefined || from === undefined) return;
    const { account } = at.seen.bucket;
    const upload = wantUpload(walk, accessOfOwner(walk, at.seen), walk.draw.chance(60) ? {} : drawHeaders(walk));
    const { bucket, key, uploadId } = upload;
    const source = { bucket: from.bucket, key: from.key };
    for (const partNumber of [1, 2])
      walk.want(insider(walk, account).name, { op: 'UploadPartCopy', source, bucket, key, uploadId, partNumber });
    wantCompletion(walk, upload, [1, 2]);
    wantGet(walk, upload);
  },
};

/** What is done to an upload that is no more, or lists what is not there, is refused (E-35). */
const refused: Motif = {
  id: 'upload-refused',
  weight: 4,
  needs: ['CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload', 'AbortMultipartUpload', 'ListParts'],
  play(walk) {
    const at = bucketKeyBucket(walk);
    if (at === undefined) return;
    const upload = wantUpload(walk, { ...accessOfOwner(walk, at.seen), key: someKey(walk) });
    const { by, bucket, key, uploadId } = upload;
    wantPart(walk, upload, 2);
    wantPart(walk, upload, 1);
    if (walk.draw.chance(30))
      walk.provoke(by, { op: 'UploadPart', bucket, key, uploadId, partNumber: 0, body: walk.draw.one(BODIES) });
    for (const parts of [[], [1, 3], [2, 1]])
      if (walk.draw.chance(50)) walk.provoke(by, { op: 'CompleteMultipartUpload', bucket, key, uploadId, parts });
    if (walk.draw.chance(50)) walk.provoke(by, { op: 'AbortMultipartUpload', bucket, key, uploadId });
    else wantCompletion(walk, upload, [1, 2]);
    walk.provoke(by, { op: 'ListParts', bucket, key, uploadId });
    walk.provoke(by, { op: 'CompleteMultipartUpload', bucket, key, uploadId, parts: [1] });
  },
};

/** Multipart uploads: F-57 to F-61. */
export const uploadMotifs: readonly Motif[] = [sentTogether, withoutDecrypt, copiedInParts, refused];
