import { S3_CONTEXT } from '../events/kms-event.ts';
import { NO_HEADERS } from '../events/s3-event.ts';
import type {
  AskedRule,
  Caller,
  EventFrame,
  KmsEvent,
  S3Event,
  SseHeaders,
  StsEvent,
  Target,
} from '../events/trail-event.ts';
import { type Numbered, Numbers } from './numbers.ts';

/** An event that somebody here looks at. */
export type ToldEvent = S3Event | KmsEvent | StsEvent;

/**
 * Events in a few pieces of memory: so they cross from one thread to another, and wait for their turn without the
 * garbage collector copying their parts about. What comes again and again, such as a caller, has a number; the rest
 * of an event is a row of JSON in which the names of the fields do not stand.
 */
export interface PackedEvents {
  readonly times: Float64Array;
  /** Of each event as many as all have. */
  readonly numbers: Uint32Array;
  readonly rows: Buffer;
  /** Where the row of each event ends, in bytes. */
  readonly ends: Uint32Array;
  /** The texts and callers that have numbers from here on. */
  readonly texts: Numbered<string | undefined>;
  readonly callers: Numbered<Caller>;
}

/** Events that were packed, with all that has numbers in them. */
export interface UnpackableEvents extends PackedEvents {
  readonly allTexts: readonly (string | undefined)[];
  readonly allCallers: readonly Caller[];
}

/** JSON has null where a field is undefined. */
type Field<T> = T | null | undefined;
type S3Row = [id: Field<string>, key: Field<string>, copied?: Field<Target>, rule?: Field<AskedRule>];
type KmsRow = [id: Field<string>, key: Field<string>, context?: Field<KmsEvent['context']>];
type StsRow = [id: Field<string>, givenKey: Field<string>, sessionId: Field<string>, scopingPolicy: Field<string>];

/** How many numbers an event has, and their places; a request has four of each of its headers. */
const NUMBERS = 17;
const SOURCE = 0;
const NAME = 1;
const REGION = 2;
const ERROR = 3;
const CALLER = 4;
const BUCKET = 5;
const ACCOUNT = 6;
const APPLIED = 7;
const FLAGS = 8;
const ASKED = 9;
const ANSWERED = 13;
const KEY_ARN = 5;
const CONTEXT_BUCKET = 6;
/** The ARN of that bucket where it, or an object in it, is all that the context names; else the row has the context. */
const CONTEXT_ARN = 7;

const SOURCES = ['s3', 'kms', 'sts'] as const;
/** Bits of the flags of a request. */
const OF_VERSION = 1;
const OWN_KEY = 2;
const SOURCE_KEY = 4;
const LOGGED = 8;
const SIGNED_V2 = 16;
const TELLS_BUCKET_KEY = 32;
const ASKS_FOR_BUCKET_KEY = 64;

/** Most texts and callers that have numbers at a time. */
const MAX_TEXTS = 2_000;
const MAX_CALLERS = 10_000;

/** Packs events; each piece goes on where the last one ended. */
export class EventPacker {
  readonly #texts = new Numbers<string | undefined>(MAX_TEXTS);
  readonly #callers = new Numbers<Caller>(MAX_CALLERS);

  pack(events: readonly ToldEvent[]): PackedEvents {
    const numbers = new Uint32Array(events.length * NUMBERS);
    const ends = new Uint32Array(events.length);
    const times = new Float64Array(events.length);
    const rows: string[] = [];
    let end = 0;
    // Its number is 0.
    this.#texts.of(undefined);
    for (let index = 0; index < events.length; index += 1) {
      const event = events[index]!;
      const row = this.#packed(event, numbers, index * NUMBERS);
      end += Buffer.byteLength(row);
      ends[index] = end;
      times[index] = event.atMs;
      rows.push(row);
    }
    const [texts, callers] = [this.#texts.told(), this.#callers.told()];
    return { times, numbers, rows: Buffer.from(rows.join('')), ends, texts, callers };
  }

  /** Writes the numbers of an event; gives its row. */
  #packed(event: ToldEvent, numbers: Uint32Array, at: number): string {
    numbers[at + SOURCE] = SOURCES.indexOf(event.source);
    numbers[at + NAME] = this.#text(event.name);
    numbers[at + REGION] = this.#text(event.region);
    numbers[at + ERROR] = this.#text(event.error);
    numbers[at + CALLER] = this.#callers.of(event.caller);
    switch (event.source) {
      case 's3':
        return JSON.stringify(this.#s3Row(event, numbers, at));
      case 'kms':
        return JSON.stringify(this.#kmsRow(event, numbers, at));
      case 'sts': {
        const row: StsRow = [event.id, event.givenKey, event.sessionId, event.scopingPolicy];
        return JSON.stringify(row);
      }
    }
  }

  #s3Row(event: S3Event, numbers: Uint32Array, at: number): S3Row {
    const { id, key, copied, rule } = event;
    numbers[at + BUCKET] = this.#text(event.bucket);
    numbers[at + ACCOUNT] = this.#text(event.bucketAccount);
    numbers[at + APPLIED] = this.#text(event.applied);
    numbers[at + FLAGS] = flagsOf(event);
    this.#packHeaders(event.asked, numbers, at + ASKED);
    this.#packHeaders(event.answered, numbers, at + ANSWERED);
    return copied === undefined && rule === undefined ? [id, key] : [id, key, copied, rule];
  }

  #kmsRow({ id, keyArn, target, context }: KmsEvent, numbers: Uint32Array, at: number): KmsRow {
    numbers[at + KEY_ARN] = this.#text(keyArn);
    numbers[at + CONTEXT_BUCKET] = this.#text(target?.bucket);
    if (context === undefined) return [id, null];
    const arn = context[S3_CONTEXT];
    const key = target?.key;
    // Nearly every context is this pair alone.
    if (target === undefined || arn === undefined || Object.keys(context).length > 1) return [id, key, context];
    numbers[at + CONTEXT_ARN] = this.#text(key === undefined ? arn : arn.slice(0, -key.length - 1));
    return [id, key];
  }

