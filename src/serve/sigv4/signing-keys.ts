import { createHmac } from 'node:crypto';
import type { Credential } from '../credentials/credentials.ts';
import type { SignatureClaim } from './claim.ts';

/** Most keys that are remembered. */
const MAX_KEYS = 1_000;

/** The keys that sign on a day, in a region, for a service: derived once. */
export class SigningKeys {
  readonly #keys = new Map<string, Buffer>();

  of({ accessKeyId, secretAccessKey }: Credential, { day, region, service }: SignatureClaim): Buffer {
    const name = `${accessKeyId}/${day}/${region}/${service}`;
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const key = [day, region, service, 'aws4_request'].reduce(hmac, Buffer.from(`AWS4${secretAccessKey}`));
    // Whoever knows an access key may claim any day: what that fills is thrown away.
    if (this.#keys.size >= MAX_KEYS) this.#keys.clear();
    this.#keys.set(name, key);
    return key;
  }
}

/** HMAC-SHA256. */
export function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
