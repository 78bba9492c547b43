import { headersOf, isReplication, NO_HEADERS } from '../operations/predicates.ts';
import { shownAlgorithm } from '../rules/encryption.ts';
import type { EncryptionHeaders } from '../vocabulary/encryption.ts';
import type { BucketPolicyStatement, S3Action } from '../vocabulary/policy.ts';
import type { FoundKey } from './kms-use.ts';
import { isUnseenKey } from './past-keys.ts';
import { replicaOf } from './replication-checks.ts';
import { checked, type Request } from './request.ts';
import { choose } from './transaction.ts';
import { findUpload } from './uploads.ts';
import { resolveWrite } from './write-encryption.ts';

/** The key is one that nobody has seen: a condition on it may say either. */
const UNSEEN = 'unseen';

/**
 * What a bucket policy says of a request, by the encryption headers that its conditions see: those that were sent, or
 * what is used (U-36, F-143). Where no statement has a condition there is nothing to tell apart.
 */
export function byHeadersSeen(
  request: Request,
  statements: readonly BucketPolicyStatement[],
  action: S3Action,
  ask: (headers: EncryptionHeaders) => boolean,
): boolean {
  const sent = headersOf(request.event);
  if (action !== 's3:PutObject' || !hasCondition(statements)) return ask(sent);
  const { profile } = request.transaction;
  const answers = profile.policyHeaders.flatMap((seen) => {
    const headers = seen === 'sent' ? sent : headersUsed(request, sent);
    return headers === UNSEEN ? EITHER : [ask(headers)];
  });
  return choose(request.transaction, 'headersSeen', [...new Set(answers)]);
}

const EITHER = [true, false] as const;

function hasCondition(statements: readonly BucketPolicyStatement[]): boolean {
  for (const { condition } of statements) if (condition !== undefined) return true;
  return false;
}

/** The headers that would have said what is stored; of a write that has headers of its own only the key is in doubt. */
function headersUsed(request: Request, sent: EncryptionHeaders): EncryptionHeaders | typeof UNSEEN {
  const { transaction, event, operation, by } = request;
  const bucket = checked(request.bucket);
  if (isReplication(operation)) {
    const replica = replicaOf(request, bucket);
    return 'code' in replica ? sent : withKey(request, { sse: shownAlgorithm(replica.state) ?? 'AES256' }, replica.key);
  }
  if ('uploadId' in event && event.op !== 'CreateMultipartUpload') {
    const version = findUpload(transaction, bucket, event)?.upload.version;
    if (version === undefined) return NO_HEADERS;
    const key = transaction.scope.key(version.kmsKey) ?? { number: version.kmsKey, arn: '' };
    return withKey(request, { sse: shownAlgorithm(version.state) ?? 'AES256' }, key);
  }
  const encryption = resolveWrite(transaction, by, bucket, sent);
  return 'code' in encryption ? sent : withKey(request, sent, encryption.key);
}

function withKey(
  { transaction }: Request,
  { kmsKeyId: _, ...headers }: EncryptionHeaders,
  key: FoundKey,
): EncryptionHeaders | typeof UNSEEN {
  if (isUnseenKey(transaction, key.number)) return UNSEEN;
  return key.arn === '' ? headers : { ...headers, kmsKeyId: key.arn };
}