  #packHeaders(headers: SseHeaders, numbers: Uint32Array, at: number): void {
    if (headers === NO_HEADERS) return;
    numbers[at] = this.#text(headers.sse);
    numbers[at + 1] = this.#text(headers.kmsKeyId);
    numbers[at + 2] = this.#text(headers.bucketKeyEnabled);
    numbers[at + 3] = this.#text(headers.context);
  }

  #text(text: string | undefined): number {
    return text === undefined ? 0 : this.#texts.of(text);
  }
}

/** An event that was packed. */
export function unpacked(events: UnpackableEvents, index: number): ToldEvent {
  const row: unknown = JSON.parse(events.rows.toString('utf8', events.ends[index - 1] ?? 0, events.ends[index]));
  switch (SOURCES[events.numbers[index * NUMBERS + SOURCE]!]!) {
    case 's3':
      return s3Event(events, index, row as S3Row);
    case 'kms':
      return kmsEvent(events, index, row as KmsRow);
    case 'sts': {
      const [id, givenKey, sessionId, scopingPolicy] = row as StsRow;
      return {
        ...frameOf(events, index, id),
        source: 'sts',
        givenKey: givenKey ?? undefined,
        sessionId: sessionId ?? undefined,
        scopingPolicy: scopingPolicy ?? undefined,
      };
    }
  }
}

function frameOf(
  { times, numbers, allTexts, allCallers }: UnpackableEvents,
  index: number,
  id: Field<string>,
): EventFrame {
  const at = index * NUMBERS;
  return {
    atMs: times[index]!,
    name: allTexts[numbers[at + NAME]!]!,
    region: allTexts[numbers[at + REGION]!]!,
    id: id ?? undefined,
    error: allTexts[numbers[at + ERROR]!],
    caller: allCallers[numbers[at + CALLER]!]!,
  };
}

function s3Event(events: UnpackableEvents, index: number, [id, key, copied, rule]: S3Row): S3Event {
  const { numbers, allTexts } = events;
  const at = index * NUMBERS;
  const flags = numbers[at + FLAGS]!;
  return {
    source: 's3',
    bucket: allTexts[numbers[at + BUCKET]!],
    bucketAccount: allTexts[numbers[at + ACCOUNT]!],
    key: key ?? undefined,
    copied: copied ?? undefined,
    ofVersion: (flags & OF_VERSION) !== 0,
    asked: headersOf(events, at + ASKED),
    answered: headersOf(events, at + ANSWERED),
    hasOwnKey: (flags & OWN_KEY) !== 0,
    hasSourceKey: (flags & SOURCE_KEY) !== 0,
    applied: allTexts[numbers[at + APPLIED]!],
    isLogged: (flags & LOGGED) !== 0,
    isSignedV2: (flags & SIGNED_V2) !== 0,
    rule: rule ?? undefined,
    asksForBucketKey: (flags & TELLS_BUCKET_KEY) === 0 ? undefined : (flags & ASKS_FOR_BUCKET_KEY) !== 0,
    ...frameOf(events, index, id),
  };
}

function flagsOf(event: S3Event): number {
  return (
    (event.ofVersion ? OF_VERSION : 0) |
    (event.hasOwnKey ? OWN_KEY : 0) |
    (event.hasSourceKey ? SOURCE_KEY : 0) |
    (event.isLogged ? LOGGED : 0) |
    (event.isSignedV2 ? SIGNED_V2 : 0) |
    (event.asksForBucketKey === undefined ? 0 : TELLS_BUCKET_KEY) |
    (event.asksForBucketKey === true ? ASKS_FOR_BUCKET_KEY : 0)
  );
}

function headersOf({ numbers, allTexts }: UnpackableEvents, at: number): SseHeaders {
  const sse = numbers[at]!;
  const kmsKeyId = numbers[at + 1]!;
  const bucketKeyEnabled = numbers[at + 2]!;
  const context = numbers[at + 3]!;
  if (sse + kmsKeyId + bucketKeyEnabled + context === 0) return NO_HEADERS;
  return {
    sse: allTexts[sse],
    kmsKeyId: allTexts[kmsKeyId],
    bucketKeyEnabled: allTexts[bucketKeyEnabled],
    context: allTexts[context],
  };
}

function kmsEvent(events: UnpackableEvents, index: number, [id, key, context]: KmsRow): KmsEvent {
  const { numbers, allTexts } = events;
  const at = index * NUMBERS;
  const bucket = allTexts[numbers[at + CONTEXT_BUCKET]!];
  const arn = allTexts[numbers[at + CONTEXT_ARN]!];
  const target = bucket === undefined ? undefined : { bucket, key: key ?? undefined };
  return {
    source: 'kms',
    keyArn: allTexts[numbers[at + KEY_ARN]!],
    context: arn === undefined ? (context ?? undefined) : { [S3_CONTEXT]: arnOf(arn, target?.key) },
    target,
    ...frameOf(events, index, id),
  };
}

function arnOf(bucketArn: string, key: string | undefined): string {
  return key === undefined ? bucketArn : `${bucketArn}/${key}`;
}
