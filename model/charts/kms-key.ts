import { setup } from 'xstate';
import type { StateOf } from './compile/chart-types.ts';
import { compileChart } from './compile/compile.ts';

/**
 * What can happen to a KMS key. `Use` is any cryptographic operation: GenerateDataKey, Decrypt or Encrypt. Of imported
 * material `MaterialEnds` says that it is gone, by DeleteImportedKeyMaterial or because it expired.
 */
export type KmsKeyEvent =
  | 'DisableKey'
  | 'EnableKey'
  | 'ScheduleKeyDeletion'
  | 'CancelKeyDeletion'
  | 'WaitingPeriodEnds'
  | 'ImportKeyMaterial'
  | 'MaterialEnds'
  | 'Use'
  | 'Rotate';

/** Control state of a KMS key, as an XState machine. */
export const kmsKeyMachine = setup({ types: {} as { events: { type: KmsKeyEvent } } }).createMachine({
  id: 'kmsKey',
  description:
    'A KMS key. Only an enabled key can be used, and a key that is deleted is gone for ever (F-115, F-121). One for ' +
    'imported material begins without it (F-209).',
  initial: 'enabled',
  states: {
    enabled: {
      description: 'GenerateDataKey, Decrypt and Encrypt succeed for whoever the key policy allows (F-115).',
      on: {
        Use: { target: 'enabled', description: 'A cryptographic operation changes nothing.' },
        Rotate: {
          target: 'enabled',
          description: 'New key material; the old is kept, so that nothing has to be encrypted anew (F-124, F-125).',
        },
        EnableKey: { target: 'enabled', description: 'Enabling an enabled key is no error.' },
        DisableKey: { target: 'disabled', description: 'The key cannot be used until it is enabled again (F-121).' },
        ScheduleKeyDeletion: {
          target: 'pendingDeletion',
          description: 'Starts the waiting period of 7 to 30 days (F-121).',
        },
        ImportKeyMaterial: {
          target: 'enabled',
          description: 'The same material once more, with another time at which it expires, if that is taken (D-21).',
        },
        MaterialEnds: {
          target: 'pendingImport',
          description: 'The imported material was deleted or has expired; the same can be imported again (F-211).',
        },
      },
    },
    pendingImport: {
      description:
        'A key for imported material, without it: KMS answers every use with KMSInvalidStateException (F-115, F-209).',
      on: {
        ImportKeyMaterial: {
          target: 'enabled',
          description: 'What was encrypted under the key can be read again: no other material is taken (F-210).',
        },
        MaterialEnds: { target: 'pendingImport', description: 'Deleting what is not there is no error (F-211).' },
        ScheduleKeyDeletion: {
          target: 'pendingDeletion',
          description: 'Starts the waiting period of 7 to 30 days (F-121).',
        },
      },
    },
    disabled: {
      description:
        'KMS answers every use with DisabledException; EnableKey makes the key usable again (F-115, F-116, F-121).',
      on: {
        EnableKey: { target: 'enabled', description: 'What was encrypted under the key can be read again (F-121).' },
        DisableKey: { target: 'disabled', description: 'Disabling a disabled key is no error.' },
        ScheduleKeyDeletion: {
          target: 'pendingDeletion',
          description: 'Starts the waiting period of 7 to 30 days (F-121).',
        },
        ImportKeyMaterial: {
          target: 'disabled',
          description: 'The same material once more, if that is taken; whether the key is enabled is open (D-21).',
        },
        MaterialEnds: {
          target: 'pendingImport',
          description: 'The imported material was deleted or has expired (F-211).',
        },
      },
    },
    pendingDeletion: {
      description:
        'KMS answers every use with KMSInvalidStateException; the deletion can still be cancelled (F-115, F-116).',
      on: {
        CancelKeyDeletion: {
          target: 'disabled',
          description: 'The key is kept, but is disabled until it is enabled (F-121).',
        },
        WaitingPeriodEnds: { target: 'deleted', description: 'KMS deletes the key material (F-121).' },
        MaterialEnds: { target: 'pendingDeletion', description: 'The key waits for its deletion as before (F-211).' },
      },
    },
    deleted: {
      type: 'final',
      description: 'KMS knows no such key. What only it could decrypt is lost once no cache holds it (F-121).',
    },
  },
});

/** States of a KMS key. */
export type KmsKeyState = StateOf<typeof kmsKeyMachine>;

/** Control state of a KMS key, compiled. */
export const kmsKey = compileChart(kmsKeyMachine);
