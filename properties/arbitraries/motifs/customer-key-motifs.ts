import type { BlockedEncryptionType, EncryptionHeaders, ObjectName } from '../../../model/index.ts';
import { drawRule } from '../draw-encryption.ts';
import { newUploadId } from '../events/upload-proposals.ts';
import type { ExistingBucket } from '../existing.ts';
import { insider, someBucket, someKey, someObject, usableKey } from '../pick.ts';
import { BODIES, CUSTOMER_KEYS } from '../pools.ts';
import type { Walk } from '../walk.ts';
import { accessOfOwner, type ObjectAccess, setRule, tryPut, wantPut, wantReplication } from './acts.ts';
import type { Motif } from './motif.ts';

const [KEY, OTHER_KEY] = CUSTOMER_KEYS;
export const UNDER_KEY: EncryptionHeaders = { customerKey: KEY };

/** Has a bucket block customer keys, or take them. */
export function setBlock(walk: Walk, seen: ExistingBucket, blocked: BlockedEncryptionType): void {
  setRule(walk, seen, { ...drawRule(walk, seen.bucket.account), BlockedEncryptionTypes: [blocked] });
}

/** A bucket that takes customer keys. */
function openBucket(walk: Walk): ExistingBucket | undefined {
  const seen = someBucket(walk);
  if (seen !== undefined) setBlock(walk, seen, 'NONE');
  return seen;
}

function readWith(walk: Walk, { by, bucket, key }: ObjectAccess, headers: EncryptionHeaders | undefined): void {
  const op = walk.draw.one(['GetObject', 'GetObject', 'HeadObject'] as const);
  walk.provoke(by, { op, bucket, key, ...(headers !== undefined && { headers }) });
}

/** What is written with a customer key is read with that key alone, also once such keys are blocked (P12, E-21). */
const used: Motif = {
  id: 'customer-key-used',
  weight: 6,
  needs: ['PutBucketEncryption', 'PutObject', 'GetObject', 'HeadObject'],
  play(walk) {
    const { draw } = walk;
    const seen = openBucket(walk);
    if (seen === undefined) return;
    const place = accessOfOwner(walk, seen);
    wantPut(walk, place, UNDER_KEY);
    for (const headers of [UNDER_KEY, undefined, { customerKey: OTHER_KEY }])
      if (draw.chance(70)) readWith(walk, place, headers);
    if (draw.chance(40)) {
      setBlock(walk, seen, 'SSE-C');
      tryPut(walk, { ...place, key: someKey(walk) }, UNDER_KEY);
    }
    readWith(walk, place, UNDER_KEY);
    const { by, bucket, key } = place;
    const asked = { op: 'GetObjectAttributes', bucket, key, checksum: draw.chance(50) } as const;
    if (draw.chance(30)) walk.provoke(by, { ...asked, headers: UNDER_KEY });
    const kmsKeyArn = usableKey(walk, seen.bucket.account)?.arn;
    if (kmsKeyArn !== undefined && draw.chance(20))
      walk.provoke(by, { op: 'UpdateObjectEncryption', bucket, key, kmsKeyArn });
    if (draw.chance(25)) wantReplication(walk, place);
  },
};

/** A copy takes the key of its source, and brings one of its own or leaves customer keys behind (F-47, K-13). */
const copied: Motif = {
  id: 'customer-key-copied',
  weight: 4,
  needs: ['PutBucketEncryption', 'PutObject', 'CopyObject', 'GetObject'],
  play(walk) {
    const { draw } = walk;
    const seen = openBucket(walk);
    if (seen === undefined) return;
    const place = accessOfOwner(walk, seen);
    const source: ObjectName = { bucket: place.bucket, key: place.key };
    wantPut(walk, place, UNDER_KEY);
    const onto = { ...place, key: draw.chance(40) ? place.key : someKey(walk) };
    const headers = draw.one<EncryptionHeaders>([{}, { sse: 'AES256' }, { customerKey: OTHER_KEY }, UNDER_KEY]);
    const keys = draw.one([
      { sourceCustomerKey: KEY },
      { sourceCustomerKey: KEY },
      {},
      { sourceCustomerKey: OTHER_KEY },
    ]);
    walk.provoke(place.by, { op: 'CopyObject', source, bucket: onto.bucket, key: onto.key, headers, ...keys });
    readWith(walk, onto, headers.customerKey === undefined ? undefined : headers);
  },
};

/** Each part of an upload comes with the key that it was begun with, whatever is blocked since (E-24, E-25, F-63). */
const uploaded: Motif = {
  id: 'customer-key-uploaded',
  weight: 4,
  needs: ['PutBucketEncryption', 'CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload'],
  play(walk) {
    const { draw } = walk;
    const seen = openBucket(walk);
    if (seen === undefined) return;
    const { by, bucket, key } = accessOfOwner(walk, seen);
    const upload = { bucket, key, uploadId: newUploadId(walk) };
    walk.want(by, { op: 'CreateMultipartUpload', headers: UNDER_KEY, ...upload });
    const body = draw.one(BODIES);
    const before = draw.one([undefined, KEY, OTHER_KEY]);
    for (const customerKey of [before, KEY]) {
      const sent = customerKey === undefined ? {} : { customerKey };
      walk.provoke(by, { op: 'UploadPart', ...upload, partNumber: 1, body, ...sent });
    }
    if (draw.chance(30)) setBlock(walk, seen, 'SSE-C');
    walk.provoke(by, { op: 'CompleteMultipartUpload', ...upload, parts: [1] });
    readWith(walk, { by, bucket, key }, draw.chance(80) ? UNDER_KEY : undefined);
  },
};

/** A customer key with another algorithm, or for what is under none, is refused (E-19, E-20, E-23). */
const refused: Motif = {
  id: 'customer-key-refused',
  weight: 3,
  needs: ['PutBucketEncryption', 'PutObject', 'GetObject', 'HeadObject'],
  play(walk) {
    const { draw } = walk;
    const object = someObject(walk);
    const seen = openBucket(walk);
    if (seen === undefined) return;
    const place = accessOfOwner(walk, seen);
    tryPut(
      walk,
      place,
      draw.one<EncryptionHeaders>([
        { sse: 'aws:kms', customerKey: KEY },
        { sse: 'AES256', customerKey: KEY },
        { customerKey: KEY, customerAlgorithm: 'malformed' },
        { customerKey: KEY, bucketKeyEnabled: true },
      ]),
    );
    if (object === undefined) return;
    const by = insider(walk, seen.bucket.account).name;
    readWith(walk, { by, bucket: object.bucket, key: object.key }, UNDER_KEY);
  },
};

/** Keys that requesters bring themselves: P12, P13, E-19 to E-25. */
export const customerKeyMotifs: readonly Motif[] = [used, copied, uploaded, refused];
