import { NO_HEADERS } from '../events/s3-event.ts';
import type { AskedRule, Caller, KmsEvent, S3Event, SseHeaders, StsEvent, Target } from '../events/trail-event.ts';

/** An event that somebody here looks at. */
export type ToldEvent = S3Event | KmsEvent | StsEvent;

/**
 * Events in one piece of memory: so they cross from one thread to another, and wait for their turn without the garbage
 * collector copying their parts about. An event is a row of JSON in which the names of the fields do not stand.
 */
export interface PackedEvents {
  readonly rows: Buffer;
  /** Where each row ends, in bytes, and at which time its event was. */
  readonly ends: Uint32Array;
  readonly times: Float64Array;
}

/** One of some events that were packed. */
export interface PackedEvent {
  readonly atMs: number;
  readonly of: PackedEvents;
  readonly index: number;
  /** Callers by the numbers that they have in rows. */
  readonly callers: readonly Caller[];
}

/** JSON has null where a field is undefined. */
type Field<T> = T | null | undefined;
/** What events of all sources have. */
type Frame = [atMs: number, name: string, region: string, id: Field<string>, error: Field<string>, caller: number];
type S3Row = [
  's3',
  frame: Frame,
  bucket: Field<string>,
  bucketAccount: Field<string>,
  key: Field<string>,
  copied: Field<Target>,
  ofVersion: boolean,
  asked: Field<SseHeaders>,
  answered: Field<SseHeaders>,
  hasOwnKey: boolean,
  hasSourceKey: boolean,
  applied: Field<string>,
  isLogged: boolean,
  isSignedV2: boolean,
  rule: Field<AskedRule>,
  asksForBucketKey: Field<boolean>,
];
type KmsRow = ['kms', frame: Frame, keyArn: Field<string>, context: Field<KmsEvent['context']>, target: Field<Target>];
type StsRow = ['sts', frame: Frame, givenKey: Field<string>, sessionId: Field<string>, scopingPolicy: Field<string>];
type Row = S3Row | KmsRow | StsRow;

/** Packs events whose callers have these numbers. */
export function packed(events: readonly ToldEvent[], numberOf: (caller: Caller) => number): PackedEvents {
  const rows = events.map((event) => JSON.stringify(rowOf(event, numberOf(event.caller))));
  let end = 0;
  return {
    rows: Buffer.from(rows.join('')),
    ends: Uint32Array.from(rows, (row) => {
      end += Buffer.byteLength(row);
      return end;
    }),
    times: Float64Array.from(events, ({ atMs }) => atMs),
  };
}

function rowOf(event: ToldEvent, caller: number): Row {
  const { atMs, name, region, id, error } = event;
  const frame: Frame = [atMs, name, region, id, error, caller];
  switch (event.source) {
    case 'kms':
      return ['kms', frame, event.keyArn, event.context, event.target];
    case 'sts':
      return ['sts', frame, event.givenKey, event.sessionId, event.scopingPolicy];
    case 's3':
      return [
        's3',
        frame,
        event.bucket,
        event.bucketAccount,
        event.key,
        event.copied,
        event.ofVersion,
        event.asked === NO_HEADERS ? null : event.asked,
        event.answered === NO_HEADERS ? null : event.answered,
        event.hasOwnKey,
        event.hasSourceKey,
        event.applied,
        event.isLogged,
        event.isSignedV2,
        event.rule,
        event.asksForBucketKey,
      ];
  }
}

/** The event that was packed. */
export function unpacked({ of, index, callers }: PackedEvent): ToldEvent {
  const fields: Row = JSON.parse(of.rows.toString('utf8', of.ends[index - 1] ?? 0, of.ends[index]));
  switch (fields[0]) {
    case 's3':
      return s3Event(fields, callers);
    case 'kms': {
      const [source, frame, keyArn, context, target] = fields;
      return {
        source,
        keyArn: keyArn ?? undefined,
        context: context ?? undefined,
        target: target === null || target === undefined ? undefined : { bucket: target.bucket, key: target.key },
        ...framed(frame, callers),
      };
    }
    case 'sts': {
      const [source, frame, givenKey, sessionId, scopingPolicy] = fields;
      return {
        source,
        givenKey: givenKey ?? undefined,
        sessionId: sessionId ?? undefined,
        scopingPolicy: scopingPolicy ?? undefined,
        ...framed(frame, callers),
      };
    }
  }
}

function framed([atMs, name, region, id, error, caller]: Frame, callers: readonly Caller[]) {
  return { atMs, name, region, id: id ?? undefined, error: error ?? undefined, caller: callers[caller]! };
}

function s3Event(fields: S3Row, callers: readonly Caller[]): S3Event {
  const [source, frame, bucket, bucketAccount, key, copied, ofVersion, asked, answered, hasOwnKey, ...rest] = fields;
  const [hasSourceKey, applied, isLogged, isSignedV2, rule, asksForBucketKey] = rest;
  return {
    source,
    bucket: bucket ?? undefined,
    bucketAccount: bucketAccount ?? undefined,
    key: key ?? undefined,
    copied: copied ?? undefined,
    ofVersion,
    asked: asked ?? NO_HEADERS,
    answered: answered ?? NO_HEADERS,
    hasOwnKey,
    hasSourceKey,
    applied: applied ?? undefined,
    isLogged,
    isSignedV2,
    rule: rule ?? undefined,
    asksForBucketKey: asksForBucketKey ?? undefined,
    ...framed(frame, callers),
  };
}
