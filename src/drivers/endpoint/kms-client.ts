import type { Event } from '../../../model/vocabulary/events/event.ts';
import type { LiveNames } from '../../suts/live/live-names.ts';
import type { SigningKeys } from '../http/driver-request.ts';
import { kmsCall } from '../s3/kms-request.ts';
import type { ServiceClient } from './service-client.ts';

/** Days after which a KMS key that was made here is gone: the fewest that KMS takes. */
const WAITING_DAYS = 7;

/** Asks a KMS in JSON 1.1. */
export class KmsClient {
  readonly client: ServiceClient;
  readonly #keys: SigningKeys;

  constructor(client: ServiceClient, keys: SigningKeys) {
    this.client = client;
    this.#keys = keys;
  }

  /** The status of an answer, and what is in it; an empty object where it is no JSON object. */
  async ask(operation: string, input: object, keys = this.#keys): Promise<KmsAnswer> {
    const { status, bytes } = await this.client.send(kmsCall(operation, input), keys);
    return { status, body: bodyOf(bytes.toString('utf8')) };
  }

  /** Makes a key, or one to import material into; gives its ARN. Undefined where there is none to be had. */
  async createKey(description: string, keys?: SigningKeys, origin?: 'EXTERNAL'): Promise<string | undefined> {
    const input = { Description: description, ...(origin !== undefined && { Origin: origin }) };
    const { status, body } = await this.ask('CreateKey', input, keys);
    return status === 200 ? arnMade(body) : undefined;
  }

  /** Starts the waiting period of a key that is needed no more. */
  async retireKey(keyId: string, keys?: SigningKeys): Promise<void> {
    await this.ask('ScheduleKeyDeletion', { KeyId: keyId, PendingWindowInDays: WAITING_DAYS }, keys);
  }

  /** Ids of the keys with a description. */
  async keysDescribed(description: string): Promise<readonly string[]> {
    const { body } = await this.ask('ListKeys', { Limit: 1_000 });
    const found: string[] = [];
    for (const one of Array.isArray(body.Keys) ? body.Keys : []) {
      const id: unknown = one?.KeyId;
      if (typeof id !== 'string') continue;
      const { body: described } = await this.ask('DescribeKey', { KeyId: id });
      const metadata = described.KeyMetadata as { Description?: unknown; DeletionDate?: unknown } | undefined;
      if (metadata?.Description === description && metadata.DeletionDate === undefined) found.push(id);
    }
    return found;
  }

  /** Deletes the aliases that begin with a prefix. */
  async deleteAliases(prefix: string): Promise<void> {
    const { body } = await this.ask('ListAliases', { Limit: 100 });
    for (const one of Array.isArray(body.Aliases) ? body.Aliases : []) {
      const name: unknown = one?.AliasName;
      if (typeof name === 'string' && name.startsWith(prefix)) await this.ask('DeleteAlias', { AliasName: name });
    }
  }
}

/** What a KMS answered. */
export interface KmsAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

function bodyOf(text: string): KmsAnswer['body'] {
  try {
    const body: unknown = JSON.parse(text || '{}');
    return typeof body === 'object' && body !== null ? (body as KmsAnswer['body']) : {};
  } catch {
    return {};
  }
}

function arnMade({ KeyMetadata: made }: KmsAnswer['body']): string | undefined {
  if (typeof made !== 'object' || made === null || !('Arn' in made)) return undefined;
  return typeof made.Arn === 'string' && /^arn:[\w-]+:kms:[\w-]*:\d*:key\/./.test(made.Arn) ? made.Arn : undefined;
}

/** The bare id of the key that an answer to CreateKey tells of; undefined where it tells of none. */
export function keyIdMade(text: string): string | undefined {
  const arn = arnMade(bodyOf(text));
  return arn === undefined ? undefined : keyIdOf(arn);
}

/** Tells what a key is called that an event has made, once its answer was a success. */
export function noteKeyMade(names: LiveNames, told: Event, text: string): void {
  const id = told.op === 'CreateKey' ? keyIdMade(text) : undefined;
  if (told.op === 'CreateKey' && id !== undefined) names.keyMade(told.keyId, id);
}

/** The bare id in an ARN of a key. */
export function keyIdOf(arn: string): string {
  return arn.slice(arn.indexOf(':key/') + ':key/'.length);
}

/** The account in an ARN. */
export function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}
