import { type S3Action, UNCONFIGURED_RULE } from '../../model/index.ts';
import { ACCESS_DENIED, type Answer, failed, NO_SUCH_BUCKET, plain } from './answer.ts';
import type { FrozenBucketEvent } from './frozen.ts';
import type { Turn } from './kms.ts';
import { type Bucket, type Caller, newBucket } from './state.ts';

/** An event on a bucket. */
export function controlBucket(turn: Turn, by: Caller, event: FrozenBucketEvent): Answer {
  const { buckets } = turn.state;
  const bucket = buckets.get(event.bucket);
  if (event.op === 'CreateBucket') {
    if (bucket !== undefined)
      return plain(409, bucket.account === by.account ? 'BucketAlreadyOwnedByYou' : 'BucketAlreadyExists');
    buckets.set(event.bucket, newBucket(event.bucket, by.account));
    return plain(200);
  }
  if (bucket === undefined) return failed(NO_SUCH_BUCKET);
  return (
    malformed(turn, event) ?? (bucket.account === by.account ? change(turn, bucket, event) : failed(ACCESS_DENIED))
  );
}

function malformed(turn: Turn, event: FrozenBucketEvent): Answer | undefined {
  if (event.op === 'PutBucketEncryption') {
    const [rule] = event.rules;
    if (rule === undefined || event.rules.length > 1) return plain(400, 'MalformedXML');
    if (rule.SSEAlgorithm === 'AES256' && rule.KMSMasterKeyID !== undefined) return plain(400, 'InvalidArgument');
  }
  if (event.op === 'PutBucketReplication') {
    const { buckets, callers } = turn.state;
    if (event.destination === event.bucket || !buckets.has(event.destination) || !callers.has(event.role))
      return plain(400, 'InvalidRequest');
  }
  return undefined;
}

function change(turn: Turn, bucket: Bucket, event: Exclude<FrozenBucketEvent, { op: 'CreateBucket' }>): Answer {
  switch (event.op) {
    case 'DeleteBucket':
      if (bucket.objects.size > 0) return plain(409, 'BucketNotEmpty');
      turn.state.buckets.delete(event.bucket);
      return plain(204);
    case 'PutBucketEncryption':
      bucket.rule = event.rules[0] ?? bucket.rule;
      bucket.explicit = true;
      return plain(200);
    case 'GetBucketEncryption': {
      const { rule } = bucket;
      return { ...plain(200), rule: { ...rule, BucketKeyEnabled: rule.BucketKeyEnabled ?? false } };
    }
    case 'DeleteBucketEncryption':
      bucket.rule = UNCONFIGURED_RULE;
      bucket.explicit = false;
      return plain(204);
    case 'PutBucketPolicy':
      bucket.policy = event.statements;
      return plain(204);
    case 'PutBucketReplication': {
      const role = turn.state.callers.get(event.role);
      if (role !== undefined)
        bucket.replication = { destination: event.destination, role, replicaKmsKeyId: event.replicaKmsKeyId };
      return plain(200);
    }
    case 'DeleteBucketReplication':
      bucket.replication = undefined;
      return plain(204);
  }
}

/** Whether S3 lets a caller do something in a bucket. */
export function bucketAllows(bucket: Bucket, by: Caller, action: Exclude<S3Action, 's3:*'>): boolean {
  let allowed = by.account === bucket.account;
  for (const { effect, principal, actions } of bucket.policy) {
    if (principal !== '*' && principal !== by.rootArn && principal !== by.roleArn) continue;
    if (!actions.includes('s3:*') && !actions.includes(action)) continue;
    if (effect === 'Deny') return false;
    allowed = true;
  }
  return allowed;
}
