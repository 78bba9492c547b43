import { type KmsCall, opensAndEncrypts, operationOf, type WorldView } from '../../model/index.ts';
import type { Invariant } from '../invariant.ts';
import { keyArnOf, sidesOf, type Touched, type Transition } from '../transition.ts';

/**
 * Each call is recorded once, with the requester who caused it and the key it is about, refused calls included
 * (F-137, F-138); with a bucket key no object is named (F-139).
 */
export const auditCompleteInvariant: Invariant = (transition) => {
  const { outcome } = transition;
  return wrongRefusal(transition) ?? (outcome.kmsCalls.length === 0 ? undefined : wrongRecord(transition));
};

/** A refusal by KMS stands in its log, and nobody succeeds who was refused. */
function wrongRefusal({ before, step, outcome: { status, code, kmsCalls } }: Transition): string | undefined {
  const mayRemember = before.scope.profile.remembersRefusal.includes(true);
  if (
    typeof code === 'string' &&
    code.startsWith('KMS.') &&
    !mayRemember &&
    !kmsCalls.some(({ result }) => `KMS.${result}` === code)
  )
    return `the answer is ${code}, and no such KMS call is recorded`;
  const failed = kmsCalls.find(({ result }) => result !== 'ok');
  return failed !== undefined && status < 400 && step.event.op !== 'ReplicateObject'
    ? `a ${failed.operation} is recorded that failed with ${failed.result}, and the request succeeded`
    : undefined;
}

function wrongRecord(transition: Transition): string | undefined {
  const { before, step, outcome } = transition;
  const { event } = step;
  const { opened, written } = sidesOf(transition);
  const rule =
    event.op === 'ReplicateObject'
      ? (before.buckets.get(before.scope.bucket(event.bucket))?.replication.current ?? null)
      : undefined;
  const name = before.scope.service?.name ?? (rule === undefined ? step.by : (rule?.role ?? null));
  for (const call of outcome.kmsCalls) {
    if (call.by !== name) return `a ${call.operation} of ${name} is recorded as one of ${call.by}`;
    const side = call.operation === 'Decrypt' ? opened : written;
    const named = [opened, written].find((one) => one !== undefined && isNamed(before, call, one));
    // What a copy onto itself reads may have had no bucket key, or what it writes.
    if (named !== undefined && opened?.version.state === written?.version.state)
      return `a ${call.operation} names the object ${named.bucketName}/${named.key} although it has a bucket key`;
    const keys = call.operation === 'Decrypt' ? [opened, written] : [written];
    const arns = keys.flatMap((one) => (one === undefined ? [] : [keyArnOf(before, one.version)]));
    if (side !== undefined && !arns.includes(call.keyArn))
      return `a ${call.operation} for ${side.bucketName}/${side.key} is recorded under ${call.keyArn}`;
  }
  return twice(transition);
}

function isNamed({ scope }: WorldView, { context }: KmsCall, { bucketName, key, version }: Touched): boolean {
  return version.state === 'sseKmsBucketKey' && context['aws:s3:arn'] === scope.arns.object(bucketName, key);
}

/** Two records of one call; the calls of the two sides of a copy may look alike where writes decrypt, too. */
function twice({ before, step, outcome }: Transition): string | undefined {
  // What is copied and what it is copied to may lie under two bucket keys of one bucket.
  if (step.event.op === 'UploadPartCopy') return undefined;
  const { writeVerifies, coldWrite } = before.scope.profile;
  if (opensAndEncrypts(operationOf(step.event)) && (writeVerifies.includes(true) || coldWrite.includes('unwrap')))
    return undefined;
  const seen = new Set<string>();
  for (const { operation, keyArn, context } of outcome.kmsCalls) {
    const call = `${operation} ${keyArn} ${context['aws:s3:arn']}`;
    if (seen.has(call)) return `a ${operation} is recorded twice`;
    seen.add(call);
  }
  return undefined;
}
