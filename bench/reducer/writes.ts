import { aliasArn, DEFAULT_REGION, type EncryptionHeaders, kmsKeyArn, managedKeyId } from '../../model/index.ts';
import type { Failure } from './answer.ts';
import { type Found, NO_PAIRS, type Pairs, type Turn } from './kms.ts';
import type { Bucket, BucketKey, Caller, Kind, Stored } from './state.ts';

/** The encryption a write ends up with. */
export interface Encryption {
  readonly kind: Kind;
  readonly found: Found;
  readonly pairs: Pairs;
}

const NO_KEY: Found = { key: undefined, arn: '' };
const SSE_S3: Encryption = { kind: 'sseS3', found: NO_KEY, pairs: NO_PAIRS };
const KEY_ID_ALONE: Failure = { status: 400, code: 'InvalidArgument' };
const BAD_CONTEXT: Failure = { status: 400, code: '*' };
const KEY_ARN = new RegExp(`^arn:aws:kms:${DEFAULT_REGION}:[0-9]{12}:key/[^/:]+$`);
const ALIAS_ARN = new RegExp(`^arn:aws:kms:${DEFAULT_REGION}:[0-9]{12}:alias/.+$`);
const BARE_ID = /^[^/:]+$/;

/** Why these headers are refused whoever sends them. */
export function headerFailure({ kmsKeyId, sse, context }: EncryptionHeaders): Failure | undefined {
  if (kmsKeyId !== undefined && sse !== 'aws:kms' && sse !== 'aws:kms:dsse') return KEY_ID_ALONE;
  return context === 'malformed' ? BAD_CONTEXT : undefined;
}

/** The encryption of a write with these headers. */
export function encryptionOf(turn: Turn, by: Caller, bucket: Bucket, headers: EncryptionHeaders): Encryption {
  const { rule } = bucket;
  const { sse } = headers;
  const algorithm = sse ?? rule.SSEAlgorithm;
  if (algorithm === 'AES256') return SSE_S3;
  const flag = headers.bucketKeyEnabled ?? rule.BucketKeyEnabled ?? false;
  const kind = algorithm === 'aws:kms:dsse' ? 'dsseKms' : flag ? 'sseKmsBucketKey' : 'sseKms';
  const reference = sse === undefined ? rule.KMSMasterKeyID : headers.kmsKeyId;
  return { kind, found: findKey(turn, reference, by, bucket), pairs: pairsOf(headers) };
}

function pairsOf({ context }: EncryptionHeaders): Pairs {
  if (context === undefined || context === 'malformed') return NO_PAIRS;
  return Object.entries(context)
    .filter(([name]) => name !== 'aws:s3:arn')
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Looks a key up; without a reference the managed key of the caller's account. */
export function findKey({ state }: Turn, reference: string | undefined, by: Caller, bucket: Bucket): Found {
  if (reference === undefined) {
    const arn = kmsKeyArn(by.account, managedKeyId(by.account));
    return { key: state.keysByArn.get(arn), arn };
  }
  const key = keyOf(state, reference, by, bucket);
  return { key, arn: key === undefined ? reference : key.arn };
}

function keyOf({ keysByArn, aliases }: Turn['state'], reference: string, by: Caller, bucket: Bucket) {
  if (BARE_ID.test(reference)) return keysByArn.get(kmsKeyArn(bucket.account, reference));
  if (KEY_ARN.test(reference)) return keysByArn.get(reference);
  if (ALIAS_ARN.test(reference)) return aliases.get(reference);
  return reference.startsWith('alias/') ? aliases.get(aliasArn(by.account, reference)) : undefined;
}

/** Stores what a PutObject or CopyObject wrote. */
export function store(
  bucket: Bucket,
  name: string,
  { kind, found, pairs }: Encryption,
  bucketKey: BucketKey | undefined,
  md5: string,
): Stored {
  const etag = kind === 'sseS3' ? md5 : '*';
  const replication = isEligible(bucket, kind) ? 'pending' : 'none';
  const object: Stored = { kind, kmsKey: found.key, bucketKey, md5, etag, pairs, replication };
  bucket.objects.set(name, object);
  return object;
}

/** Whether the bucket's replication rule covers objects of a kind. */
export function isEligible({ replication }: Bucket, kind: Kind): boolean {
  if (replication === undefined) return false;
  return kind === 'plain' || kind === 'sseS3' || replication.replicaKmsKeyId !== undefined;
}
