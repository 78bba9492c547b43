import type { Credential, Credentials } from '../credentials/credentials.ts';
import { isSame } from '../credentials/credentials.ts';
import type { RequestHead } from '../http/head.ts';
import { canonicalRequest, stringToSign } from './canonical.ts';
import { claimOf, type SignatureClaim } from './claim.ts';
import { SignatureError } from './signature-error.ts';
import { hmac, SigningKeys } from './signing-keys.ts';

/** What a request has to be signed for. */
export interface SigningScope {
  /** Any of these. */
  readonly services: readonly string[];
  readonly region: string;
}

/** A request whose signature holds. */
export interface Authenticated {
  readonly credential: Credential;
  readonly claim: SignatureClaim;
  /** Signs the chunks of a body. */
  readonly signingKey: Buffer;
}

/** How far the clock of a client may be off, in milliseconds. */
const MAX_SKEW_MS = 15 * 60_000;

/** Checks signatures of Signature Version 4, in the header or in the query. */
export class Authenticator {
  readonly #credentials: Credentials;
  readonly #keys = new SigningKeys();

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
  }

  /**
   * Who signed a request whose payload has this hash; undefined where nobody did. The wall clock decides, not that of a
   * world, since clients have no other.
   *
   * @param ofSession - the credential of a session that an access key is of
   * @throws SignatureError
   */
  check(
    head: RequestHead,
    scope: SigningScope,
    payloadHash: string,
    ofSession: (accessKeyId: string) => Credential | undefined = () => undefined,
  ): Authenticated | undefined {
    const claim = claimOf(head);
    if (claim === undefined) return undefined;
    requireScope(claim, scope);
    const credential = this.#credentials.of(claim.accessKeyId) ?? ofSession(claim.accessKeyId);
    if (credential === undefined)
      throw new SignatureError('unknown key', 'The access key ID that was provided does not exist in our records.');
    const signingKey = this.#keys.of(credential, claim);
    const signed = stringToSign(claim, canonicalRequest(head, claim, payloadHash));
    if (!isSame(hmac(signingKey, signed).toString('hex'), claim.signature))
      throw new SignatureError('mismatch', 'The signature does not match the request, the date and the secret key.');
    requireInTime(claim);
    const { sessionToken = '', s3SessionToken = '' } = credential;
    if (!isSame(sessionToken, claim.token ?? '') || !isSame(s3SessionToken, claim.s3SessionToken ?? ''))
      throw new SignatureError('token', 'The security token is not the one of the access key.');
    return { credential, claim, signingKey };
  }
}

function requireScope(claim: SignatureClaim, { services, region }: SigningScope): void {
  if (!services.includes(claim.service)) {
    const expected = services.map((one) => `'${one}'`).join(' or ');
    throw new SignatureError('service', `The credential is for the service '${claim.service}'; expecting ${expected}`);
  }
  if (claim.region !== region)
    throw new SignatureError('region', `The region '${claim.region}' is wrong; expecting '${region}'`);
}

function requireInTime({ date, day, expiresS }: SignatureClaim): void {
  const [, year, month, date2, hour, minute, second] = /^(....)(..)(..)T(..)(..)(..)Z$/.exec(date) ?? [];
  const signedAtMs = Date.parse(`${year}-${month}-${date2}T${hour}:${minute}:${second}Z`);
  if (!date.startsWith(day)) throw new SignatureError('malformed', 'The credential is for another day than the date');
  const ageMs = Date.now() - signedAtMs;
  const isNear = expiresS === undefined ? Math.abs(ageMs) <= MAX_SKEW_MS : -ageMs <= MAX_SKEW_MS;
  if (!isNear) throw new SignatureError('skewed', 'The time of the request and of this server differ too much.');
  if (expiresS !== undefined && ageMs > expiresS * 1_000) throw new SignatureError('expired', 'Request has expired');
}
