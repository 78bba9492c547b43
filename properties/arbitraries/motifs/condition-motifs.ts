import type { EncryptionHeaders } from '../../../model/index.ts';
import { defaultKeyPolicy, drawContextArn, inSomeOrder, KMS_USE } from '../draw-policies.ts';
import { drawUseCondition } from '../draw-policy-conditions.ts';
import { waitForDelay } from '../waits.ts';
import { accessOfOwner, bucketKeyBucket, repair, setKeyPolicy, tryGet, tryPut } from './acts.ts';
import type { Motif } from './motif.ts';

/** What may differ in a write whose key is named: a condition can tell these apart. */
const USES: readonly EncryptionHeaders[] = [
  {},
  { context: { team: 'red' } },
  { context: { team: 'red' }, bucketKeyEnabled: false },
  { bucketKeyEnabled: true },
];

/**
 * A key policy denies its use under a condition, and then another: uses with and without a bucket key and extra
 * context show what of a request the condition is held to (F-145, F-186).
 */
const useUnderCondition: Motif = {
  id: 'use-under-condition',
  weight: 8,
  needs: ['PutObject', 'GetObject', 'PutKeyPolicy'],
  play(walk) {
    const { draw } = walk;
    const at = bucketKeyBucket(walk);
    if (at === undefined) return;
    const policy = defaultKeyPolicy(walk, at.key.account);
    for (let round = draw.between(1, 4); round > 0; round--) {
      const condition = drawUseCondition(walk, drawContextArn(walk, at.seen.name));
      const denied = { effect: 'Deny', principal: '*', actions: KMS_USE, condition } as const;
      setKeyPolicy(walk, at.key, inSomeOrder(walk, [...policy, denied]));
      waitForDelay(walk);
      for (const more of draw.some(USES, 60)) {
        tryPut(walk, accessOfOwner(walk, at.seen), { sse: 'aws:kms', kmsKeyId: at.key.arn, ...more });
      }
      tryGet(walk, accessOfOwner(walk, at.seen));
    }
    if (draw.chance(80)) repair(walk, at.key);
  },
};

/** Conditions of policies, and requests that they decide. */
export const conditionMotifs: readonly Motif[] = [useUnderCondition];
