import type { KmsKeySetup } from '../../../model/index.ts';
import { descriptionOf, type Endpoint, type EndpointRequester } from './endpoint.ts';
import { keyIdOf } from './kms-client.ts';
import type { ProbedKeys } from './probe-keys.ts';

/** KMS keys for traces: each has some that are as they were made. A key that nobody changed is taken again. */
export class KeyPool {
  readonly #endpoint: Endpoint;
  readonly #keys: ProbedKeys;
  /** ARNs of keys that are free, by the name of who owns them. */
  readonly #free = new Map<string, string[]>();
  readonly #spoilt = new Set<string>();

  constructor(endpoint: Endpoint, keys: ProbedKeys) {
    this.#endpoint = endpoint;
    this.#keys = keys;
  }

  /** The ARN of a key for one of a setup; undefined where there is none. */
  async take(key: KmsKeySetup, owner: EndpointRequester): Promise<string | undefined> {
    const { kms } = this.#keys;
    // Those that were given are all of one account, and in their order.
    if (kms === undefined) return this.#keys.arns[Number(key.id.slice('key-'.length)) - 1];
    if (key.origin !== undefined) {
      const arn = await kms.createKey(descriptionOf(this.#endpoint.run), owner.keys, key.origin);
      // It is no key for one of another origin.
      if (arn !== undefined) this.spoil(keyIdOf(arn));
      return arn;
    }
    return this.#free.get(owner.name)?.pop() ?? kms.createKey(descriptionOf(this.#endpoint.run), owner.keys);
  }

  /** Gives a key an alias. */
  async nameKey(alias: string, keyId: string | undefined, owner: EndpointRequester): Promise<void> {
    const { kms } = this.#keys;
    if (kms === undefined || keyId === undefined) return;
    const { status } = await kms.ask('CreateAlias', { AliasName: alias, TargetKeyId: keyId }, owner.keys);
    if (status !== 200) throw new Error(`CreateAlias was answered ${status}`);
  }

  /** A key is not as it was any more. */
  spoil(keyId: string): void {
    this.#spoilt.add(keyId);
  }

  /** A trace is over, and so is what it took a key for. Those that were given stay where they are. */
  giveBack(arn: string, owner: EndpointRequester): void {
    if (this.#keys.kms === undefined || this.#spoilt.has(keyIdOf(arn))) return;
    this.#free.set(owner.name, [...(this.#free.get(owner.name) ?? []), arn]);
  }
}
