import type { ImportKeyMaterial } from '../../../model/vocabulary/events/kms-events.ts';
import type { ReferenceParts } from '../parts/parts.ts';
import type { ControlFailure } from './control-failure.ts';
import type { Import, StoredKmsKey } from './key.ts';
import type { KeyStore } from './key-store.ts';

/** Material is a key of AES-256. */
const KEY_BYTES = 32;

/** Imports the material of a key that is made for it (F-210); says why it did not, or null. */
export function importMaterial(
  keys: KeyStore,
  { kms }: ReferenceParts,
  key: StoredKmsKey,
  { validForMs }: ImportKeyMaterial,
  atMs: number,
): ControlFailure | null {
  if (!kms.takesMaterial(key)) return 'UnsupportedOperationException';
  if (key.state === 'PendingDeletion') return 'KMSInvalidStateException';
  if (key.imported !== null && !takesOffer(key.imported)) return 'IncorrectKeyMaterialException';
  keys.importMaterial(key, validForMs === undefined ? null : atMs + validForMs);
  key.state = kms.stateAfterImport(key.state);
  return null;
}

/** Deletes the imported material of a key, where there is some (F-211); says why it did not, or null. */
export function deleteMaterial(keys: KeyStore, { kms }: ReferenceParts, key: StoredKmsKey): ControlFailure | null {
  if (!kms.takesMaterial(key)) return 'UnsupportedOperationException';
  keys.dropMaterial(key);
  return null;
}

/** A key is bound to the material that it had first (F-210). */
function takesOffer(imported: Import): boolean {
  const { offered, ownersCopy, isBound } = imported;
  if (offered === null) return true;
  if (offered.length !== KEY_BYTES) return false;
  if (isBound && offered.some((byte, at) => byte !== ownersCopy[at])) return false;
  imported.ownersCopy = Uint8Array.from(offered);
  return true;
}
