import { BodyError, type RequestBody } from '../http/body.ts';
import type { RequestHead } from '../http/head.ts';
import type { Service } from '../http/http-server.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import { isRecord } from '../policy/policy-document.ts';
import type { Authenticator } from '../sigv4/authenticator.ts';
import { sha256Hex } from '../sigv4/canonical.ts';
import { SignatureError, type SignatureProblem } from '../sigv4/signature-error.ts';
import type { Worlds } from '../world/worlds.ts';
import type { Input } from './input.ts';
import { KmsCall } from './kms-call.ts';
import { KmsException } from './kms-exception.ts';
import { KMS_OPERATIONS } from './operations.ts';

const TARGET = 'TrentService.';
const TYPE = 'application/x-amz-json-1.1';
const MAX_BODY_BYTES = 128 * 1024;

const CODES: Readonly<Record<SignatureProblem, string>> = {
  incomplete: 'IncompleteSignatureException',
  malformed: 'IncompleteSignatureException',
  version: 'IncompleteSignatureException',
  region: 'InvalidSignatureException',
  service: 'InvalidSignatureException',
  'unknown key': 'UnrecognizedClientException',
  token: 'UnrecognizedClientException',
  skewed: 'InvalidSignatureException',
  expired: 'InvalidSignatureException',
  'unsigned header': 'InvalidSignatureException',
  mismatch: 'InvalidSignatureException',
};

/** AWS KMS in its own protocol: JSON 1.1, the operation in a header, signed with Signature Version 4. */
export class KmsJsonService implements Service {
  readonly #worlds: Worlds;
  readonly #authenticator: Authenticator;

  constructor(worlds: Worlds, authenticator: Authenticator) {
    this.#worlds = worlds;
    this.#authenticator = authenticator;
  }

  takes({ headers }: RequestHead): boolean {
    return headers.get('x-amz-target')?.startsWith(TARGET) === true;
  }

  async answer(head: RequestHead, body: RequestBody): Promise<Reply> {
    try {
      return this.#reply(200, head, await this.#carryOut(head, body));
    } catch (error) {
      const exception = exceptionOf(error);
      return this.#reply(exception.status, head, { __type: exception.code, message: exception.message });
    }
  }

  async #carryOut(head: RequestHead, body: RequestBody): Promise<object> {
    const bytes = await body.read(MAX_BODY_BYTES);
    const scope = { services: ['kms'], region: this.#worlds.region };
    const authenticated = this.#authenticator.check(head, scope, sha256Hex(bytes));
    if (authenticated === undefined)
      throw new KmsException('MissingAuthenticationTokenException', 'Missing Authentication Token');
    const { requester } = authenticated.credential;
    const asker = { requester, requestId: head.requestId, sourceAddress: head.remoteAddress };
    const name = head.headers.get('x-amz-target')?.slice(TARGET.length) ?? '';
    const operation = KMS_OPERATIONS.get(name);
    if (operation === undefined)
      throw new KmsException('UnknownOperationException', `${name.slice(0, 100)} is not implemented`);
    const input = inputOf(bytes);
    const call = new KmsCall(this.#worlds.current, asker, 'kms');
    return call.run(name, () => operation(call, input));
  }

  #reply(status: number, { requestId }: RequestHead, value: object): Reply {
    const reply = jsonReply(status, value, TYPE);
    return { ...reply, headers: { ...reply.headers, 'x-amzn-requestid': requestId } };
  }
}

function inputOf(bytes: Uint8Array): Input {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8') || '{}');
    if (isRecord(value)) return value;
  } catch {
    // Told below.
  }
  throw new KmsException('SerializationException', 'The body is no JSON object');
}

function exceptionOf(error: unknown): KmsException {
  if (error instanceof KmsException) return error;
  if (error instanceof SignatureError) return new KmsException(CODES[error.problem], error.message);
  if (error instanceof BodyError) return new KmsException('SerializationException', error.message);
  throw error;
}
