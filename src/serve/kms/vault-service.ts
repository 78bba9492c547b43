import { SecretKey } from '../../reference/index.ts';
import type { StoredKmsKey } from '../../reference/kms/key.ts';
import type { Credentials } from '../credentials/credentials.ts';
import { BodyError, type RequestBody } from '../http/body.ts';
import type { RequestHead } from '../http/head.ts';
import type { Service } from '../http/http-server.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import { isRecord } from '../policy/policy-document.ts';
import type { World } from '../world/world.ts';
import type { Worlds } from '../world/worlds.ts';
import { ciphertextBytes, ciphertextOf } from './ciphertext.ts';
import { bytesOf, type Input, optionalNumber, optionalText, refuse, textOf } from './input.ts';
import { KmsCall } from './kms-call.ts';
import { KmsException } from './kms-exception.ts';

const PREFIX = '/v1/';
const FORM = /^vault:v\d{1,9}:(.+)$/;
const MAX_BODY_BYTES = 128 * 1024;
const MAX_BYTES = 64 * 1024;

/** What a path does, by what follows `/v1/transit/`. */
interface Row {
  readonly method: RegExp;
  readonly path: RegExp;
  /** The name of the KMS operation that it is logged as. */
  readonly operation: string;
  carryOut(call: KmsCall, name: string, input: Input): Promise<object | null> | object | null;
}

const WRITE = /^(POST|PUT)$/;
const NAME = '([\\w.-]{1,64})';

const ROWS: readonly Row[] = [
  { method: WRITE, path: new RegExp(`^keys/${NAME}$`), operation: 'CreateKey', carryOut: createKey },
  { method: /^GET$/, path: new RegExp(`^keys/${NAME}$`), operation: 'DescribeKey', carryOut: describeKey },
  { method: WRITE, path: new RegExp(`^keys/${NAME}/rotate$`), operation: 'RotateKeyOnDemand', carryOut: rotate },
  {
    method: WRITE,
    path: new RegExp(`^datakey/plaintext/${NAME}$`),
    operation: 'GenerateDataKey',
    carryOut: (call, name, input) => dataKey(call, name, input, true),
  },
  {
    method: WRITE,
    path: new RegExp(`^datakey/wrapped/${NAME}$`),
    operation: 'GenerateDataKey',
    carryOut: (call, name, input) => dataKey(call, name, input, false),
  },
  { method: WRITE, path: new RegExp(`^encrypt/${NAME}$`), operation: 'Encrypt', carryOut: encrypt },
  { method: WRITE, path: new RegExp(`^decrypt/${NAME}$`), operation: 'Decrypt', carryOut: decrypt },
];

/**
 * The transit engine of Vault, as far as servers use it to have their data keys wrapped. A token is the secret access
 * key of a credential; a key of the name N is the KMS key with the id N of its account.
 */
export class VaultService implements Service {
  readonly #worlds: Worlds;
  readonly #credentials: Credentials;

  constructor(worlds: Worlds, credentials: Credentials) {
    this.#worlds = worlds;
    this.#credentials = credentials;
  }

  takes({ path, headers }: RequestHead): boolean {
    const isTokened = headers.has('x-vault-token') || headers.has('x-vault-request');
    return (
      path === `${PREFIX}sys/health` || (path.startsWith(PREFIX) && (isTokened || path.startsWith(`${PREFIX}transit/`)))
    );
  }

