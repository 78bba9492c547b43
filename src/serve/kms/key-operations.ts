import { randomUUID } from 'node:crypto';
import type { KmsEvent } from '../../../model/vocabulary/events/kms-events.ts';
import type { KeyPolicyStatement } from '../../../model/vocabulary/policy.ts';
import { DAY_MS } from '../../../model/vocabulary/time.ts';
import type { StoredKmsKey } from '../../reference/kms/key.ts';
import { keyPolicyStatements } from '../policy/key-policy.ts';
import { MAX_POLICY_CHARACTERS, PolicyError } from '../policy/policy-document.ts';
import { type Input, optionalNumber, optionalText, refuse, textOf } from './input.ts';
import type { KmsCall } from './kms-call.ts';
import { invalid, KmsException } from './kms-exception.ts';

/** Most keys that an account may have. */
const MAX_KEYS = 10_000;
const DEFAULT_WAITING_DAYS = 30;
const DEFAULT_ROTATION_DAYS = 365;

/** Policies as they were put, for who asks for them. */
const texts = new WeakMap<readonly KeyPolicyStatement[], string>();

/** Makes a key. */
export async function createKey(call: KmsCall, input: Input): Promise<object> {
  const origin = originOf(input);
  refuse(input, 'CustomKeyStoreId', 'MultiRegion', 'XksKeyId', 'Tags');
  const { keys } = call.world.reference.s3.kms;
  if (keys.all().length >= MAX_KEYS) throw new KmsException('LimitExceededException', `At most ${MAX_KEYS} keys`);
  const policy = optionalText(input, 'Policy', MAX_POLICY_CHARACTERS);
  const statements = policy === undefined ? undefined : policyOf(call, policy);
  const description = optionalText(input, 'Description', 8_192) ?? '';
  const keyId = randomUUID();
  await call.control({
    op: 'CreateKey',
    keyId,
    ...origin,
    ...(statements !== undefined && { statements }),
    ...(input.BypassPolicyLockoutSafetyCheck === true && { bypassPolicyLockoutSafetyCheck: true }),
  });
  const key = call.ownKey(keyId);
  call.world.keyNotes.set(key, { created: call.world.clock.date(), description });
  return { KeyMetadata: keyMetadata(call, key) };
}

/** Tells of a key. */
export function describeKey(call: KmsCall, input: Input): object {
  return { KeyMetadata: keyMetadata(call, call.ownKey(textOf(input, 'KeyId'))) };
}

/** Sends an event to the key that `KeyId` names; gives the ARN of the key. Whether there is one is KMS's to say. */
export async function controlKey(call: KmsCall, input: Input, event: (keyId: string) => KmsEvent): Promise<string> {
  const keyId = ownKeyId(call, textOf(input, 'KeyId'));
  const arn = call.arnOf(call.world.arns.kmsKey(call.account, keyId));
  await call.control(event(keyId));
  return arn;
}

/** The bare id in a reference to a key of who asks; no others can be controlled, nor can aliases. */
function ownKeyId(call: KmsCall, reference: string): string {
  if (!reference.startsWith('arn:')) {
    if (reference.startsWith('alias/'))
      throw new KmsException('InvalidArnException', 'An alias names no key to control');
    return reference;
  }
  const { keys } = call.world.reference.s3.kms;
  if (!keys.knows(reference)) throw new KmsException('NotFoundException', `${reference} not found`);
  const [account, key = ''] = reference.split(':').slice(4);
  if (account !== call.account) throw new KmsException('AccessDeniedException', 'The key is of another account');
  return key.slice('key/'.length);
}

/** Starts the waiting period of a key. */
export async function scheduleKeyDeletion(call: KmsCall, input: Input): Promise<object> {
  const pendingWindowInDays = optionalNumber(input, 'PendingWindowInDays') ?? DEFAULT_WAITING_DAYS;
  const arn = await controlKey(call, input, (keyId) => ({ op: 'ScheduleKeyDeletion', keyId, pendingWindowInDays }));
  const key = call.ownKey(arn);
  return { ...deletion(call, key), KeyId: arn, KeyState: key.state, PendingWindowInDays: pendingWindowInDays };
}

