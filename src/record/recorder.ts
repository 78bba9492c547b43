import { Readable } from 'node:stream';
import type { Event, Observation, Requester } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { headerLine } from '../trace/format-trace.ts';
import { acceptorOf } from '../trace/schema/acceptor.ts';
import { stepLineSchema } from '../trace/schema/trace-schema.ts';
import { TRACE_FORMAT } from '../trace/trace.ts';
import { parseTrace } from '../trace/trace-reader.ts';
import { type Digest, readAlong } from './content.ts';
import { observationOfDeletion } from './deletions.ts';
import { type Told, toldOfKms, toldOfS3 } from './event-of.ts';
import { Followed, type UnderWay } from './followed.ts';
import { observationOf, observationOfError } from './observation-of.ts';
import { addMiddleware, fieldOf, type SdkArguments, type SdkPlugin, type SdkResult, statusOf, textOf } from './sdk.ts';
import { type Place, TraceWriter } from './trace-writer.ts';

/** What is recorded, and where to. */
export interface RecorderOptions {
  /** The trace, a new file. */
  readonly file: string;
  /** Who asks: one for each set of credentials that the clients have. */
  readonly requesters: readonly Requester[];
  /** Region of everything; omitted = `eu-west-1`. */
  readonly region?: string;
  /** Name of the profile that the trace is to be judged by; omitted = `aws`. */
  readonly profile?: string;
  /** Name of the system that is asked, for people; omitted = `S3`. */
  readonly sut?: string;
}

/** Why a request is not in the trace. */
type LeftOut =
  | 'a trace has no words for it'
  | 'another request on the same object was under way'
  | 'a refusal that says nothing of encryption'
  | 'its content was not seen to the end'
  | 'its upload was not seen from the beginning'
  | 'too many buckets';

/** Whether the format of traces takes a line as it is. */
const isLine = acceptorOf(stepLineSchema);

/**
 * Records what a program asks S3 and KMS through clients of the AWS SDK for JavaScript v3, each try of a request by
 * itself. Contents are told by MD5 and size; neither they nor keys, tokens or signed addresses are written anywhere.
 * The program is not held up, and nothing that goes wrong here reaches it.
 */
export class Recorder {
  readonly #writer: TraceWriter;
  readonly #requesters: ReadonlyMap<string, Requester>;
  readonly #followed = new Followed();
  readonly #read = new WeakMap<object, Digest | 'reading' | undefined>();
  readonly #ended = new WeakMap<object, (digest: Digest | undefined) => void>();
  readonly #leftOut = new Map<string, number>();
  #steps = 0;

  /**
   * @throws TraceError where the requesters make no setup
   * @throws Error where the file is there already, or cannot be made
   */
  constructor({ file, requesters, region, profile = 'aws', sut = 'S3' }: RecorderOptions) {
    const nothing = { kmsKeys: [], aliases: [], buckets: [] };
    const where = region === undefined ? {} : { region };
    const setup = { ...where, requesters, ...nothing, unknown: 'everything' as const };
    const header = headerLine({ bucketkeyTrace: TRACE_FORMAT, profile, sut, seed: 0, setup });
    parseTrace(header, file);
    this.#requesters = new Map(requesters.map((one) => [one.name, one]));
    this.#writer = new TraceWriter(file, header);
  }

  /** Steps that were recorded, those that are not written yet included. */
  get steps(): number {
    return this.#steps;
  }

  /** Requests that are not in the trace, by the reason. */
  get leftOut(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#leftOut);
  }

  /** Why nothing is written any more, such as a full disk; undefined while all is well. */
  get problem(): string | undefined {
    return this.#writer.problem;
  }

