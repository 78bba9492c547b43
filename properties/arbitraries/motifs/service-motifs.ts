import { type PolicyCondition, SOURCE_ARN_KEY } from '../../../model/index.ts';
import { defaultKeyPolicy } from '../draw-policies.ts';
import { someKey, someService } from '../pick.ts';
import { waitForDelay } from '../waits.ts';
import {
  accessOfOwner,
  bucketKeyBucket,
  repair,
  setBucketPolicy,
  setKeyPolicy,
  tryGet,
  tryPut,
  wantPut,
} from './acts.ts';
import type { Motif } from './motif.ts';

/** A service reads and delivers, as far as policies let it, for its source or for another (SC-37). */
const serviceReads: Motif = {
  id: 'service-reads',
  weight: 6,
  needs: ['PutObject', 'GetObject', 'PutBucketPolicy', 'PutKeyPolicy'],
  play(walk) {
    const service = someService(walk);
    const at = bucketKeyBucket(walk);
    if (service?.servicePrincipal === undefined || at === undefined) return;
    const { draw } = walk;
    const principal = service.servicePrincipal;
    const source = draw.chance(75)
      ? (service.sourceArn ?? 'arn:aws:s3:::none')
      : 'arn:aws:cloudfront::1:distribution/2';
    const forSource: PolicyCondition = draw.chance(50)
      ? { StringEquals: { [SOURCE_ARN_KEY]: source } }
      : { StringLike: { 'AWS:SourceArn': [source, `${source}?`] } };
    const perhaps = () => (draw.chance(60) ? { condition: forSource } : {});
    const place = accessOfOwner(walk, at.seen);
    wantPut(walk, place);
    if (draw.chance(80))
      setBucketPolicy(walk, at.seen, [{ effect: 'Allow', principal, actions: ['s3:*'], ...perhaps() }]);
    if (draw.chance(80))
      setKeyPolicy(walk, at.key, [
        ...defaultKeyPolicy(walk, at.key.account),
        { effect: 'Allow', principal, actions: ['kms:Decrypt', 'kms:GenerateDataKey'], ...perhaps() },
      ]);
    waitForDelay(walk);
    tryGet(walk, { ...place, by: service.name });
    tryPut(walk, { ...place, by: service.name, key: someKey(walk) });
    walk.want(null, { op: 'EvictBucketKeys', bucket: place.bucket });
    tryGet(walk, { ...place, by: service.name });
    if (draw.chance(80)) repair(walk, at.key);
  },
};

/** What AWS services do in their own name. */
export const serviceMotifs: readonly Motif[] = [serviceReads];
