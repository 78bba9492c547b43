import { parseXml } from '../../serve/s3/xml.ts';
import type { DriverRequest, SigningKeys } from '../http/driver-request.ts';
import { type HttpAnswer, NoAnswerError } from '../http/exchange.ts';

/** How long a session is used, in milliseconds: a minute less than it lasts (F-202). */
const USED_FOR_MS = 4 * 60_000;
/** Most sessions that are remembered. */
const MOST_SESSIONS = 1_000;

/** A session that was begun. */
interface Begun {
  readonly keys: SigningKeys;
  readonly untilMs: number;
}

/** Sends a request as it is. */
type Send = (request: DriverRequest, keys: SigningKeys, signal?: AbortSignal) => Promise<HttpAnswer>;

/** The sessions in which objects of directory buckets are asked for: one for each bucket and each who asks. */
export class BucketSessions {
  readonly #send: Send;
  readonly #nowMs: () => number;
  readonly #begun = new Map<string, Begun>();

  constructor(send: Send, nowMs = () => performance.now()) {
    this.#send = send;
    this.#nowMs = nowMs;
  }

  /**
   * Sends a request in the session that it names. Where none is given, what refused it is the answer: clients of AWS
   * get no further either.
   *
   * @throws NoAnswerError where the answer to CreateSession has no credentials
   */
  async send(request: DriverRequest, keys: SigningKeys, signal?: AbortSignal): Promise<HttpAnswer> {
    const { session: bucket } = request;
    if (bucket === undefined) return this.#send(request, keys, signal);
    const name = `${keys.accessKeyId} ${bucket}`;
    const known = this.#begun.get(name);
    if (known !== undefined && this.#nowMs() < known.untilMs) return this.#send(request, known.keys, signal);
    const untilMs = this.#nowMs() + USED_FOR_MS;
    const asked = { path: `/${bucket}`, query: { session: '' }, service: 's3express' } as const;
    const answer = await this.#send(asked, keys, signal);
    if (answer.status !== 200) return answer;
    const begun = { keys: keysIn(answer), untilMs };
    if (this.#begun.size >= MOST_SESSIONS) this.#begun.clear();
    this.#begun.set(name, begun);
    return this.#send(request, begun.keys, signal);
  }
}

function keysIn({ bytes }: HttpAnswer): SigningKeys {
  const given = parseXml(bytes, 'CreateSessionResult')?.one('Credentials');
  const text = (name: string, pattern: RegExp): string => {
    const value = given?.textOf(name) ?? '';
    if (!pattern.test(value)) throw new NoAnswerError(`the answer to CreateSession has no ${name}`);
    return value;
  };
  return {
    accessKeyId: text('AccessKeyId', /^\w{1,128}$/),
    secretAccessKey: text('SecretAccessKey', /^[!-~]{1,256}$/),
    s3SessionToken: text('SessionToken', /^[!-~]{1,4096}$/),
  };
}
