import { MAX_TEXT_CHARACTERS } from '../limits.ts';

/** How CloudTrail writes who calls: before anything else that has names of its own, and then the time. */
const IDENTITY = '"userIdentity":{';
const AFTER_IDENTITY = '},"eventTime":';
/** Most identities that are remembered: the same few hundred make most calls. */
const MAX_IDENTITIES = 5_000;

/**
 * Parses records as `JSON.parse` does. Who calls is a third of a record and comes again and again: it is parsed once,
 * and is one object as long as it is remembered.
 */
export class RecordParser {
  readonly #identities = new Map<string, object>();

  /** @throws SyntaxError where it is no JSON */
  parse(text: string): object {
    const start = text.indexOf(IDENTITY);
    const end = text.indexOf(AFTER_IDENTITY, start);
    // Of the record itself, that is: nothing but the record was opened before it.
    if (start < 0 || end < 0 || text.lastIndexOf('{', start) > 0) return JSON.parse(text);
    const identity = this.#identity(text.slice(start + IDENTITY.length - 1, end + 1));
    if (identity === undefined) return JSON.parse(text);
    const rest: { userIdentity?: unknown } = JSON.parse(text.slice(0, start) + text.slice(end + 2));
    // Of two fields of one name the second counts.
    if (!Object.hasOwn(rest, 'userIdentity')) rest.userIdentity = identity;
    return rest;
  }

  /** Undefined where the text is not one object. */
  #identity(text: string): object | undefined {
    const known = this.#identities.get(text);
    if (known !== undefined || text.length > MAX_TEXT_CHARACTERS) return known;
    let identity: object;
    try {
      identity = JSON.parse(text);
    } catch {
      return undefined;
    }
    if (this.#identities.size >= MAX_IDENTITIES) this.#identities.clear();
    // A part of a text keeps the whole in memory, a copy does not.
    this.#identities.set(Buffer.from(text).toString(), identity);
    return identity;
  }
}
