import type { ImportKeyMaterial } from '../../../model/vocabulary/events/kms-events.ts';
import type { ReferenceParts } from '../parts/parts.ts';
import type { ControlFailure } from './control-failure.ts';
import type { StoredKmsKey } from './key.ts';
import type { KeyStore } from './key-store.ts';

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
