import type { KmsResult, ObservedKmsCall } from '../../../model/index.ts';
import { Arns } from '../../../model/vocabulary/arns.ts';
import type { ObservedStep } from '../../../properties/observed-step.ts';
import { TRACE_FORMAT, type TraceHeader } from '../../trace/trace.ts';
import type { KmsEvent, S3Event } from '../events/trail-event.ts';
import type { Joined } from '../joining/joiner.ts';
import type { Sessions } from '../stream/sessions.ts';
import { countOne } from '../stream/trail-counts.ts';
import type { DroppedCall, ImportCounts, Unexplained } from './import-counts.ts';
import { Requesters } from './requesters.ts';
import { operationOf, type Told, type ToldRequest, toldRequest, type Untold } from './told-step.ts';
import { Witness } from './witness.ts';

/** Most characters of the calls that stand with one step without being its own: a line has a mebibyte. */
const MAX_OTHER_CHARACTERS = 400_000;
/** Most characters of the buckets in the first line. Those that are not there are unknown as well. */
const MAX_BUCKET_CHARACTERS = 100_000;
/** Requests of which all calls are of one kind: a copy makes some for its source as well. */
const SINGLE: ReadonlySet<string> = new Set(['PutObject', 'GetObject']);
/** Calls of KMS that a trace has words for. */
const MODELLED: ReadonlySet<string> = new Set(['GenerateDataKey', 'Decrypt', 'Encrypt']);

/** A call that stands beside a request. */
interface OtherCall extends Pick<ObservedKmsCall, 'operation' | 'by' | 'keyArn'> {
  context?: Readonly<Record<string, string>>;
  result?: KmsResult;
}

/** What is told of a request, and who asked. */
interface ToldBy {
  readonly by: string;
  readonly told: Told;
}

/**
 * Makes the steps of one trace out of requests and calls in order of time. A step is given when the next one comes, so
 * that calls behind the last one have a place.
 */
export class TraceBuilder {
  readonly #sessions: Sessions;
  readonly #counts: ImportCounts;
  readonly #hasAllCalls: boolean;
  readonly #requesters = new Requesters();
  readonly #buckets = new Map<string, string>();
  readonly #witness = new Witness();
  #arns: Arns | undefined;
  #startMs = 0;
  #open: ObservedStep | undefined;
  #others: ObservedKmsCall[] = [];
  #otherCharacters = 0;
  #bucketCharacters = 0;

  /** @param hasAllCalls - whether the logs have every KMS event, so that a request without one made no call */
  constructor(sessions: Sessions, counts: ImportCounts, hasAllCalls = false) {
    this.#sessions = sessions;
    this.#counts = counts;
    this.#hasAllCalls = hasAllCalls;
  }

  /** Objects and buckets that changed without a record. */
  get unrecorded(): { readonly objects: number; readonly buckets: number } {
    return this.#witness.unrecorded;
  }

  /** Whether there is a step. */
  get hasSteps(): boolean {
    return this.#open !== undefined;
  }

  /** Takes what comes next; gives the step that is complete now. */
  take(joined: Joined): ObservedStep | undefined {
    if ('call' in joined) {
      this.#takeCall(joined.call, joined.because);
      return undefined;
    }
    return this.#takeRequest(joined);
  }