/** Turns on automatic rotation. */
export async function enableKeyRotation(call: KmsCall, input: Input): Promise<object> {
  const rotationPeriodInDays = optionalNumber(input, 'RotationPeriodInDays') ?? DEFAULT_ROTATION_DAYS;
  await controlKey(call, input, (keyId) => ({ op: 'EnableKeyRotation', keyId, rotationPeriodInDays }));
  return {};
}

/** Tells whether automatic rotation is on, and how often. */
export async function getKeyRotationStatus(call: KmsCall, input: Input): Promise<object> {
  const keyId = ownKeyId(call, textOf(input, 'KeyId'));
  const arn = call.arnOf(call.world.arns.kmsKey(call.account, keyId));
  const { keyRotationEnabled } = await call.control({ op: 'GetKeyRotationStatus', keyId });
  if (keyRotationEnabled !== true) return { KeyId: arn, KeyRotationEnabled: false };
  const periodMs = call.ownKey(arn).automaticRotation?.periodMs ?? 0;
  return { KeyId: arn, KeyRotationEnabled: true, RotationPeriodInDays: periodMs / DAY_MS };
}

/** Replaces the policy of a key. */
export async function putKeyPolicy(call: KmsCall, input: Input): Promise<object> {
  requireDefaultPolicy(input);
  const statements = policyOf(call, textOf(input, 'Policy', MAX_POLICY_CHARACTERS));
  const bypass = input.BypassPolicyLockoutSafetyCheck === true;
  await controlKey(call, input, (keyId) => ({
    op: 'PutKeyPolicy',
    keyId,
    statements,
    ...(bypass ? { bypassPolicyLockoutSafetyCheck: true } : {}),
  }));
  return {};
}

/** The policy of a key: as it was put, or what every key begins with. */
export function getKeyPolicy(call: KmsCall, input: Input): object {
  requireDefaultPolicy(input);
  const { policy } = call.ownKey(textOf(input, 'KeyId'));
  return { Policy: texts.get(policy) ?? documentOf(policy), PolicyName: 'default' };
}

/** The keys of the account. */
export function listKeys(call: KmsCall, input: Input): object {
  const keys = call.world.reference.s3.kms.keys
    .all()
    .filter(({ account, state }) => account === call.account && state !== 'Deleted')
    .map(({ id, arn }) => ({ KeyId: id, KeyArn: arn }));
  return page('Keys', keys, input);
}

/** Gives a key of the account a name. */
export async function createAlias(call: KmsCall, input: Input): Promise<object> {
  const alias = aliasName(input);
  const { keys } = call.world.reference.s3.kms;
  if (keys.aliasesOf(call.account).size >= MAX_KEYS) throw new KmsException('LimitExceededException');
  return pointAlias(call, input, (keyId) => ({ op: 'CreateAlias', alias, keyId }));
}

/** Points an alias to another key. */
export async function updateAlias(call: KmsCall, input: Input): Promise<object> {
  const alias = aliasName(input);
  return pointAlias(call, input, (keyId) => ({ op: 'UpdateAlias', alias, keyId }));
}

async function pointAlias(call: KmsCall, input: Input, event: (keyId: string) => KmsEvent): Promise<object> {
  const keyId = ownKeyId(call, textOf(input, 'TargetKeyId'));
  call.arnOf(call.world.arns.kmsKey(call.account, keyId));
  await call.control(event(keyId));
  return {};
}

/** Takes an alias away. */
export async function deleteAlias(call: KmsCall, input: Input): Promise<object> {
  const alias = aliasName(input);
  call.arnOf(alias);
  await call.control({ op: 'DeleteAlias', alias });
  return {};
}

/** The aliases of the account, or those of one of its keys. */
export function listAliases(call: KmsCall, input: Input): object {
  const reference = optionalText(input, 'KeyId');
  const only = reference === undefined ? undefined : call.ownKey(reference).arn;
  const { arns } = call.world;
  const aliases = [...call.world.reference.s3.kms.keys.aliasesOf(call.account)]
    .filter(([, keyArn]) => only === undefined || keyArn === only)
    .map(([alias, keyArn]) => ({
      AliasName: alias,
      AliasArn: arns.alias(call.account, alias),
      TargetKeyId: keyArn.slice(keyArn.lastIndexOf('/') + 1),
    }));
  return page('Aliases', aliases, input);
}

