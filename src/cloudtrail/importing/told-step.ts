import type { Arns, EncryptionHeaders, Event, ObservedKmsCall, SseAlgorithm } from '../../../model/index.ts';
import { NO_HEADERS } from '../events/s3-event.ts';
import type { KmsEvent, S3Event, SseHeaders } from '../events/trail-event.ts';
import type { Reader, ToldNames, Witness } from './witness.ts';

/** Why a request is not in the trace. */
export type Untold =
  | 'it failed'
  | 'a line of an access log'
  | 'not a request that is told'
  | 'no bucket or key'
  | 'a version other than the current one'
  | 'the answer does not show the encryption'
  | 'the rule names its key by alias or not at all'
  | 'another region'
  | 'too many requesters';

/** What is told of a request: what it asked for, and what its answer and its KMS calls showed. */
export interface ToldRequest {
  readonly event: Event;
  readonly seen: Seen;
}

/**
 * What an observation has of a request, in the order in which it is written. Fields are added to it: to copy it for
 * each of them takes longer than all the rest.
 */
export interface Seen {
  readonly status: number;
  sse?: SseAlgorithm;
  kmsKeyArn?: string;
  bucketKeyEnabled?: boolean;
  /** Where no call is known nothing is said: CloudTrail may have left it out. */
  kmsCalls?: readonly ObservedKmsCall[];
  otherKmsCalls?: readonly ObservedKmsCall[];
  raw?: Readonly<Record<string, unknown>>;
}

/** What is told of a request, and the calls that are told with it. */
export interface Told {
  readonly request: ToldRequest;
  readonly calls: readonly KmsEvent[];
}

const ALGORITHMS: ReadonlySet<string> = new Set<SseAlgorithm>(['AES256', 'aws:kms', 'aws:kms:dsse']);
/** `SSEApplied` of what S3 encrypts with keys of its own. */
const S3_KEYS: ReadonlySet<string> = new Set(['Default_SSE_S3', 'SSE_S3']);
/** CloudTrail has no content; nothing that it shows depends on it. */
const CONTENT = { text: '', md5: 'd41d8cd98f00b204e9800998ecf8427e' };

/**
 * What a trace says of a request and its calls: only of those that succeeded, since most refusals come from policies
 * of IAM, which no trace has; and no more than what holds whatever CloudTrail left out.
 */
export function toldRequest(
  request: S3Event,
  calls: readonly KmsEvent[],
  by: string,
  arns: Arns,
  witness: Witness,
): Told | Untold {
  const { name, bucket, key, error, ofVersion } = request;
  if (error !== undefined) return 'it failed';
  if (bucket === undefined) return 'no bucket or key';
  if (name === 'PutBucketEncryption') return toldRule(request, bucket, arns, witness);
  if (name === 'DeleteBucketEncryption') {
    return without({ op: name, bucket: witness.putRule(bucket, 'AES256', undefined, false) }, 204);
  }
  if (!OBJECT_REQUESTS.has(name)) return 'not a request that is told';
  if (key === undefined) return 'no bucket or key';
  if (ofVersion) return 'a version other than the current one';
  const isForeign = ({ keyArn }: KmsEvent) => keyArn !== undefined && !keyArn.startsWith(arns.kmsPrefix);
  if (calls.some(isForeign)) return 'another region';
  switch (name) {
    case 'GetObject':
      return toldRead(request, calls, by, arns, witness, bucket, key);
    case 'HeadObject':
      return without(readOf(name, witness.read(bucket, key, readerOf(request), undefined), request), 200);
    case 'DeleteObject':
      return without({ op: name, ...witness.delete(bucket, key) }, 204);
    default:
      return toldWrite(request, calls, by, arns, witness, bucket, key);
  }
}

/** DeleteObjects is not among them: each of its keys has an event DeleteObject of its own (F-195). */
const OBJECT_REQUESTS: ReadonlySet<string> = new Set([
  'GetObject',
  'HeadObject',
  'DeleteObject',
  'PutObject',
  'CopyObject',
]);

/** An alias may point somewhere else tomorrow, and the managed key is another for each writer (F-10, F-12). */
function toldRule({ rule }: S3Event, bucket: string, { kmsPrefix }: Arns, witness: Witness): Told | Untold {
  const { algorithm = '', kmsKeyId, bucketKeyEnabled } = rule ?? {};
  const isTold =
    isAlgorithm(algorithm) && (algorithm === 'AES256' ? kmsKeyId === undefined : kmsKeyId?.startsWith(`${kmsPrefix}`));
  if (isTold !== true || kmsKeyId?.includes(':alias/') === true) {
    witness.loseRule(bucket);
    return 'the rule names its key by alias or not at all';
  }
  const told = {
    SSEAlgorithm: algorithm as SseAlgorithm,
    ...(kmsKeyId !== undefined && { KMSMasterKeyID: kmsKeyId }),
    ...(bucketKeyEnabled !== undefined && { BucketKeyEnabled: bucketKeyEnabled }),
  };
  const name = witness.putRule(bucket, algorithm, kmsKeyId, bucketKeyEnabled === true);
  return without({ op: 'PutBucketEncryption', bucket: name, rules: [told] }, 200);
}

