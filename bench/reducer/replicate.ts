import type { ReplicateObject } from '../../model/index.ts';
import { type Answer, plain, STATUSES } from './answer.ts';
import { bucketAllows } from './buckets.ts';
import { lock, open } from './keys.ts';
import type { Turn } from './kms.ts';
import type { Bucket, Stored } from './state.ts';
import { type Encryption, encryptionOf, findKey, isEligible } from './writes.ts';

/** Replication takes up an object. */
export function replicateObject(turn: Turn, { bucket: bucketName, key: name }: ReplicateObject): Answer {
  const bucket = turn.state.buckets.get(bucketName);
  const object = bucket?.objects.get(name);
  if (bucket === undefined || object === undefined) return plain(200);
  const rests = object.replication === 'completed' || object.replication === 'replica';
  if (!rests && isEligible(bucket, object.kind)) object.replication = attempt(turn, bucketName, bucket, name, object);
  return { ...plain(200, null, turn.calls), replicationStatus: STATUSES[object.replication] };
}

function attempt(turn: Turn, bucketName: string, bucket: Bucket, name: string, object: Stored): Stored['replication'] {
  const rule = bucket.replication;
  const target = rule === undefined ? undefined : turn.state.buckets.get(rule.destination);
  if (rule === undefined || target === undefined) return 'failed';
  const { role, destination } = rule;
  if (!bucketAllows(bucket, role, 's3:GetObject') || !bucketAllows(target, role, 's3:PutObject')) return 'failed';
  const isPlain = object.kind === 'plain';
  const replica = isPlain ? encryptionOf(turn, role, target, {}) : replicaOf(turn, bucket, target, object);
  const shut = open(turn, role, bucketName, bucket, name, object);
  if (shut !== undefined) return shut.status === 503 ? 'pending' : 'failed';
  const { kind, found, pairs } = replica;
  const made = lock(turn, role, {
    bucketName: destination,
    bucket: target,
    name,
    kind,
    found,
    pairs,
    isReplica: !isPlain,
  });
  if (made !== undefined && 'code' in made) return made.status === 503 ? 'pending' : 'failed';
  const etag = !isPlain || kind === 'sseS3' ? object.etag : '*';
  const { md5 } = object;
  target.objects.set(name, { kind, kmsKey: found.key, bucketKey: made, md5, etag, pairs, replication: 'replica' });
  return 'completed';
}

function replicaOf(turn: Turn, bucket: Bucket, target: Bucket, { kind, pairs }: Stored): Encryption {
  const rule = bucket.replication;
  if (rule === undefined || kind === 'sseS3') return { kind, found: { key: undefined, arn: '' }, pairs };
  return { kind, found: findKey(turn, rule.replicaKmsKeyId, rule.role, target), pairs };
}
