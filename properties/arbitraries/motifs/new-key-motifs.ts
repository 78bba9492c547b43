import { bucketKeyRule, drawHeaders } from '../draw-encryption.ts';
import { drawNewKey } from '../draw-new-key.ts';
import { customerKeys } from '../existing.ts';
import { anyone, insider, someBucket, someKey } from '../pick.ts';
import { NEW_ALIAS } from '../pools.ts';
import { perhapsWait, waitForDelay } from '../waits.ts';
import { accessOfOwner, setRule, tryGet, tryPut, wantGet } from './acts.ts';
import type { Motif } from './motif.ts';

/**
 * A bucket gets a key of its own that somebody makes for it, by a rule, a header or an alias: used at once, when it may
 * not be seen yet, and later (F-213 to F-215). Some have named it before it was there.
 */
const ownKey: Motif = {
  id: 'own-key',
  weight: 3,
  needs: ['CreateKey', 'PutBucketEncryption', 'PutObject', 'GetObject'],
  play: (walk) => {
    const seen = someBucket(walk);
    if (seen === undefined) return;
    const { draw, arns } = walk;
    const { account } = seen.bucket;
    const owner = insider(walk, account);
    const place = accessOfOwner(walk, seen);
    const event = drawNewKey(walk, owner);
    const arn = arns.kmsKey(owner.account, event.keyId);
    const rule = { ...bucketKeyRule(walk, account), KMSMasterKeyID: draw.one([arn, arn, event.keyId]) };
    if (draw.chance(20)) {
      setRule(walk, seen, rule);
      tryPut(walk, place);
    }
    // A policy that would lock out whoever asks is refused (F-214).
    if (draw.chance(25)) walk.provoke(anyone(walk).name, { op: 'CreateKey', keyId: event.keyId, statements: [] });
    walk.want(owner.name, event);
    if (!customerKeys(walk).some(({ id }) => id === event.keyId)) return;
    if (draw.chance(25)) walk.want(owner.name, { op: 'CreateAlias', alias: NEW_ALIAS, keyId: event.keyId });
    setRule(walk, seen, rule);
    tryPut(walk, place);
    tryGet(walk, place);
    if (draw.chance(60)) waitForDelay(walk);
    tryPut(walk, { ...place, key: someKey(walk) }, draw.chance(40) ? { ...drawHeaders(walk), kmsKeyId: arn } : {});
    perhapsWait(walk, 20);
    wantGet(walk, place);
    if (draw.chance(30)) walk.want(owner.name, { op: 'DisableKey', keyId: event.keyId });
    tryPut(walk, place);
  },
};

/** What is about keys that are made on the way. */
export const newKeyMotifs: readonly Motif[] = [ownKey];