/** A request that showed nothing but its success. */
function without(event: Event, status: number): Told {
  return { request: { event, seen: { status } }, calls: [] };
}

function toldRead(
  request: S3Event,
  calls: readonly KmsEvent[],
  by: string,
  arns: Arns,
  witness: Witness,
  bucket: string,
  key: string,
): Told {
  const call = calls.find(
    ({ name, error, keyArn }) =>
      name === 'Decrypt' && error === undefined && keyArn !== undefined && !request.hasOwnKey,
  );
  const names = witness.read(bucket, key, readerOf(request), call === undefined ? undefined : openedBy(call));
  const event = readOf('GetObject', names, request);
  if (call === undefined) return without(event, 200);
  return { request: { event, seen: { status: 200, kmsCalls: [toldCall(call, by, arns, names)] } }, calls: [call] };
}

function readOf(op: 'GetObject' | 'HeadObject', { bucket, key }: ToldNames, { hasOwnKey }: S3Event): Event {
  return hasOwnKey ? { op, bucket, key, headers: { customerKey: OWN_KEY } } : { op, bucket, key };
}

function toldWrite(
  request: S3Event,
  calls: readonly KmsEvent[],
  by: string,
  arns: Arns,
  witness: Witness,
  bucket: string,
  key: string,
): Told | Untold {
  if (request.hasOwnKey) return toldOwnKeyWrite(request, witness, bucket, key);
  const { asked, answered, applied } = request;
  const algorithm = answered.sse ?? (applied !== undefined && S3_KEYS.has(applied) ? 'AES256' : undefined);
  const isKms = algorithm !== 'AES256';
  if (!isAlgorithm(algorithm)) return 'the answer does not show the encryption';
  if (isKms && answered.kmsKeyId === undefined) return 'the answer does not show the encryption';
  if (isKms && answered.kmsKeyId?.startsWith(arns.kmsPrefix) !== true) return 'another region';
  const isDefault = applied?.startsWith('Default_') ?? asked.sse === undefined;
  // Where the two records of what was asked for disagree, nobody knows what was.
  if (isDefault !== (asked.sse === undefined)) return 'the answer does not show the encryption';
  const context = contextOf(asked.context);
  if (context === 'malformed') return 'the answer does not show the encryption';
  const headers = asked === NO_HEADERS ? {} : headersOf(asked, algorithm, answered.kmsKeyId, context);
  const made = calls.filter((call) => isKms && call.error === undefined && call.keyArn === answered.kmsKeyId);
  const own = made.find(({ name, target }) => name === 'GenerateDataKey' && target?.bucket === bucket);
  const isCopy = request.name === 'CopyObject';
  const flagSeen = answered.bucketKeyEnabled === 'true' ? true : own === undefined ? undefined : usedBucketKey(own);
  const source = isCopy ? sourceOf(request, witness) : undefined;
  if (isCopy && source === undefined) return 'no bucket or key';
  const names = witness.write(bucket, key, {
    algorithm,
    keyArn: answered.kmsKeyId,
    pairs: pairsText(withoutArn(context ?? NO_PAIRS)),
    flagAsked: headers.bucketKeyEnabled,
    flagSeen,
    byRule: isDefault,
  });
  const event: Event =
    source === undefined
      ? { op: 'PutObject', bucket: names.bucket, key: names.key, body: CONTENT, headers }
      : { op: 'CopyObject', source, ...names, headers, ...withSourceKey(request) };
  // A copy makes calls for its source too, and only some of them may have been recorded: none are held to it.
  const told = isCopy || own === undefined ? [] : made.filter((call) => usedBucketKey(call) === usedBucketKey(own));
  const seen: Seen = { status: 200, sse: algorithm };
  if (isKms && answered.kmsKeyId !== undefined) seen.kmsKeyArn = answered.kmsKeyId;
  if (answered.bucketKeyEnabled === 'true') seen.bucketKeyEnabled = true;
  if (told.length > 0) seen.kmsCalls = told.map((call) => toldCall(call, by, arns, names, context ?? NO_PAIRS));
  return { request: { event, seen }, calls: told };
}

/** The headers of a write that had some. */
function headersOf(
  asked: SseHeaders,
  algorithm: SseAlgorithm,
  keyArn: string | undefined,
  context: EncryptionHeaders['context'],
): EncryptionHeaders {
  return {
    ...(asked.sse !== undefined && { sse: algorithm }),
    ...(asked.sse !== undefined && algorithm !== 'AES256' && keyArn !== undefined && { kmsKeyId: keyArn }),
    ...(asked.bucketKeyEnabled !== undefined && { bucketKeyEnabled: asked.bucketKeyEnabled === 'true' }),
    ...(context !== undefined && { context }),
  };
}

