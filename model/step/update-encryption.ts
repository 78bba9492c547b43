import { objectVersion, type RewrappedEncryption } from '../charts/object-version.ts';
import type { Profile } from '../openness/profile.ts';
import type { ObjectVersion } from '../records/records.ts';
import { needsKms } from '../rules/encryption.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import type { Outcome } from '../vocabulary/outcome.ts';
import { askKmsToReEncrypt, keyNumbered } from './kms-use.ts';
import { decryptSource, encryptTarget, refused, sourceFirst } from './object-request.ts';
import { raised } from './raised.ts';
import { checked, type Request } from './request.ts';
import { type BucketKeyUsed, NO_BUCKET_KEY_USED, type ToEncrypt } from './to-encrypt.ts';
import { ACCESS_DENIED_REFUSAL, choose, refuse, succeed } from './transaction.ts';

/**
 * An update that has passed its checks: the data key of the version is unwrapped and wrapped anew, and all else of the
 * version stays, be it the current one or one that is named (F-149). It is not replicated for that (F-79).
 */
export function updateEncryption(request: Request): Outcome {
  const { transaction, operation, sourceNumber } = request;
  const used = rewrap(request);
  if ('code' in used) return refused(transaction, used);
  if (transaction.s3Denied) return refuse(transaction, ACCESS_DENIED_REFUSAL);
  const { state } = checked(request.encryption);
  const event = { type: 'UpdateObjectEncryption', result: state as RewrappedEncryption } as const;
  raised?.({ to: 'object', number: sourceNumber, event });
  transaction.draft.set('objects', sourceNumber, updated(request, used, event));
  return succeed(transaction, operation.status, operation.because);
}

function updated(
  { version, encryption }: Request,
  { bucketKey, family }: BucketKeyUsed,
  event: Parameters<typeof objectVersion.encryption.valuation>[0],
): ObjectVersion {
  const before = checked(version);
  const { key, pairs } = checked(encryption);
  return {
    state: objectVersion.encryption.on.UpdateObjectEncryption.after(
      before.state,
      objectVersion.encryption.valuation(event),
    ),
    etagClass: before.etagClass,
    kmsKey: key.number,
    bucketKey,
    family,
    md5: before.md5,
    etag: before.etag,
    context: pairs,
    replication: before.replication,
    customerKey: before.customerKey,
  };
}

/** Which calls that takes is open (K-25, U-22). */
function rewrap(request: Request): BucketKeyUsed | Refusal {
  const { transaction } = request;
  const way = wayToRewrap(request);
  if (way === 'ReEncrypt') return reEncrypt(request) ?? NO_BUCKET_KEY_USED;
  if (!needsKms(checked(request.version).state)) return encrypt(request, way);
  if (sourceFirst(transaction)) return decryptSource(request) ?? encrypt(request, way);
  const used = encrypt(request, way);
  return 'code' in used ? used : (decryptSource(request) ?? used);
}

/** ReEncrypt goes from a KMS key to a KMS key; KMS has no bucket key to unwrap a data key by, or to wrap it. */
function wayToRewrap({ transaction, version, encryption }: Request): Profile['rewrapsBy'][number] {
  const { rewrapsBy } = transaction.profile;
  const mayReEncrypt = checked(version).state === 'sseKms' && checked(encryption).state === 'sseKms';
  return choose(
    transaction,
    'rewrapsBy',
    mayReEncrypt ? rewrapsBy : [...new Set(rewrapsBy.map((way) => (way === 'ReEncrypt' ? 'Encrypt' : way)))],
  );
}

function encrypt(request: Request, operation: ToEncrypt['operation']): BucketKeyUsed | Refusal {
  const { bucket, key } = checked(request.target);
  return encryptTarget(request, bucket, key, operation);
}

function reEncrypt({ transaction, by, target, version, encryption }: Request): Refusal | undefined {
  const { bucket, key: objectKey } = checked(target);
  const { key, pairs } = checked(encryption);
  const { kmsKey, context } = checked(version);
  const at = { by, bucket, objectKey, bucketKey: false };
  return askKmsToReEncrypt(
    transaction,
    { ...at, key: keyNumbered(transaction, kmsKey), pairs: context },
    { ...at, key, pairs },
  );
}
