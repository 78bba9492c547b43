import type { EventName, Observation } from '../../../model/index.ts';
import { runPrefix } from '../../suts/live/run-name.ts';
import type { DriverRequest } from '../http/driver-request.ts';
import { NoAnswerError } from '../http/exchange.ts';
import { observationOf } from '../s3/observation-of.ts';
import { type Asked, preparedRequest } from '../s3/request-of.ts';
import { SentIds } from '../s3/sent-ids.ts';
import { clientFor, type Endpoint, type EndpointRequester, wordsAt } from './endpoint.ts';
import type { ProbeRow, ProbeVerdict } from './probe-report.ts';

/** What came of one request of a probe. */
export interface Seen {
  /** 0 where nothing came back that can be read. */
  readonly status: number;
  readonly observation: Observation;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Content of the objects that are looked at, and the MD5 of it. */
export const CONTENT = { text: 'hello', md5: '5d41402abc4b2a76b9719d911017c592' };

/** Longest piece of an answer that is told, in characters. */
const LONGEST_PIECE = 40;

/** Asks a server what it can do, on buckets of its own, and takes down what came of it. */
export class ProbeBench {
  readonly endpoint: Endpoint;
  /** A bucket with an object `a` in it, and one with nothing. */
  readonly full: string;
  readonly empty: string;
  readonly rows: ProbeRow[] = [];
  readonly #sent = new SentIds();

  readonly #signal: AbortSignal | undefined;

  /** @param signal - ends the probe: whatever is asked then throws */
  constructor(endpoint: Endpoint, signal?: AbortSignal) {
    this.endpoint = endpoint;
    this.#signal = signal;
    this.full = `${runPrefix(endpoint.run)}probe-full`;
    this.empty = `${runPrefix(endpoint.run)}probe-empty`;
  }

  /** Sends what an event asks, in the name of the first requester where nobody is named. */
  async ask(event: Asked, by: EndpointRequester = this.endpoint.requesters[0]): Promise<Seen> {
    this.#signal?.throwIfAborted();
    const words = wordsAt(
      this.endpoint,
      (name) => name,
      () => by.account,
    );
    const send = (asked: DriverRequest) => clientFor(asked, this.endpoint).send(asked, by.keys);
    try {
      const request = await preparedRequest(event, this.#sent, words, send, Date.now());
      const answer = await send(request);
      const text = answer.bytes.toString('utf8');
      const observation = observationOf(event, answer);
      this.#sent.note(event, observation, text);
      return { status: answer.status, observation, headers: answer.headers, text };
    } catch (error) {
      return unanswered(error);
    }
  }

  /** Takes down what came of a probe. */
  note(what: string, verdict: ProbeVerdict, note = ''): void {
    this.rows.push({ what, verdict, note });
  }

  /** Takes down whether something is there, and where it is not why. */
  noteWhether(what: string, isThere: boolean, why: string): void {
    this.note(what, isThere ? 'yes' : 'no', isThere ? '' : why);
  }

  /** Asks an operation, which S3 would carry out, and takes down whether it was. */
  async operation(event: Asked, isRight: (seen: Seen) => string | undefined = () => undefined): Promise<boolean> {
    const seen = await this.ask(event);
    const wrong = succeeded(seen) ? isRight(seen) : answerText(seen);
    const harm = await this.#harm();
    if (harm !== undefined) this.note(event.op, 'harms', `${answerText(seen)}, and ${harm}`);
    else this.note(event.op, wrong === undefined ? 'yes' : 'no', wrong);
    return harm === undefined && wrong === undefined;
  }

  /** Whether an operation was carried out when it was asked. */
  can(op: EventName): boolean {
    return this.rows.some(({ what, verdict }) => what === op && verdict === 'yes');
  }

  /** What was there is no more, though nobody asked for that: it is put in place again. Undefined where all is well. */
  async #harm(): Promise<string | undefined> {
    const { full, empty } = this;
    const object = await this.ask({ op: 'GetObject', bucket: full, key: 'a' });
    // The listing of a bucket says that it is there, whatever else the server knows.
    const isThere = succeeded(await this.send({ path: `/${empty}` }));
    if (isThere && object.observation.contentMd5 === CONTENT.md5) return undefined;
    await this.setUp();
    if (!isThere) return 'an empty bucket is gone';
    const piece = object.text.slice(0, LONGEST_PIECE).replaceAll(/\s+/g, ' ');
    return object.status === 200 ? `the object is now "${piece}…"` : `the object is now ${answerText(object)}`;
  }

  /** Sends a request that no event is. */
  async send(request: DriverRequest): Promise<Seen> {
    this.#signal?.throwIfAborted();
    const { s3, requesters } = this.endpoint;
    try {
      const { status, headers, bytes } = await s3.send(request, requesters[0].keys);
      return { status, observation: { status }, headers, text: bytes.toString('utf8') };
    } catch (error) {
      return unanswered(error);
    }
  }

  /** Makes what is looked at; gives what was answered where that cannot be had. */
  async setUp(): Promise<string | undefined> {
    for (const bucket of [this.full, this.empty]) await this.ask({ op: 'CreateBucket', bucket });
    const seen = await this.ask({ op: 'PutObject', bucket: this.full, key: 'a', body: CONTENT, headers: {} });
    return succeeded(seen) ? undefined : answerText(seen);
  }
}

function unanswered(error: unknown): Seen {
  if (!(error instanceof NoAnswerError)) throw error;
  return { status: 0, observation: { status: 0 }, headers: {}, text: error.message };
}

/** Whether a request was carried out. */
export function succeeded({ status }: Seen): boolean {
  return status >= 200 && status < 300;
}

/** An answer in a few words. */
export function answerText({ status, observation, text }: Seen): string {
  if (status === 0) return text;
  const { code } = observation;
  return typeof code === 'string' && code !== '' ? `${status} ${code}` : `${status}`;
}
