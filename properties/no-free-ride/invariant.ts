import type { KmsOperation } from '../../model/index.ts';
import type { Invariant } from '../invariant.ts';
import { isUnderKms, keyArnOf, sidesOf } from '../transition.ts';

const OPENING: readonly KmsOperation[] = ['Decrypt'];
const WRITING: readonly KmsOperation[] = ['GenerateDataKey', 'Encrypt', 'ReEncrypt'];

/** Without a bucket key every success on an object under a KMS key takes a call of its own (K-02, K-06, K-08). */
export const noFreeRideInvariant: Invariant = (transition) => {
  const { by, opened, written } = sidesOf(transition);
  for (const [side, operations] of [
    [opened, OPENING],
    [written, WRITING],
  ] as const) {
    if (side === undefined || !isUnderKms(side.version) || side.version.state === 'sseKmsBucketKey') continue;
    const keyArn = keyArnOf(transition.before, side.version);
    const asks = transition.before.scope.service ?? by;
    // ReEncrypt pays for both sides, and is recorded with the new key.
    const paid = transition.outcome.kmsCalls.some(
      (call) =>
        call.result === 'ok' &&
        call.by === asks?.name &&
        (call.operation === 'ReEncrypt' || (call.keyArn === keyArn && operations.includes(call.operation))),
    );
    if (!paid)
      return (
        `${side.bucketName}/${side.key} has no bucket key, yet ${by?.name} made no successful ` +
        `${operations.join(' or ')} call`
      );
  }
  return undefined;
};
