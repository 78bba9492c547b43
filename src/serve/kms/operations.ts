import { decrypt, encrypt, generateDataKey, reEncrypt } from './crypto-operations.ts';
import { createGrant, retireGrant, revokeGrant } from './grant-operations.ts';
import { deleteImportedKeyMaterial, getParametersForImport, importKeyMaterial } from './import-operations.ts';
import type { Input } from './input.ts';
import {
  controlKey,
  createAlias,
  createKey,
  deleteAlias,
  describeKey,
  enableKeyRotation,
  getKeyPolicy,
  getKeyRotationStatus,
  listAliases,
  listKeys,
  putKeyPolicy,
  scheduleKeyDeletion,
  updateAlias,
} from './key-operations.ts';
import type { KmsCall } from './kms-call.ts';

/** Carries out a call and gives its answer. */
export type KmsOperation = (call: KmsCall, input: Input) => object | Promise<object>;

/** The operations of the AWS KMS API that there are, by name. */
export const KMS_OPERATIONS: ReadonlyMap<string, KmsOperation> = new Map<string, KmsOperation>([
  ['CreateKey', createKey],
  ['DescribeKey', describeKey],
  ['ListKeys', listKeys],
  ['GenerateDataKey', (call, input) => generateDataKey(call, input, true)],
  ['GenerateDataKeyWithoutPlaintext', (call, input) => generateDataKey(call, input, false)],
  ['Encrypt', encrypt],
  ['Decrypt', decrypt],
  ['ReEncrypt', reEncrypt],
  ['EnableKey', async (call, input) => nothing(await controlKey(call, input, (keyId) => ({ op: 'EnableKey', keyId })))],
  [
    'DisableKey',
    async (call, input) => nothing(await controlKey(call, input, (keyId) => ({ op: 'DisableKey', keyId }))),
  ],
  ['ScheduleKeyDeletion', scheduleKeyDeletion],
  [
    'CancelKeyDeletion',
    async (call, input) => ({
      KeyId: await controlKey(call, input, (keyId) => ({ op: 'CancelKeyDeletion', keyId })),
    }),
  ],
  ['EnableKeyRotation', enableKeyRotation],
  [
    'DisableKeyRotation',
    async (call, input) => nothing(await controlKey(call, input, (keyId) => ({ op: 'DisableKeyRotation', keyId }))),
  ],
  ['GetKeyRotationStatus', getKeyRotationStatus],
  [
    'RotateKeyOnDemand',
    async (call, input) => ({
      KeyId: await controlKey(call, input, (keyId) => ({ op: 'RotateKeyOnDemand', keyId })),
    }),
  ],
  ['GetParametersForImport', getParametersForImport],
  ['ImportKeyMaterial', importKeyMaterial],
  ['DeleteImportedKeyMaterial', deleteImportedKeyMaterial],
  ['PutKeyPolicy', putKeyPolicy],
  ['GetKeyPolicy', getKeyPolicy],
  ['CreateGrant', createGrant],
  ['RevokeGrant', revokeGrant],
  ['RetireGrant', retireGrant],
  ['CreateAlias', createAlias],
  ['UpdateAlias', updateAlias],
  ['DeleteAlias', deleteAlias],
  ['ListAliases', listAliases],
]);

function nothing(_key: unknown): object {
  return {};
}
