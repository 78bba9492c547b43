import type { CopyObject, DeleteObject, GetObject, HeadObject, PutObject } from '../../model/index.ts';
import { ACCESS_DENIED, type Answer, failed, NO_SUCH_BUCKET, NO_SUCH_KEY, plain, shown } from './answer.ts';
import { bucketAllows } from './buckets.ts';
import { lock, open } from './keys.ts';
import type { Turn } from './kms.ts';
import type { Bucket, Caller, Stored } from './state.ts';
import { type Encryption, encryptionOf, headerFailure, store } from './writes.ts';

/** PutObject. */
export function putObject(turn: Turn, by: Caller, { bucket: bucketName, key: name, headers, body }: PutObject): Answer {
  const bucket = turn.state.buckets.get(bucketName);
  if (bucket === undefined) return failed(NO_SUCH_BUCKET);
  const bad = headerFailure(headers);
  if (bad !== undefined) return failed(bad);
  if (!bucketAllows(bucket, by, 's3:PutObject')) return failed(ACCESS_DENIED);
  return write(turn, by, bucketName, bucket, name, encryptionOf(turn, by, bucket, headers), body.md5);
}

function write(
  turn: Turn,
  by: Caller,
  bucketName: string,
  bucket: Bucket,
  name: string,
  encryption: Encryption,
  md5: string,
): Answer {
  const { kind, found, pairs } = encryption;
  const made = lock(turn, by, { bucketName, bucket, name, kind, found, pairs, isReplica: false });
  if (made !== undefined && 'code' in made) return failed(made, turn.calls);
  return shown(store(bucket, name, encryption, made, md5), false, false, turn.calls);
}

/** GetObject. */
export function getObject(turn: Turn, by: Caller, { bucket: bucketName, key: name }: GetObject): Answer {
  const bucket = turn.state.buckets.get(bucketName);
  if (bucket === undefined) return failed(NO_SUCH_BUCKET);
  if (!bucketAllows(bucket, by, 's3:GetObject')) return failed(ACCESS_DENIED);
  const object = bucket.objects.get(name);
  if (object === undefined) return failed(NO_SUCH_KEY);
  const failure = open(turn, by, bucketName, bucket, name, object);
  return failure === undefined ? shown(object, true, true, turn.calls) : failed(failure, turn.calls);
}

/** HeadObject: its errors have no body, hence no code. */
export function headObject(turn: Turn, by: Caller, { bucket: bucketName, key: name }: HeadObject): Answer {
  const bucket = turn.state.buckets.get(bucketName);
  if (bucket === undefined) return plain(404);
  if (!bucketAllows(bucket, by, 's3:GetObject')) return plain(403);
  const object = bucket.objects.get(name);
  return object === undefined ? plain(404) : shown(object, true, false);
}

/** CopyObject. */
export function copyObject(turn: Turn, by: Caller, event: CopyObject): Answer {
  const { bucket: bucketName, key: name, headers, source } = event;
  const { buckets } = turn.state;
  const bucket = buckets.get(bucketName);
  const from = buckets.get(source.bucket);
  if (bucket === undefined || from === undefined) return failed(NO_SUCH_BUCKET);
  const bad = headerFailure(headers);
  if (bad !== undefined) return failed(bad);
  if (!bucketAllows(bucket, by, 's3:PutObject') || !bucketAllows(from, by, 's3:GetObject'))
    return failed(ACCESS_DENIED);
  const object = from.objects.get(source.key);
  if (object === undefined) return failed(NO_SUCH_KEY);
  const encryption = encryptionOf(turn, by, bucket, headers);
  if (bucketName === source.bucket && name === source.key && changesNothing(event, bucket, object, encryption)) {
    return plain(400, 'InvalidRequest');
  }
  const failure = open(turn, by, source.bucket, from, source.key, object);
  if (failure !== undefined) return failed(failure, turn.calls);
  return write(turn, by, bucketName, bucket, name, encryption, object.md5);
}

function changesNothing({ headers }: CopyObject, bucket: Bucket, before: Stored, after: Encryption): boolean {
  const { sse, kmsKeyId, bucketKeyEnabled, context } = headers;
  if (sse !== undefined || kmsKeyId !== undefined || bucketKeyEnabled !== undefined || context !== undefined)
    return false;
  return !bucket.explicit && before.kind === after.kind && before.kmsKey === after.found.key;
}

/** DeleteObject. */
export function deleteObject(turn: Turn, by: Caller, { bucket: bucketName, key: name }: DeleteObject): Answer {
  const bucket = turn.state.buckets.get(bucketName);
  if (bucket === undefined) return failed(NO_SUCH_BUCKET);
  if (!bucketAllows(bucket, by, 's3:DeleteObject')) return failed(ACCESS_DENIED);
  bucket.objects.delete(name);
  return plain(204);
}