  /** What a client is to `use` in its `middlewareStack`, whose credentials are those of this requester. */
  plugin(requester: string): SdkPlugin {
    const by = this.#requesters.get(requester);
    if (by === undefined) throw new RangeError(`${JSON.stringify(requester)} is none of the requesters`);
    return {
      applyToStack: (stack) => {
        // Outside of what makes an output of the response, within what tries again.
        const outer = { step: 'deserialize', name: 'bucketkeyRecorder', priority: 'high' } as const;
        addMiddleware(stack, (next, context) => (args) => this.#record(by, context, args, next), outer);
        const inner = { step: 'deserialize', name: 'bucketkeyRecorderOfContents', priority: 'low' } as const;
        addMiddleware(stack, (next, context) => async (args) => this.#readAlong(context, await next(args)), inner);
      },
    };
  }

  /** Writes what is known, and ends the file. */
  close(): void {
    this.#writer.close();
  }

  async #record<Result extends SdkResult>(
    by: Requester,
    context: object,
    args: SdkArguments,
    next: (args: SdkArguments) => Promise<Result>,
  ): Promise<Result> {
    const command = (textOf(context, 'commandName') ?? '').replace(/Command$/, '');
    const { input } = args;
    const isKms = textOf(context, 'clientName') === 'KMSClient';
    const told = isKms ? toldOfKms(command, input, by.account) : toldOfS3(command, input);
    if (told.kind === 'ignored') return next(args);
    const begun = this.#begin(told, textOf(input, 'Bucket'), textOf(input, 'Key'));
    const answered = (answer: Answer): void => this.#answered(begun, by, answer);
    const result = await next(args).catch((error: unknown) => {
      answered({ error });
      throw error;
    });
    answered({ result, isOneOfMany: command === 'DeleteObjects' });
    return result;
  }

  #begin(told: Told, bucket: string | undefined, key: string | undefined): Begun {
    const changes = told.kind === 'unknown' || (told.kind === 'told' && (told.writes ?? told.isSetting ?? false));
    const underWay = bucket === undefined ? [] : [this.#followed.begin(bucket, key, changes)];
    const source = told.kind === 'told' ? told.source : undefined;
    if (source !== undefined) underWay.push(this.#followed.begin(source.bucket, source.key, false));
    const place = told.kind === 'told' && told.isSetting === true ? this.#writer.take() : undefined;
    return { told, bucket, underWay, place, changes };
  }

  #answered(begun: Begun, by: Requester, answer: Answer): void {
    const { told, bucket, underWay, changes } = begun;
    for (const one of underWay) this.#followed.end(one);
    const place = begun.place ?? this.#writer.take();
    const output = 'error' in answer ? undefined : answer.result.output;
    const events = told.kind !== 'told' ? undefined : told.events(output);
    let why: LeftOut | undefined;
    if (told.kind !== 'told') why = 'a trace has no words for it';
    else if (underWay.some(({ isUnordered }) => isUnordered)) why = 'another request on the same object was under way';
    else if (events === undefined) why = 'its content was not seen to the end';
    const steps = why === undefined ? this.#stepsOf(events ?? [], begun, by, answer, place) : why;
    if (typeof steps !== 'string') {
      this.#steps += steps.length;
      this.#put(place, steps, answer);
      return;
    }
    this.#leftOut.set(steps, (this.#leftOut.get(steps) ?? 0) + 1);
    this.#writer.fill(place, null);
    const isRefused = 'error' in answer && isRefusal(answer.error);
    if (changes && bucket !== undefined && !isRefused) this.#followed.forget(bucket);
  }

  #stepsOf(
    events: readonly Event[],
    { bucket }: Begun,
    by: Requester,
    answer: Answer,
    { atMs }: Place,
  ): readonly ObservedStep[] | LeftOut {
    const steps: ObservedStep[] = [];
    for (const event of events) {
      const named = bucket === undefined ? event : this.#named(event);
      if (named === undefined) return 'too many buckets';
      if (!this.#isFollowed(named, answer)) return 'its upload was not seen from the beginning';
      const observation = observed(event, answer);
      if (observation === undefined && isOneOfMany(answer)) continue;
      if (observation === undefined) return 'a refusal that says nothing of encryption';
      const step = { atMs, by: by.name, event: named };
      if (!isLine({ ...step, observation })) return 'a trace has no words for it';
      steps.push({ step, observation });
    }
    return steps;
  }

  /** The event with the names that buckets have in the trace. */
  #named(event: Event): Event | undefined {
    if (!('bucket' in event)) return event;
    const bucket = this.#followed.bucket(event.bucket);
    if (bucket === undefined) return undefined;
    if (!('source' in event)) return { ...event, bucket };
    const source = this.#followed.bucket(event.source.bucket);
    return source === undefined ? undefined : { ...event, bucket, source: { ...event.source, bucket: source } };
  }

