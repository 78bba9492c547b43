import type { Requester } from '../../../model/index.ts';
import type { Caller, S3Event } from '../events/trail-event.ts';
import type { OpenedSession } from '../stream/sessions.ts';

/** Most characters of all requesters of a trace: they stand in its first line, which has a mebibyte. */
const MAX_CHARACTERS = 600_000;
/** Stands for the account of a service or of nobody, which records do not tell. */
const NO_ACCOUNT = '000000000000';

/**
 * The requesters of a trace: by principal, session and scoping policy (F-95, F-96), and by how they sign (F-34). Each
 * has a name that people know it by.
 */
export class Requesters {
  readonly #all: Requester[] = [];
  /** By the id of the caller, and then by scoping policy and signature: most callers have one of each. */
  readonly #named = new Map<string, Map<string | undefined, Requester>>();
  readonly #names = new Set<string>();
  #characters = 0;

  /** All of them, in the order in which they came up. */
  get all(): readonly Requester[] {
    return this.#all;
  }

  /** Whoever called; undefined where there are too many for a trace. */
  of(caller: Caller, opened: OpenedSession | undefined, request?: S3Event): Requester | undefined {
    const signature = caller.isAnonymous ? 'none' : request?.isSignedV2 === true ? 'v2' : undefined;
    const { principal, session } = caller;
    const account = caller.account ?? NO_ACCOUNT;
    const scopingPolicy = opened?.scopingPolicy;
    const key = signature === undefined ? scopingPolicy : `${scopingPolicy}\0${signature}`;
    const ofCaller = this.#named.get(caller.id);
    const known = ofCaller?.get(key);
    if (known !== undefined) return known;
    if (this.#characters > MAX_CHARACTERS) return undefined;
    const requester: Requester = {
      name: this.#nameOf(caller, scopingPolicy, signature),
      account,
      principal,
      session,
      ...(scopingPolicy !== undefined && { scopingPolicy }),
      ...(signature !== undefined && { signature }),
    };
    this.#all.push(requester);
    if (ofCaller === undefined) this.#named.set(caller.id, new Map([[key, requester]]));
    else ofCaller.set(key, requester);
    this.#characters += JSON.stringify(requester).length;
    return requester;
  }

  #nameOf(
    { name, session, isAnonymous }: Caller,
    scopingPolicy: string | undefined,
    signature: string | undefined,
  ): string {
    const who = isAnonymous ? 'anonymous' : session === '' ? name : `${name}/${session}`;
    const how = [
      scopingPolicy === undefined ? '' : ` scoped ${scopingPolicy.slice(0, 6)}`,
      signature === 'v2' ? ' V2' : '',
    ];
    const wanted = `${who}${how.join('')}`;
    let free = wanted;
    for (let next = 2; this.#names.has(free); next += 1) free = `${wanted} (${next})`;
    this.#names.add(free);
    return free;
  }
}
