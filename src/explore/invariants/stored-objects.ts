import type { Sight, SseAlgorithm, Step } from '../../../model/index.ts';
import { isOpaqueEtag, shownRule, UNSEEN_ETAG } from '../../../model/index.ts';
import { sidesOf, type Transition, versionIn } from '../transition.ts';
import type { Invariant } from './invariant.ts';

/**
 * What is stored stays as it is, whatever is configured: only writing, replicating or deleting an object changes
 * objects (F-13, F-40).
 */
export const configIsNotRetroactive: Invariant = {
  id: 'config-is-not-retroactive',
  judge(transition) {
    const mayChange = changeable(transition.before, transition.step);
    return changed(transition, (bucket, key) => mayChange.some((one) => one.bucket === bucket && one.key === key));
  },
};

/** The objects a step is about: its target, and for replication the replica. */
function changeable(world: Sight, { event }: Step): readonly { readonly bucket: string; readonly key: string }[] {
  switch (event.op) {
    case 'PutObject':
    case 'CopyObject':
    case 'DeleteObject':
      return [event];
    case 'ReplicateObject': {
      const rule = world.buckets.get(world.scope.bucket(event.bucket))?.replication;
      return rule === undefined ? [event] : [event, { bucket: rule.destination, key: event.key }];
    }
    default:
      return [];
  }
}

/** A refused step leaves every object as it was (E-05, E-07, F-120). */
export const atomicWrites: Invariant = {
  id: 'atomic-writes',
  judge: (transition) => (transition.outcome.status < 400 ? undefined : changed(transition, () => false)),
};

function changed(
  { after, written }: Transition,
  mayChange: (bucket: string, key: string) => boolean,
): string | undefined {
  for (const number of written.objects) {
    const { bucket, key } = after.scope.objectName(number);
    if (!mayChange(bucket, key)) return `${bucket}/${key} is not what it was before, though nothing wrote it`;
  }
  return undefined;
}

/** The ETag is the MD5 of the content without a KMS key, and never with one (F-80, F-81, F-82). */
export const etagClass: Invariant = {
  id: 'etag-class',
  judge(transition) {
    const { etag, sse } = transition.outcome;
    if (etag === null) return undefined;
    const md5 = contentOf(transition);
    if (md5 === undefined) return undefined;
    if (sse === null || sse === 'AES256')
      return etag === md5 ? undefined : `the ETag is not the MD5 of the content under ${sse ?? 'no encryption'}`;
    return etag === UNSEEN_ETAG || isOpaqueEtag(etag, md5)
      ? undefined
      : `the ETag is the MD5 of the content under ${sse}`;
  },
};

function contentOf(transition: Transition): string | undefined {
  const { event } = transition.step;
  if (event.op === 'HeadObject') return versionIn(transition.before, event.bucket, event.key)?.md5;
  if (event.op === 'PutObject') return event.body.md5;
  return sidesOf(transition).opened?.version.md5;
}

/**
 * A copy is encrypted as its headers say, else as its destination does, and takes nothing over from its source (F-47 to
 * F-50).
 */
export const copyTakesDestination: Invariant = {
  id: 'copy-takes-destination',
  judge(transition) {
    const { event } = transition.step;
    if (event.op !== 'CopyObject') return undefined;
    const { opened, written } = sidesOf(transition);
    // Where an earlier rule may still be seen, nothing shows which one it was (U-16).
    if (opened === undefined || written === undefined || written.bucket.encryption.earlier.length > 0) return undefined;
    const rule = shownRule(written.bucket.encryption.current);
    const wanted: SseAlgorithm = event.headers.sse ?? rule.SSEAlgorithm;
    if (transition.outcome.sse !== wanted)
      return `the copy is under ${transition.outcome.sse}, and headers and destination ask for ${wanted}`;
    const hasFlag = transition.outcome.bucketKeyEnabled === true;
    const asked =
      event.headers.bucketKeyEnabled ?? (event.headers.sse === undefined ? rule.BucketKeyEnabled === true : undefined);
    if (wanted === 'aws:kms' && asked !== undefined && hasFlag !== asked) {
      return `the bucket-key flag of the copy is ${hasFlag}, and headers and destination ask for ${asked}`;
    }
    if (written.version.md5 !== opened.version.md5) return 'the copy has another content than its source';
    return undefined;
  },
};
