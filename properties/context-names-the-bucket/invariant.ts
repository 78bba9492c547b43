import { bucketArn, type KmsOperation, objectArn } from '../../model/index.ts';
import type { Invariant } from '../invariant.ts';
import { isUnderKms, keyArnOf, type Sides, sidesOf, type Touched } from '../transition.ts';

const OPENING: readonly KmsOperation[] = ['Decrypt'];
const WRITING: readonly KmsOperation[] = ['GenerateDataKey', 'Encrypt'];

/** Without a bucket key every success on an object under a KMS key takes a call of its own (K-02, K-06, K-08). */
export const noFreeRide: Invariant = {
  id: 'no-free-ride',
  judge(transition) {
    const { by, opened, written } = sidesOf(transition);
    for (const [side, operations] of [
      [opened, OPENING],
      [written, WRITING],
    ] as const) {
      if (side === undefined || !isUnderKms(side.version) || side.version.state === 'sseKmsBucketKey') continue;
      const keyArn = keyArnOf(transition.before, side.version);
      const paid = transition.outcome.kmsCalls.some(
        (call) =>
          call.result === 'ok' && call.by === by?.name && call.keyArn === keyArn && operations.includes(call.operation),
      );
      if (!paid)
        return `${side.bucketName}/${side.key} has no bucket key, yet ${by?.name} made no successful ${operations.join(' or ')} call`;
    }
    return undefined;
  },
};

/** The context names the bucket with a bucket key and the object without (F-88, F-93). */
export const contextNamesTheBucket: Invariant = {
  id: 'context-names-the-bucket',
  judge(transition) {
    const { outcome, before } = transition;
    if (outcome.kmsCalls.length === 0) return undefined;
    const sides = sidesOf(transition);
    // What was refused is not stored, and nothing shows which of the two contexts it should have had.
    if (sides.opened === undefined && sides.written === undefined) return undefined;
    const isMixedOpen =
      transition.step.event.op === 'ReplicateObject' && before.scope.profile.mixedReplicaFlag.length > 1;
    for (const call of outcome.kmsCalls) {
      const arn = call.context['aws:s3:arn'];
      const right = placesFor(call.operation, sides).some((side) => isMixedOpen || arn === arnOf(side));
      if (!right)
        return `${call.operation} was called with the context ${arn}, which is not the place of a bucket key or of an object it works on`;
    }
    return undefined;
  },
};

function placesFor(operation: KmsOperation, { opened, written }: Sides): readonly Touched[] {
  const places: Touched[] = [];
  if (operation === 'Decrypt' && opened !== undefined) places.push(opened);
  // A Decrypt verifies or fetches the bucket key of a write (F-142, U-07).
  if (written !== undefined && (operation !== 'Decrypt' || written.version.state === 'sseKmsBucketKey'))
    places.push(written);
  return places;
}

function arnOf({ bucketName, key, version }: Touched): string {
  return version.state === 'sseKmsBucketKey' ? bucketArn(bucketName) : objectArn(bucketName, key);
}

/**
 * One call for each side that needs KMS, one more where a bucket key is verified, none for all else (K-01, K-09, K-12,
 * K-29).
 */
export const callsPerSide: Invariant = {
  id: 'calls-per-side',
  judge({ before, step, outcome }) {
    const { writeVerifies, replicationVerifies } = before.scope.profile;
    const made = outcome.kmsCalls.length;
    const verifications = (verifies: readonly boolean[]) => (verifies.includes(true) ? 1 : 0);
    let most = 0;
    switch (step.event.op) {
      case 'GetObject':
        most = 1;
        break;
      case 'PutObject':
        most = 1 + verifications(writeVerifies);
        break;
      case 'CopyObject':
        most = 2 + verifications(writeVerifies);
        break;
      case 'ReplicateObject':
        most = 2 + Math.max(verifications(writeVerifies), verifications(replicationVerifies));
        break;
      default:
        break;
    }
    return made > most ? `${step.event.op} made ${made} KMS calls, and can need ${most} at most` : undefined;
  },
};