/** A write under a key of the client, which no KMS key has a part in: its answer shows nothing that a trace tells. */
function toldOwnKeyWrite(request: S3Event, witness: Witness, bucket: string, key: string): Told | Untold {
  const isCopy = request.name === 'CopyObject';
  const source = isCopy ? sourceOf(request, witness) : undefined;
  if (isCopy && source === undefined) return 'no bucket or key';
  const names = witness.writeUnderOwnKey(bucket, key);
  const headers = { customerKey: OWN_KEY };
  if (source === undefined) return without({ op: 'PutObject', ...names, body: CONTENT, headers }, 200);
  return without({ op: 'CopyObject', source, ...names, headers, ...withSourceKey(request) }, 200);
}

/**
 * Stands for all keys of clients (SSE-C), of which no record tells which one it was: what succeeded was done with the
 * right one.
 */
const OWN_KEY = 'customer';

function withSourceKey({ hasSourceKey }: S3Event): { readonly sourceCustomerKey?: string } {
  return hasSourceKey ? { sourceCustomerKey: OWN_KEY } : {};
}

function sourceOf(request: S3Event, witness: Witness): ToldNames | undefined {
  const { copied, hasSourceKey } = request;
  if (copied?.key === undefined) return undefined;
  const reader = { ...readerOf(request), hasOwnKey: hasSourceKey };
  return witness.read(copied.bucket, copied.key, reader, undefined);
}

function readerOf({ caller, isSignedV2, hasOwnKey }: S3Event): Reader {
  return { account: caller.account, signsV4: !isSignedV2 && !caller.isAnonymous, hasOwnKey };
}

function openedBy(call: KmsEvent) {
  return { keyArn: call.keyArn, pairs: pairsText(clientPairs(call)), usedBucketKey: usedBucketKey(call) };
}

function usedBucketKey({ target }: KmsEvent): boolean {
  return target?.key === undefined;
}

/** A call as a trace tells it, its context with the names that bucket and object have there. */
function toldCall(
  call: KmsEvent,
  by: string,
  arns: Arns,
  names: ToldNames,
  asked?: Readonly<Record<string, string>>,
): ObservedKmsCall {
  const pairs = clientPairs(call);
  const operation = operationOf(call);
  const keyArn = call.keyArn ?? '';
  // Pairs that no header has come from somewhere that was not recorded.
  const isStrange = asked !== undefined && pairsText(pairs) !== pairsText(withoutArn(asked));
  if (isStrange) return { operation, by, keyArn, result: 'ok' };
  const arn = usedBucketKey(call) ? arns.bucket(names.bucket) : arns.object(names.bucket, names.key);
  const context = pairs === NO_PAIRS ? { 'aws:s3:arn': arn } : { ...pairs, 'aws:s3:arn': arn };
  return { operation, by, keyArn, result: 'ok', context };
}

/** The operation of a call that a trace has a name for. */
export function operationOf({ name }: KmsEvent): ObservedKmsCall['operation'] {
  return name === 'GenerateDataKey' || name === 'Encrypt' ? name : 'Decrypt';
}

/** What the client added to the context, or a service. */
function clientPairs({ context = NO_PAIRS }: KmsEvent): Readonly<Record<string, string>> {
  return withoutArn(context);
}

/** All pairs but the one of S3. */
function withoutArn(pairs: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (pairs === NO_PAIRS || (Object.hasOwn(pairs, 'aws:s3:arn') && Object.keys(pairs).length === 1)) return NO_PAIRS;
  return Object.fromEntries(Object.entries(pairs).filter(([name]) => name !== 'aws:s3:arn'));
}

const NO_PAIRS: Readonly<Record<string, string>> = {};

function pairsText(pairs: Readonly<Record<string, string>>): string {
  if (pairs === NO_PAIRS) return '[]';
  return JSON.stringify(Object.entries(pairs).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The pairs of a context header: base64 of JSON; `aws:s3:arn` in one is told as it is. */
function contextOf(header: string | undefined): Readonly<Record<string, string>> | 'malformed' | undefined {
  if (header === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(header, 'base64').toString('utf8'));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'malformed';
    const pairs = Object.entries(value);
    if (!pairs.every((pair): pair is [string, string] => typeof pair[1] === 'string')) return 'malformed';
    return Object.fromEntries(pairs);
  } catch {
    return 'malformed';
  }
}

function isAlgorithm(text: string | undefined): text is SseAlgorithm {
  return text !== undefined && ALGORITHMS.has(text);
}