function aliasName(input: Input): string {
  const alias = textOf(input, 'AliasName', 256);
  if (!/^alias\/[\w/-]+$/.test(alias)) throw invalid('AliasName must begin with alias/, and have letters, digits, /_-');
  if (alias.startsWith('alias/aws/'))
    throw new KmsException('NotAuthorizedException', 'alias/aws/ is reserved for AWS');
  return alias;
}

/** What a key is to be made for: keys are symmetric here, and encrypt. */
function originOf(input: Input): { readonly origin?: 'EXTERNAL' } {
  const spec = optionalText(input, 'KeySpec') ?? optionalText(input, 'CustomerMasterKeySpec') ?? 'SYMMETRIC_DEFAULT';
  const usage = optionalText(input, 'KeyUsage') ?? 'ENCRYPT_DECRYPT';
  const origin = optionalText(input, 'Origin') ?? 'AWS_KMS';
  if (spec !== 'SYMMETRIC_DEFAULT' || usage !== 'ENCRYPT_DECRYPT' || (origin !== 'AWS_KMS' && origin !== 'EXTERNAL'))
    throw new KmsException('UnsupportedOperationException', 'Keys are symmetric, and in no key store here');
  return origin === 'EXTERNAL' ? { origin } : {};
}

function requireDefaultPolicy(input: Input): void {
  if ((optionalText(input, 'PolicyName') ?? 'default') !== 'default') throw invalid('PolicyName must be default');
}

function policyOf(call: KmsCall, text: string): readonly KeyPolicyStatement[] {
  try {
    const statements = keyPolicyStatements(text, call.world.arns);
    texts.set(statements, text);
    return statements;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const isMalformed = error.problem === 'malformed';
    throw new KmsException(
      isMalformed ? 'MalformedPolicyDocumentException' : 'UnsupportedOperationException',
      error.message,
    );
  }
}

function documentOf(policy: readonly KeyPolicyStatement[]): string {
  const statements = policy.map(({ effect, principal, actions }) => ({
    Effect: effect,
    Principal: { AWS: principal },
    Action: actions,
    Resource: '*',
  }));
  return JSON.stringify({ Version: '2012-10-17', Id: 'key-default-1', Statement: statements });
}

function keyMetadata(call: KmsCall, key: StoredKmsKey): object {
  const { created, description } = call.world.keyNotes.of(key);
  return {
    AWSAccountId: key.account,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: created.getTime() / 1_000,
    Enabled: key.state === 'Enabled',
    Description: description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: key.state,
    Origin: key.imported === null ? 'AWS_KMS' : 'EXTERNAL',
    KeyManager: key.managed ? 'AWS' : 'CUSTOMER',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
    ...deletion(call, key),
    ...expiration(call, key),
  };
}

function deletion({ world: { clock } }: KmsCall, { deletionAtMs }: StoredKmsKey): { readonly DeletionDate?: number } {
  if (deletionAtMs === null) return {};
  return { DeletionDate: (clock.date().getTime() + deletionAtMs - clock.nowMs()) / 1_000 };
}

/** When the imported material of a key expires, if it is there. */
function expiration({ world: { clock } }: KmsCall, { imported, material }: StoredKmsKey): object {
  if (imported === null || material.length === 0) return {};
  const { endsAtMs } = imported;
  if (endsAtMs === null) return { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' };
  return { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: clock.dateAt(endsAtMs).getTime() / 1_000 };
}

/** A page of a list; the marker of the next says where it begins. */
function page(name: string, items: readonly object[], input: Input): object {
  const limit = optionalNumber(input, 'Limit') ?? 100;
  if (limit < 1 || limit > 1_000) throw invalid('Limit must be 1 to 1000');
  const marker = optionalText(input, 'Marker') ?? '0';
  if (!/^\d{1,9}$/.test(marker)) throw new KmsException('InvalidMarkerException');
  const end = Number(marker) + limit;
  const isTruncated = end < items.length;
  const listed = { [name]: items.slice(Number(marker), end), Truncated: isTruncated };
  return isTruncated ? { ...listed, NextMarker: String(end) } : listed;
}
