import { randomBytes } from 'node:crypto';
import type { EncryptionHeaders } from '../../../model/vocabulary/encryption.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';
import type { WorldClock } from '../world/world-clock.ts';
import type { Credential } from './credentials.ts';

/** What requests a session signs: `ReadOnly` = reads alone. */
export type SessionMode = 'ReadWrite' | 'ReadOnly';

/** A session of a directory bucket: another way for somebody to sign what is asked of it, for a while (F-202). */
export interface BucketSession {
  /** Its key pair and token; the requester is the one who asked for the session. */
  readonly credential: Credential;
  readonly bucket: string;
  readonly mode: SessionMode;
  /** How what is written in it is encrypted; empty = as the bucket has it. */
  readonly encryption: EncryptionHeaders;
  /** When it ends, in milliseconds since the start of the world. */
  readonly endsAtMs: number;
}

type Clock = Pick<WorldClock, 'nowMs'>;

/** How long a session lasts, in milliseconds (F-202). */
export const SESSION_MS = 5 * 60_000;
/** Most sessions that are remembered: the oldest are forgotten. */
const MAX_SESSIONS = 10_000;

/** The sessions of a world. Those that have ended are kept a while, to be told from keys that nobody ever had. */
export class Sessions {
  readonly #byAccessKeyId = new Map<string, BucketSession>();

  /** Begins a session of whoever asks for it. */
  begin(requester: Requester, asked: Pick<BucketSession, 'bucket' | 'mode' | 'encryption'>, clock: Clock) {
    const credential = {
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString('base64url'),
      s3SessionToken: randomBytes(48).toString('base64url'),
      requester,
    };
    const session = { ...asked, credential, endsAtMs: clock.nowMs() + SESSION_MS } satisfies BucketSession;
    this.#byAccessKeyId.set(credential.accessKeyId, session);
    for (const oldest of this.#byAccessKeyId.keys()) {
      if (this.#byAccessKeyId.size <= MAX_SESSIONS) break;
      this.#byAccessKeyId.delete(oldest);
    }
    return session;
  }

  /** The session whose key an access key is. */
  of(accessKeyId: string): BucketSession | undefined {
    return this.#byAccessKeyId.get(accessKeyId);
  }
}
