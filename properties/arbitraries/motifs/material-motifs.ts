import type { ImportKeyMaterial, KmsEvent } from '../../../model/index.ts';
import { bucketKeyRule } from '../draw-encryption.ts';
import { drawGrant } from '../draw-grants.ts';
import { drawWindow, externalKeys, importOf } from '../events/kms-proposals.ts';
import { type CustomerKey, existingBuckets } from '../existing.ts';
import { insider, someKey } from '../pick.ts';
import { perhapsWait, waitFor, waitForDelay, waitForLifetime } from '../waits.ts';
import type { Walk } from '../walk.ts';
import { accessOfOwner, manageKey, scheduleDeletion, setRule, tryGet, tryPut, wantGet, wantPut } from './acts.ts';
import type { Motif } from './motif.ts';

/**
 * Material is imported, what is under it written, and the material lost: by deletion, by expiry, or while the deletion
 * of the key is pending. Warm uses go on, cold ones are refused, until the same is imported again (F-209 to F-211).
 */
const importedMaterial: Motif = {
  id: 'imported-material',
  weight: 16,
  needs: ['PutObject', 'GetObject', 'PutBucketEncryption', 'ImportKeyMaterial'],
  play(walk) {
    const key = walk.draw.one(externalKeys(walk));
    const seen = walk.draw.one(existingBuckets(walk).filter(({ bucket }) => bucket.account === key?.account));
    if (key === undefined || seen === undefined) return;
    const place = accessOfOwner(walk, seen);
    setRule(walk, seen, { ...bucketKeyRule(walk, key.account), KMSMasterKeyID: key.arn });
    if (walk.draw.chance(20)) tryPut(walk, place);
    const taken = bring(walk, key);
    const importedAtMs = walk.nowMs;
    waitForDelay(walk);
    const headers = walk.draw.chance(30) ? { bucketKeyEnabled: false } : {};
    wantPut(walk, place, headers);
    if (walk.draw.chance(30)) walk.want(insider(walk, key.account).name, importOf(walk, key.id));
    if (taken.validForMs !== undefined && walk.draw.chance(60)) waitFor(walk, importedAtMs, taken.validForMs);
    else lose(walk, key);
    perhapsWait(walk, 30);
    tryGet(walk, place);
    if (walk.draw.chance(40)) tryPut(walk, { ...place, key: someKey(walk) }, headers);
    if (walk.draw.chance(50)) askWithout(walk, key);
    waitForLifetime(walk);
    tryGet(walk, place);
    manageKey(walk, now(walk, key), 'CancelKeyDeletion');
    if (walk.draw.chance(60)) askWithout(walk, key);
    bring(walk, key);
    waitForDelay(walk);
    wantGet(walk, place);
  },
};

/** A key as it is by now. */
function now(walk: Walk, key: CustomerKey): CustomerKey {
  return externalKeys(walk).find(({ id }) => id === key.id) ?? key;
}

/** Imports the material, into a disabled key as well, and sees to it that the key is enabled. */
function bring(walk: Walk, key: CustomerKey): ImportKeyMaterial {
  const event = importOf(walk, key.id);
  walk.want(insider(walk, key.account).name, event);
  if (now(walk, key).state === 'disabled') manageKey(walk, key, 'EnableKey');
  return event;
}

function lose(walk: Walk, key: CustomerKey): void {
  const by = insider(walk, key.account).name;
  const kind = walk.draw.between(1, 100);
  if (kind <= 35) {
    manageKey(walk, key, 'DisableKey');
    if (walk.draw.chance(70)) walk.want(by, importOf(walk, key.id));
  } else if (kind <= 60) scheduleDeletion(walk, key, drawWindow(walk));
  walk.want(by, { op: 'DeleteImportedKeyMaterial', keyId: key.id });
  if (kind > 60 && walk.draw.chance(40)) scheduleDeletion(walk, key, drawWindow(walk));
}

/** Asks of a key that may be without its material what it may refuse then. */
function askWithout(walk: Walk, key: CustomerKey): void {
  const { id: keyId, account } = key;
  const by = insider(walk, account).name;
  const asked: readonly KmsEvent[] = [
    { op: 'EnableKey', keyId },
    { op: 'DisableKey', keyId },
    { op: 'DeleteImportedKeyMaterial', keyId },
    { op: 'RotateKeyOnDemand', keyId },
    { op: 'EnableKeyRotation', keyId, rotationPeriodInDays: 90 },
    { op: 'GetKeyRotationStatus', keyId },
    { op: 'CancelKeyDeletion', keyId },
    { op: 'ScheduleKeyDeletion', keyId, pendingWindowInDays: 7 },
    drawGrant(walk, key, insider(walk, account)),
  ];
  const one = walk.draw.one(asked);
  if (one !== undefined) walk.provoke(by, one);
}

/** Keys whose material is imported. */
export const materialMotifs: readonly Motif[] = [importedMaterial];
