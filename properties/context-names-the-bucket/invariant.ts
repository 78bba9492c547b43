import type { Arns, KmsOperation } from '../../model/index.ts';
import type { Invariant } from '../invariant.ts';
import { sidesOf, type Touched, type TouchedSides } from '../transition.ts';

/** The context names the bucket with a bucket key and the object without (F-88, F-93). */
export const contextNamesTheBucketInvariant: Invariant = (transition) => {
  const { outcome, before } = transition;
  if (outcome.kmsCalls.length === 0) return undefined;
  const sides = sidesOf(transition);
  // What was refused is not stored, and nothing shows which of the two contexts it should have had.
  if (sides.opened === undefined && sides.written === undefined) return undefined;
  const isMixedOpen =
    transition.step.event.op === 'ReplicateObject' && before.scope.profile.mixedReplicaFlag.length > 1;
  for (const call of outcome.kmsCalls) {
    const arn = call.context['aws:s3:arn'];
    const places = placesFor(call.operation, sides);
    // A call that nothing here needs is wrong whatever its context: that is for `calls-per-side` to say.
    if (places.length === 0) continue;
    const right = places.some((side) => isMixedOpen || arn === arnOf(before.scope.arns, side));
    if (!right)
      return (
        `${call.operation} was called with the context ${arn}, which is not the place of a bucket key or of an ` +
        'object it works on'
      );
  }
  return undefined;
};

function placesFor(operation: KmsOperation, { opened, written }: TouchedSides): readonly Touched[] {
  const places: Touched[] = [];
  if (operation === 'Decrypt' && opened !== undefined) places.push(opened);
  // A Decrypt verifies or fetches the bucket key of a write (F-142, U-07).
  if (written !== undefined && (operation !== 'Decrypt' || written.version.state === 'sseKmsBucketKey'))
    places.push(written);
  return places;
}

function arnOf(arns: Arns, { bucketName, key, version }: Touched): string {
  return version.state === 'sseKmsBucketKey' ? arns.bucket(bucketName) : arns.object(bucketName, key);
}
