import {
  constants,
  createHash,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  privateDecrypt,
  randomBytes,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { Import } from '../../reference/kms/key.ts';
import type { World } from '../world/world.ts';
import { bytesOf, type Input, optionalSeconds, optionalText, refuse, textOf } from './input.ts';
import { controlKey } from './key-operations.ts';
import type { KmsCall } from './kms-call.ts';
import { invalid, KmsException } from './kms-exception.ts';

/** What material is wrapped by, by its name at AWS. */
const HASHES: ReadonlyMap<string, string> = new Map([
  ['RSAES_OAEP_SHA_256', 'sha256'],
  ['RSAES_OAEP_SHA_1', 'sha1'],
]);
const KEY_BITS: ReadonlyMap<string, number> = new Map([
  ['RSA_2048', 2048],
  ['RSA_3072', 3072],
  ['RSA_4096', 4096],
]);
const MATERIAL_BYTES = 32;
const TOKEN_BYTES = 32;
const LONGEST_INPUT_BYTES = 6_144;
/** How long what was given for an import can be used: a day, as at AWS. */
const PARAMETERS_MS = 86_400_000;
/** Most imports that may be under way; the oldest is forgotten first. */
const MAX_TOKENS = 1_000;

const makeKeyPair = promisify(generateKeyPair);

/** One import that may follow: for which key, and how the material comes. */
interface Prepared {
  readonly keyArn: string;
  readonly privateKey: KeyObject;
  readonly hash: string;
  readonly untilMs: number;
}

/** Wrapping keys by their bits, made once: to make one takes longer than all else. */
const wrappingKeys = new Map<number, Promise<KeyObject>>();

/** What a world has given for imports. */
class Imports {
  readonly #tokens = new Map<string, Prepared>();

  async prepare(keyArn: string, bits: number, hash: string, nowMs: number): Promise<{ token: string; key: KeyObject }> {
    const made = wrappingKeys.get(bits) ?? makeKeyPair('rsa', { modulusLength: bits }).then((pair) => pair.privateKey);
    wrappingKeys.set(bits, made);
    const privateKey = await made;
    const token = randomBytes(TOKEN_BYTES).toString('base64');
    const [oldest] = this.#tokens.keys();
    if (oldest !== undefined && this.#tokens.size >= MAX_TOKENS) this.#tokens.delete(oldest);
    this.#tokens.set(token, { keyArn, privateKey, hash, untilMs: nowMs + PARAMETERS_MS });
    return { token, key: privateKey };
  }

  prepared(token: string): Prepared | undefined {
    return this.#tokens.get(token);
  }
}

const imports = new WeakMap<World, Imports>();

function importsOf(world: World): Imports {
  const known = imports.get(world) ?? new Imports();
  imports.set(world, known);
  return known;
}

/** What material is to be wrapped with. It decides nothing: who may import is decided when they do. */
export async function getParametersForImport(call: KmsCall, input: Input): Promise<object> {
  const bits = chosen(KEY_BITS, input, 'WrappingKeySpec');
  const hash = chosen(HASHES, input, 'WrappingAlgorithm');
  const key = call.ownKey(textOf(input, 'KeyId'));
  if (key.imported === null)
    throw new KmsException('UnsupportedOperationException', `${key.arn} origin is not EXTERNAL`);
  if (key.state === 'PendingDeletion')
    throw new KmsException('KMSInvalidStateException', `${key.arn} is pending deletion.`);
  const { clock } = call.world;
  const { token, key: wrapping } = await importsOf(call.world).prepare(key.arn, bits, hash, clock.nowMs());
  return {
    KeyId: key.arn,
    ImportToken: token,
    PublicKey: createPublicKey(wrapping).export({ type: 'spki', format: 'der' }).toString('base64'),
    ParametersValidTo: (clock.date().getTime() + PARAMETERS_MS) / 1_000,
  };
}

/** Imports material; what is wrong with it is told to who may import some. */
export async function importKeyMaterial(call: KmsCall, input: Input): Promise<object> {
  refuse(input, 'KeyMaterialId');
  if ((optionalText(input, 'ImportType') ?? 'EXISTING_KEY_MATERIAL') !== 'EXISTING_KEY_MATERIAL')
    throw new KmsException('UnsupportedOperationException', 'New material for a rotation is not implemented');
  const validForMs = validityOf(call, input);
  const arn = call.arnOf(textOf(input, 'KeyId'));
  const unwrapped = unwrap(call, arn, input);
  const { imported = null } = call.world.reference.s3.kms.keys.find(arn, call.world.clock.nowMs()) ?? {};
  await offering(imported, unwrapped, () =>
    controlKey(call, input, (keyId) => ({
      op: 'ImportKeyMaterial',
      keyId,
      ...(validForMs !== undefined && { validForMs }),
    })),
  );
  return { KeyId: arn, KeyMaterialId: materialId(arn, imported) };
}

/** Deletes the imported material of a key. */
export async function deleteImportedKeyMaterial(call: KmsCall, input: Input): Promise<object> {
  refuse(input, 'KeyMaterialId');
  const arn = await controlKey(call, input, (keyId) => ({ op: 'DeleteImportedKeyMaterial', keyId }));
  return { KeyId: arn };
}

/** Has the event import what was sent; material that is not as it should be is refused last, and says why. */
async function offering(
  imported: Import | null,
  unwrapped: Buffer | KmsException,
  control: () => Promise<string>,
): Promise<void> {
  if (imported !== null) imported.offered = unwrapped instanceof KmsException ? new Uint8Array() : unwrapped;
  try {
    await control();
  } catch (error) {
    const isOfMaterial = error instanceof KmsException && error.code === 'IncorrectKeyMaterialException';
    throw isOfMaterial && unwrapped instanceof KmsException ? unwrapped : error;
  } finally {
    if (imported !== null) imported.offered = null;
  }
}

/** The material that was sent for a key, or what is wrong with how it was. */
function unwrap({ world }: KmsCall, arn: string, input: Input): Buffer | KmsException {
  const token = bytesOf(input, 'ImportToken', LONGEST_INPUT_BYTES).toString('base64');
  const wrapped = bytesOf(input, 'EncryptedKeyMaterial', LONGEST_INPUT_BYTES);
  const prepared = importsOf(world).prepared(token);
  if (prepared?.keyArn !== arn) return new KmsException('InvalidImportTokenException');
  if (world.clock.nowMs() >= prepared.untilMs) return new KmsException('ExpiredImportTokenException');
  try {
    const { privateKey: key, hash } = prepared;
    const material = privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hash }, wrapped);
    return material.length === MATERIAL_BYTES ? material : new KmsException('IncorrectKeyMaterialException');
  } catch {
    return new KmsException('InvalidCiphertextException');
  }
}

/** How long the material is to be kept; undefined = for ever. */
function validityOf({ world }: KmsCall, input: Input): number | undefined {
  const model = optionalText(input, 'ExpirationModel') ?? 'KEY_MATERIAL_EXPIRES';
  const validTo = optionalSeconds(input, 'ValidTo');
  if (model === 'KEY_MATERIAL_DOES_NOT_EXPIRE') {
    if (validTo !== undefined) throw invalid('ValidTo is for material that expires');
    return undefined;
  }
  if (model !== 'KEY_MATERIAL_EXPIRES') throw invalid('ExpirationModel is unknown');
  if (validTo === undefined) throw invalid('ValidTo is required');
  return Math.round(validTo * 1_000) - world.clock.date().getTime();
}

function materialId(arn: string, imported: Import | null): string {
  const hash = createHash('sha256').update(arn);
  if (imported !== null) hash.update(imported.ownersCopy);
  return hash.digest('hex');
}

function chosen<T>(choices: ReadonlyMap<string, T>, input: Input, name: string): T {
  const value = choices.get(textOf(input, name));
  if (value === undefined) throw invalid(`${name} must be one of ${[...choices.keys()].join(', ')}`);
  return value;
}
