import type { Caller, StsEvent } from '../events/trail-event.ts';

/** Most sessions that are remembered. */
const MAX_SESSIONS = 100_000;

/** With which scoping policy a session was opened; `undefined` in it = with none. */
export interface OpenedSession {
  readonly scopingPolicy: string | undefined;
}

/**
 * Which session was opened how. No record of S3 or KMS has the scoping policy: only the AssumeRole from which a session
 * came does (F-95).
 */
export class Sessions {
  readonly #byKey = new Map<string, OpenedSession>();

  take({ error, givenKey, sessionId, scopingPolicy }: StsEvent): void {
    if (error !== undefined) return;
    if (givenKey !== undefined) this.#remember(givenKey, { scopingPolicy });
    if (sessionId !== undefined) this.#remember(sessionId, { scopingPolicy });
  }

  /** How the session of a caller was opened, by its access key, or by the id that S3 forwards; undefined = unknown. */
  of({ accessKey, sessionId }: Caller): OpenedSession | undefined {
    const byKey = accessKey === undefined ? undefined : this.#byKey.get(accessKey);
    return byKey ?? (sessionId === '' ? undefined : this.#byKey.get(sessionId));
  }

  #remember(key: string, session: OpenedSession): void {
    // The one that was opened last is the last to be forgotten.
    this.#byKey.delete(key);
    this.#byKey.set(key, session);
    if (this.#byKey.size <= MAX_SESSIONS) return;
    for (const oldest of this.#byKey.keys()) {
      this.#byKey.delete(oldest);
      return;
    }
  }
}