  async answer(head: RequestHead, body: RequestBody): Promise<Reply> {
    const { path, method, headers, requestId } = head;
    if (path === `${PREFIX}sys/health`) return jsonReply(200, { initialized: true, sealed: false, standby: false });
    // Ceph RGW sends it twice; Vault takes the first.
    const [token = ''] = (headers.get('x-vault-token') ?? '').split(',');
    const credential = this.#credentials.withSecret(token);
    if (credential === undefined) return errors(403, 'permission denied');
    const place = path.slice(`${PREFIX}transit/`.length);
    const row = path.startsWith(`${PREFIX}transit/`)
      ? ROWS.find((one) => one.method.test(method) && one.path.test(place))
      : undefined;
    if (row === undefined) return errors(501, 'not implemented');
    const asker = { requester: credential.requester, requestId, sourceAddress: head.remoteAddress };
    const call = new KmsCall(this.#worlds.current, asker, 'vault');
    const [, name = ''] = row.path.exec(place) ?? [];
    try {
      const input = inputOf(await body.read(MAX_BODY_BYTES));
      const data = await call.run(row.operation, () => row.carryOut(call, name, input));
      if (data === null) return { status: 204, headers: {}, body: '' };
      const rest = { lease_id: '', renewable: false, lease_duration: 0, wrap_info: null, warnings: null, auth: null };
      return jsonReply(200, { request_id: requestId, ...rest, data });
    } catch (error) {
      if (error instanceof KmsException) return errors(statusOf(error), error.message);
      if (error instanceof BodyError) return errors(413, error.message);
      throw error;
    }
  }
}

/** Making a key that is there changes nothing. */
function createKey(call: KmsCall, name: string, input: Input): null {
  if ((optionalText(input, 'type') ?? 'aes256-gcm96') !== 'aes256-gcm96')
    throw new KmsException('UnsupportedOperationException', 'keys are of the type aes256-gcm96');
  const { keys } = call.world.reference.s3.kms;
  if (keyOf(call.world, call.account, name) === undefined) keys.create(call.account, name);
  call.arnOf(name);
  return null;
}

function describeKey(call: KmsCall, name: string): object {
  const { material, state } = call.ownKey(name);
  const versions = Object.fromEntries(material.map(({ version }) => [version, 0]));
  return { name, type: 'aes256-gcm96', keys: versions, latest_version: material.at(-1)?.version, state };
}

async function rotate(call: KmsCall, name: string): Promise<null> {
  const { id } = call.ownKey(name);
  await call.control({ op: 'RotateKeyOnDemand', keyId: id });
  return null;
}

async function dataKey(call: KmsCall, name: string, input: Input, plaintext: boolean): Promise<object> {
  const bits = optionalNumber(input, 'bits') ?? 256;
  if (bits !== 256) throw new KmsException('UnsupportedOperationException', 'data keys have 256 bits');
  const context = contextOf(input);
  const keyArn = call.keyFor(name, context);
  const made = await call.world.reference.s3.kms.generateDataKey(call.scope(), keyArn, context);
  const ciphertext = `vault:v${made.blob.version}:${ciphertextBytes(made.blob).toString('base64')}`;
  const wrapped = { ciphertext, key_version: made.blob.version };
  return plaintext ? { ...wrapped, plaintext: Buffer.from(made.plaintext.bytes).toString('base64') } : wrapped;
}

async function encrypt(call: KmsCall, name: string, input: Input): Promise<object> {
  refuse(input, 'batch_input', 'key_version', 'nonce');
  const context = contextOf(input);
  const keyArn = call.keyFor(name, context);
  const plaintext = new SecretKey(bytesOf(input, 'plaintext', MAX_BYTES));
  const blob = await call.world.reference.s3.kms.encrypt(call.scope(), keyArn, plaintext, context);
  const ciphertext = `vault:v${blob.version}:${ciphertextBytes(blob).toString('base64')}`;
  return { ciphertext, key_version: blob.version };
}

async function decrypt(call: KmsCall, name: string, input: Input): Promise<object> {
  refuse(input, 'batch_input', 'nonce');
  const context = contextOf(input);
  const keyArn = call.keyFor(name, context);
  const [, base64 = ''] = FORM.exec(textOf(input, 'ciphertext', 2 * MAX_BYTES)) ?? [];
  const blob = ciphertextOf(Buffer.from(base64, 'base64'));
  if (blob === null || blob.keyArn !== keyArn)
    throw new KmsException('InvalidCiphertextException', 'invalid ciphertext');
  const { bytes } = await call.world.reference.s3.kms.decrypt(call.scope(), blob, context);
  return { plaintext: Buffer.from(bytes).toString('base64') };
}

/**
 * The context of a request. Where it is an object of texts in base64, as Ceph sends it, its pairs are those of an
 * encryption context: so policies and the log see the ARN in it.
 */
function contextOf(input: Input): Readonly<Record<string, string>> {
  const pairs: [string, string][] = [];
  for (const name of ['context', 'associated_data']) {
    const text = optionalText(input, name, 8_192);
    if (text === undefined) continue;
    const held = jsonIn(text);
    const isPairs = isRecord(held) && Object.values(held).every((value) => typeof value === 'string');
    pairs.push(...(isPairs ? (Object.entries(held) as [string, string][]) : [[name, text] as [string, string]]));
  }
  return Object.fromEntries(pairs);
}

function jsonIn(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}

function keyOf(world: World, account: string, name: string): StoredKmsKey | undefined {
  return world.reference.s3.kms.keys.find(world.arns.kmsKey(account, name), world.clock.nowMs());
}

function inputOf(bytes: Uint8Array): Input {
  if (bytes.length === 0) return {};
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (isRecord(value)) return value;
  } catch {
    // Told below.
  }
  throw new KmsException('SerializationException', 'the body is no JSON object');
}

/** What Vault would say: 403 to who may not, 429 to who asks too often. */
function statusOf({ code, status }: KmsException): number {
  if (code === 'AccessDeniedException') return 403;
  if (code === 'ThrottlingException') return 429;
  return code === 'NotFoundException' ? 404 : status;
}

function errors(status: number, message: string): Reply {
  return jsonReply(status, { errors: [message] });
}
