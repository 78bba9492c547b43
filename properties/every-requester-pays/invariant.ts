import type { Invariant } from '../invariant.ts';
import { mayHold, newlyCredited } from '../remembered-bucket-keys.ts';
import { keyArnOf, sidesOf, type Touched, type Transition } from '../transition.ts';

/**
 * Whoever is served by a bucket key has obtained it from KMS, in the same step or within its lifetime (F-97, F-106).
 */
export const everyRequesterPaysInvariant: Invariant = (transition) => {
  const credit = creditFromNowhere(transition);
  if (credit !== undefined) return credit;
  const { by, opened, written } = sidesOf(transition);
  if (by === undefined) return undefined;
  for (const side of [opened, written]) {
    if (side === undefined || side.version.state !== 'sseKmsBucketKey') continue;
    const paysNow = paidBy(transition, by.identity, side, side === opened);
    if (!paysNow && !mayHold(transition.before, by.identity, side, transition.step.atMs)) {
      return (
        `${by.name} was served by the bucket key of ${side.bucketName}/${side.key} without a KMS call, and had ` +
        'obtained none that was still cached'
      );
    }
  }
  return undefined;
};

/**
 * A requester whom the world after the step credits with a bucket key must have called KMS for it in this very step.
 */
function creditFromNowhere(transition: Transition): string | undefined {
  const { before, outcome } = transition;
  const paid = new Set(
    outcome.kmsCalls
      .filter(({ result }) => result === 'ok')
      .map(({ by }) => before.scope.requesters.get(by)?.identity ?? -1),
  );
  return newlyCredited(transition).every((identity) => paid.has(identity))
    ? undefined
    : 'a bucket key was cached for a requester who had not called KMS for it';
}

/** A successful call for the bucket key of this side; what is opened takes a Decrypt. */
function paidBy(
  { before, outcome }: Transition,
  identity: number,
  { bucketName, version }: Touched,
  opens: boolean,
): boolean {
  const keyArn = keyArnOf(before, version);
  return outcome.kmsCalls.some(
    (call) =>
      call.result === 'ok' &&
      call.keyArn === keyArn &&
      call.context['aws:s3:arn'] === before.scope.arns.bucket(bucketName) &&
      (!opens || call.operation === 'Decrypt') &&
      before.scope.requesters.get(call.by)?.identity === identity,
  );
}
