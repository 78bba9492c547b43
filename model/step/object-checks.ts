import type { Reads, Writes } from '../operations/operation.ts';
import { headersOf, mayCallKms } from '../operations/sides.ts';
import { visible } from '../records/lagging.ts';
import type { Bucket } from '../records/records.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { bucketPolicyAllows, bucketPolicyEffect } from '../rules/policy.ts';
import { selfCopyAllowed } from '../rules/self-copy.ts';
import { type Checking, found, type Request } from './request.ts';
import { ACCESS_DENIED, choose, type Turn } from './turn.ts';
import { headerRefusal, resolveWrite } from './write-encryption.ts';

/** There is no such object (E-30). */
export const NO_SUCH_KEY: Refusal = { status: 404, code: 'NoSuchKey', because: ['E-30'] };
const NOT_TOLD: Refusal = { status: 403, code: 'AccessDenied', because: ['E-41', 'F-161'] };
const NOTHING_CHANGES: Refusal = { status: 400, code: 'InvalidRequest', because: ['E-26', 'F-51'] };

/** Headers that are refused whoever asks, and so before authorisation (E-12, E-18). */
export const headersAreFit: Checking = ({ turn, event, bucket }) =>
  headerRefusal(turn, found(bucket), headersOf(event));

/**
 * S3's own authorisation, on every request (F-46). Where KMS may still be asked and AWS does not say which of the two
 * refuses first (U-20), the request goes on marked as denied.
 */
export const s3Allows: Checking = (request) => {
  const { turn, operation, bucket, from } = request;
  if (allows(request, bucket, operation.writes) && allows(request, from, operation.reads)) return undefined;
  const mayGoOn = operation.by === 'requester' && mayCallKms(operation) && turn.profile.refusedFirst.includes('kms');
  if (!mayGoOn) return ACCESS_DENIED;
  turn.s3Denied = true;
  return undefined;
};

function allows(
  { turn, by }: Request,
  bucket: Bucket | undefined,
  side: Pick<Reads | Writes, 'needs'> | undefined,
): boolean {
  if (side === undefined) return true;
  const { policy, account } = found(bucket);
  return bySomePolicy(turn, policy, (statements) =>
    side.needs.every((action) => bucketPolicyAllows(statements, account, by, action)),
  );
}

/** What a question to a bucket policy is answered, where an earlier policy may still be asked (F-14, U-27). */
function bySomePolicy<T>(turn: Turn, policy: Bucket['policy'], ask: (statements: Bucket['policy']['current']) => T): T {
  if (policy.earlier.length === 0) return ask(policy.current);
  return choose(turn, 'policySeen', [...new Set(visible(policy, turn.nowMs).map(ask))]);
}

/** The object version that is read is there (E-30); who may not list the bucket is not told that it is not (E-41). */
export const objectExists: Checking = (request) => {
  const { turn } = request;
  const source = found(request.source);
  request.sourceNumber = turn.scope.object(source.bucket, source.key);
  request.version = turn.draft.objects.get(request.sourceNumber);
  if (request.version !== undefined) return undefined;
  if (turn.s3Denied) return ACCESS_DENIED;
  return mayList(request) ? NO_SUCH_KEY : NOT_TOLD;
};

function mayList({ turn, operation, by, from }: Request): boolean {
  // Replication tells nobody.
  if (operation.by === 'environment') return true;
  const { policy, account } = found(from);
  const effect = bySomePolicy(turn, policy, (statements) => bucketPolicyEffect(statements, by, 's3:ListBucket'));
  if (effect !== 'none') return effect === 'Allow';
  return account === by.account && choose(turn, 'mayList', turn.profile.ownAccountLists);
}

/** The encryption of what is written (facts, 2.6). */
export const encryptionIsFit: Checking = (request) => {
  const { turn, event, by, bucket } = request;
  const encryption = resolveWrite(turn, by, found(bucket), headersOf(event));
  if ('code' in encryption) return encryption;
  request.encryption = encryption;
  return undefined;
};

/** A copy onto itself changes something (E-26, F-51). */
export const copyChangesSomething: Checking = (request) => {
  const { event, source, target, version, encryption } = request;
  if (source?.bucket !== target?.bucket || source?.key !== target?.key) return undefined;
  const { state, key, seen } = found(encryption);
  const after = { state, kmsKey: key.number };
  const copy = { headers: headersOf(event), explicitRule: seen.explicit, before: found(version), after };
  return selfCopyAllowed(copy) ? undefined : unlessDenied(request, NOTHING_CHANGES);
};

/** Who is denied is told no more than that. */
function unlessDenied({ turn }: Request, refusal: Refusal): Refusal {
  return turn.s3Denied ? ACCESS_DENIED : refusal;
}