  /** The last step, with the calls behind it; undefined where there is no step. */
  finish(): ObservedStep | undefined {
    const last = this.#open;
    if (last === undefined) for (const _call of this.#others) this.#drop('no request was told before or after it');
    if (last === undefined || this.#others.length === 0) return last;
    const otherKmsCalls = [...(last.observation.otherKmsCalls ?? []), ...this.#others];
    return { ...last, observation: { ...last.observation, otherKmsCalls } };
  }

  /** The header of the trace, when all steps are made: the setup lists all who were seen. */
  header(): TraceHeader {
    const region = this.#arns?.region;
    const start = new Date(this.#startMs).toISOString();
    return {
      bucketkeyTrace: TRACE_FORMAT,
      profile: 'aws',
      sut: region === undefined ? 'AWS, by CloudTrail' : `AWS in ${region}, by CloudTrail from ${start}`,
      seed: 0,
      setup: {
        ...(region !== undefined && { region }),
        requesters: this.#requesters.all,
        kmsKeys: [],
        aliases: [],
        buckets: [...this.#buckets].map(([name, account]) => ({ name, account, plainObjects: [] })),
        unknown: 'everything',
      },
    };
  }

  #takeRequest({ request, calls, mayHaveMore }: Extract<Joined, { request: S3Event }>): ObservedStep | undefined {
    const found = this.#told(request, calls);
    if (typeof found === 'string') {
      countOne(this.#counts.untold, found);
      for (const call of calls) this.#takeCall(call, 'its request is not told');
      return undefined;
    }
    const { by, told } = found;
    this.#counts.steps += 1;
    this.#counts.joined += told.calls.length;
    // What may not be all of its calls stands beside a request, not with it.
    for (const call of calls)
      if (!told.calls.includes(call)) this.#takeCall(call, 'it may not be all that its request made');
    const before = this.#open;
    const madeNone = this.#hasAllCalls && calls.length === 0 && !mayHaveMore && SINGLE.has(request.name);
    if (madeNone) told.request.seen.kmsCalls = [];
    this.#open = this.#stepOf(request, by, told.request);
    return before;
  }

  #told(request: S3Event, calls: readonly KmsEvent[]): ToldBy | Untold {
    const { region, caller, error } = request;
    this.#arns ??= startsTrace(request) ? new Arns({ region }) : undefined;
    const arns = this.#arns;
    if (arns === undefined || region !== arns.region) return error === undefined ? 'another region' : 'it failed';
    const by = this.#requester(caller, request);
    if (by === undefined) return 'too many requesters';
    const told = toldRequest(request, calls, by, arns, this.#witness);
    return typeof told === 'string' ? told : { by, told };
  }

  #stepOf(request: S3Event, by: string, told: ToldRequest): ObservedStep {
    const { atMs, id } = request;
    if (this.#open === undefined) this.#startMs = atMs;
    this.#noteBucket(request, told);
    const { event, seen } = told;
    if (this.#others.length > 0) {
      seen.otherKmsCalls = this.#others;
      this.#others = [];
      this.#otherCharacters = 0;
    }
    if (id !== undefined) seen.raw = { eventID: id };
    return { step: { atMs: atMs - this.#startMs, by, event }, observation: seen };
  }

  /** Notes the owner of a bucket, unless it goes by another name already. */
  #noteBucket({ bucket = '', bucketAccount = '' }: S3Event, { event }: ToldRequest): void {
    if (this.#buckets.has(bucket) || this.#bucketCharacters > MAX_BUCKET_CHARACTERS) return;
    if (!('bucket' in event) || event.bucket !== bucket || !/^\d{12}$/.test(bucketAccount)) return;
    this.#buckets.set(bucket, bucketAccount);
    this.#bucketCharacters += bucket.length + 70;
  }

  #takeCall(call: KmsEvent, because: Unexplained): void {
    const told = this.#toldCall(call);
    if (typeof told === 'string') {
      this.#drop(told);
      return;
    }
    countOne(this.#counts.unexplained, call.error === undefined ? because : 'denied');
    this.#others.push(told);
    this.#otherCharacters += JSON.stringify(told).length;
  }

  #toldCall(call: KmsEvent): ObservedKmsCall | DroppedCall {
    const { name, keyArn, caller, error, target, context } = call;
    if (target === undefined) return 'not a call of S3';
    if (!MODELLED.has(name)) return 'an operation that is not modelled';
    if (keyArn === undefined) return 'no key is named';
    if (this.#arns !== undefined && !keyArn.startsWith(this.#arns.kmsPrefix)) return 'another region';
    if (this.#otherCharacters > MAX_OTHER_CHARACTERS) return 'too many of them between two requests';
    const by = this.#requester(caller);
    const result = resultOf(error);
    const operation = operationOf(call);
    const told: OtherCall = by === undefined ? { operation, keyArn } : { operation, by, keyArn };
    if (context !== undefined) told.context = context;
    if (result !== undefined) told.result = result;
    return told;
  }

  #requester(caller: S3Event['caller'], request?: S3Event): string | undefined {
    return this.#requesters.of(caller, this.#sessions.of(caller), request)?.name;
  }

  #drop(reason: DroppedCall): void {
    countOne(this.#counts.droppedCalls, reason);
  }
}

/** A name of a region that the format of traces takes. */
function startsTrace({ region, error }: S3Event): boolean {
  return error === undefined && /^[a-z][a-z0-9-]{0,62}$/.test(region);
}

/** The result of a call; undefined for errors that a trace has no name for. */
export function resultOf(error: string | undefined): KmsResult | undefined {
  switch (error) {
    case undefined:
      return 'ok';
    case 'AccessDenied':
    case 'AccessDeniedException':
      return 'AccessDeniedException';
    case 'Disabled':
    case 'DisabledException':
      return 'DisabledException';
    case 'InvalidKeyUsageException':
      return 'InvalidKeyUsageException';
    case 'InvalidStateException':
    case 'KMSInvalidStateException':
      return 'KMSInvalidStateException';
    case 'NotFoundException':
      return 'NotFoundException';
    case 'ThrottlingException':
      return 'ThrottlingException';
    default:
      return undefined;
  }
}
