import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Requester } from '../../../model/vocabulary/requester.ts';

/** A key pair that signs requests, and who signs with it. */
export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Sent with each request of a temporary credential. */
  readonly sessionToken?: string;
  /** Sent with each request that is signed in a session of a directory bucket. */
  readonly s3SessionToken?: string;
  readonly requester: Requester;
}

/** Name of the requester that does not sign. */
export const ANONYMOUS = 'anonymous';

/** Everybody the server knows. */
export class Credentials {
  readonly all: readonly Credential[];
  readonly #byAccessKeyId: ReadonlyMap<string, Credential>;

  constructor(all: readonly Credential[]) {
    this.all = all;
    this.#byAccessKeyId = new Map(all.map((one) => [one.accessKeyId, one]));
  }

  /** Who signs with an access key. */
  of(accessKeyId: string): Credential | undefined {
    return this.#byAccessKeyId.get(accessKeyId);
  }

  /** Whose secret access key a token is: where a protocol has tokens in place of signatures. */
  withSecret(token: string): Credential | undefined {
    return this.all.find(({ secretAccessKey }) => isSame(secretAccessKey, token));
  }

  /** The requesters of a world: all of them, and nobody. */
  requesters(): readonly Requester[] {
    const nobody = { name: ANONYMOUS, account: '', principal: '', session: '', signature: 'none' } as const;
    return [...this.all.map(({ requester }) => requester), nobody];
  }
}

/** A credential nobody had before, of the role `app` of an account. */
export function newCredential(): Credential {
  const accessKeyId = `AKIA${randomBytes(8).toString('hex').toUpperCase()}`;
  const requester = { name: 'app', account: '111111111111', principal: 'app', session: 'app' };
  return { accessKeyId, secretAccessKey: randomBytes(30).toString('base64url'), requester };
}

/** Compares secrets in a time that does not depend on where they differ. */
export function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
