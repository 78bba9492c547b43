/** The answer to a request. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** How long the body is that a HEAD would have had; undefined = as long as `body`. */
  readonly lengthOfHead?: number;
}

/** A reply of JSON. */
export function jsonReply(status: number, value: unknown, type = 'application/json'): Reply {
  return { status, headers: { 'content-type': type }, body: `${JSON.stringify(value)}\n` };
}

/** The server hangs up without an answer. */
export class HangUp extends Error {
  constructor() {
    super('the connection is closed without an answer');
  }
}