  /** Whether a request is on no upload, or on one that was seen from its beginning. */
  #isFollowed(event: Event, answer: Answer): boolean {
    if (!('uploadId' in event) || event.uploadId === undefined) return true;
    const { op, bucket, uploadId } = event;
    if (op === 'CreateMultipartUpload') this.#followed.follow(bucket, uploadId);
    if (!this.#followed.follows(bucket, uploadId)) return false;
    const isOver = op === 'CompleteMultipartUpload' || op === 'AbortMultipartUpload';
    if (isOver && !('error' in answer)) this.#followed.drop(bucket, uploadId);
    return true;
  }

  /** Puts steps in their place: at once, or when the content that comes back was read. */
  #put(place: Place, steps: readonly ObservedStep[], answer: Answer): void {
    const [only] = steps;
    const response = 'error' in answer ? undefined : answer.result.response;
    const isRead = typeof response === 'object' && response !== null && this.#read.has(response);
    if (
      !isRead ||
      only?.step.event.op !== 'GetObject' ||
      'range' in only.step.event ||
      'partNumber' in only.step.event
    ) {
      this.#writer.fill(place, steps);
      return;
    }
    const withContent = (digest: Digest | undefined): readonly ObservedStep[] => {
      const md5 = digest?.body?.md5;
      return md5 === undefined ? steps : [{ ...only, observation: { ...only.observation, contentMd5: md5 } }];
    };
    place.atLast = () => steps;
    const known = this.#read.get(response);
    if (known === 'reading') this.#ended.set(response, (digest) => this.#writer.fill(place, withContent(digest)));
    else this.#writer.fill(place, withContent(known));
  }

  #readAlong<Result extends SdkResult>(context: object, result: Result): Result {
    const { response } = result;
    const status = fieldOf(response, 'statusCode');
    const body = fieldOf(response, 'body');
    const isContent = textOf(context, 'commandName') === 'GetObjectCommand' && status === 200;
    if (!isContent || typeof response !== 'object' || response === null || !(body instanceof Readable)) return result;
    this.#read.set(response, 'reading');
    const along = readAlong(body, (digest) => {
      this.#read.set(response, digest);
      this.#ended.get(response)?.(digest);
    });
    Object.assign(response, { body: along });
    return result;
  }
}

/** A request that was sent. */
interface Begun {
  readonly told: Told;
  readonly bucket: string | undefined;
  readonly underWay: readonly UnderWay[];
  readonly place: Place | undefined;
  readonly changes: boolean;
}

/** What came of a request. */
type Answer = { readonly result: SdkResult; readonly isOneOfMany: boolean } | { readonly error: unknown };

function isOneOfMany(answer: Answer): boolean {
  return 'isOneOfMany' in answer && answer.isOneOfMany;
}

function observed(event: Event, answer: Answer): Observation | undefined {
  if (!('error' in answer)) {
    const { output } = answer.result;
    return event.op === 'DeleteObject' && answer.isOneOfMany
      ? observationOfDeletion(event, output)
      : observationOf(event, output);
  }
  // Of KMS, and of an upload that has no id, nothing is told that did not happen.
  if (!('bucket' in event) || event.op === 'CreateMultipartUpload') return undefined;
  return observationOfError(event, answer.error);
}

/** Whether an error says that nothing was done. */
function isRefusal(error: unknown): boolean {
  const status = statusOf(error);
  return status !== undefined && status >= 400 && status < 500;
}
