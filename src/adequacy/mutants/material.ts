import type { KmsEvent, Step } from '../../../model/index.ts';
import { get, put } from '../../../model/testing/events.ts';
import { HOME_ACCOUNT, homeKey, SCENE } from '../../../model/testing/scene.ts';
import { REFERENCE_PARTS } from '../../reference/index.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import { after, does } from '../witness-steps.ts';

const { stateFailure, stateWithoutMaterial, rotationFailure } = REFERENCE_PARTS.kms;

const KE = { keyId: 'KE' };
const IMPORT: KmsEvent = { op: 'ImportKeyMaterial', ...KE };
const DELETE: KmsEvent = { op: 'DeleteImportedKeyMaterial', ...KE };
const WRITE = put('b/k', { sse: 'aws:kms', kmsKeyId: homeKey('KE'), bucketKeyEnabled: false });

/** A witness in the scene with a key for imported material. */
function witness(...steps: readonly Step[]): Mutant['witness'] {
  const kmsKeys = [...SCENE.kmsKeys, { id: 'KE', account: HOME_ACCOUNT, origin: 'EXTERNAL' } as const];
  return { setup: { ...SCENE, kmsKeys }, steps };
}

/** Faults around imported key material. */
export const MATERIAL_MUTANTS: readonly Mutant[] = [
  {
    id: 'used-without-material',
    title: 'A KMS key is used before its material is imported: KMS has made some of its own.',
    requirements: ['F-115', 'F-209'],
    killedBy: ['revocation-bound', 'explained'],
    parts: partsWith({
      kms: {
        materialKept: (material) => material,
        stateFailure: (state) => (state === 'PendingImport' ? null : stateFailure(state)),
      },
    }),
    witness: witness(does('ann', IMPORT), does('ann', DELETE), does('ann', WRITE)),
  },
  {
    id: 'pending-import-disabled',
    title: 'KMS says of a key without its material that it is disabled.',
    requirements: ['F-115', 'F-209'],
    killedBy: ['explained'],
    parts: partsWith({
      kms: { stateFailure: (state) => (state === 'PendingImport' ? 'DisabledException' : stateFailure(state)) },
    }),
    witness: witness(does('ann', WRITE)),
  },
  {
    id: 'material-never-expires',
    title: 'Imported material is kept beyond the time at which it expires.',
    requirements: ['F-210', 'F-211'],
    killedBy: ['revocation-bound', 'explained'],
    parts: partsWith({ kms: { isMaterialDue: () => false } }),
    witness: witness(does('ann', { ...IMPORT, validForMs: 3_600_000 }), ...after(60, does('ann', WRITE))),
  },
  {
    id: 'deleted-material-leaves-enabled',
    title: 'Deleting imported material leaves a key enabled, and KMS goes on using what it had.',
    requirements: ['F-211'],
    killedBy: ['revocation-bound', 'explained'],
    parts: partsWith({ kms: { materialKept: (material) => material, stateWithoutMaterial: (state) => state } }),
    witness: witness(does('ann', IMPORT), does('ann', DELETE), does('ann', WRITE)),
  },
  {
    id: 'deleted-material-ends-deletion',
    title: 'Deleting the imported material of a key that awaits its deletion takes it out of that.',
    requirements: ['F-211'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({ kms: { stateWithoutMaterial: () => 'PendingImport' } }),
    witness: witness(
      does('ann', IMPORT),
      does('ann', { op: 'ScheduleKeyDeletion', ...KE, pendingWindowInDays: 7 }),
      does('ann', DELETE),
      does('ann', { op: 'CancelKeyDeletion', ...KE }),
    ),
  },
  {
    id: 'material-lost-while-disabled-kept',
    title: 'A disabled key stays disabled when its imported material is deleted, and can be enabled without it.',
    requirements: ['F-211'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      kms: { stateWithoutMaterial: (state) => (state === 'Disabled' ? state : stateWithoutMaterial(state)) },
    }),
    witness: witness(
      does('ann', IMPORT),
      does('ann', { op: 'DisableKey', ...KE }),
      does('ann', DELETE),
      does('ann', { op: 'EnableKey', ...KE }),
    ),
  },
  {
    id: 'reimport-brings-other-material',
    title: 'Material that is imported again is taken for new: what it wrapped before is lost.',
    requirements: ['F-210', 'F-211'],
    killedBy: ['decryptable', 'errors', 'explained'],
    parts: partsWith({
      kms: {
        materialTaken: ({ ownersCopy, isBound }, random) => (isBound ? random.bytes(ownersCopy.length) : ownersCopy),
      },
    }),
    witness: witness(
      does('ann', IMPORT),
      does('ann', WRITE),
      does('ann', DELETE),
      does('ann', IMPORT),
      does('ann', get('b/k')),
    ),
  },
  {
    id: 'material-taken-by-any-key',
    title: 'Material is imported into a key that KMS has made material for.',
    requirements: ['F-210'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({ kms: { takesMaterial: () => true } }),
    witness: witness(does('ann', { op: 'ImportKeyMaterial', keyId: 'K1' })),
  },
  {
    id: 'import-leaves-pending',
    title: 'A key is pending import still once its material is imported.',
    requirements: ['F-210'],
    killedBy: ['explained'],
    parts: partsWith({ kms: { stateAfterImport: (state) => state } }),
    witness: witness(does('ann', IMPORT), does('ann', WRITE)),
  },
  {
    id: 'imported-material-rotates',
    title: 'A key with imported material is set to rotate by itself.',
    requirements: ['F-212'],
    killedBy: ['explained'],
    parts: partsWith({
      kms: { rotationFailure: (key, op) => (op === 'EnableKeyRotation' ? null : rotationFailure(key, op)) },
    }),
    witness: witness(does('ann', IMPORT), does('ann', { op: 'EnableKeyRotation', ...KE, rotationPeriodInDays: 90 })),
  },
];
