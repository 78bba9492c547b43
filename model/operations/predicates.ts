import type { Conditions } from '../vocabulary/conditions.ts';
import type { EncryptionHeaders } from '../vocabulary/encryption.ts';
import type { Event } from '../vocabulary/events/event.ts';
import type { ObjectName } from '../vocabulary/fields.ts';
import type { Operation, Reads, UploadUse } from './operation.ts';
import { operationOf } from './operations.ts';

/** The sides of an operation. */
type Sided = Pick<Operation, 'reads' | 'writes' | 'upload'>;

/** What a profile says of operations that may or may not decrypt what they read. */
type Decrypting = Readonly<Record<Exclude<(Reads | UploadUse)['decrypts'], 'always' | 'never'>, readonly boolean[]>>;

/**
 * Whether what an event reads is decrypted: for a checksum, which is stored encrypted, only where it is asked for
 * (F-42, K-10, K-12).
 */
export function decryptsFor(event: Event, { reads }: Pick<Sided, 'reads'>): Reads['decrypts'] {
  const decrypts = reads?.decrypts ?? 'never';
  if (decrypts === 'always' || decrypts === 'never') return decrypts;
  if (event.op === 'HeadObject' && event.checksumMode === true) return 'checksumOpens';
  if (event.op === 'GetObjectAttributes' && !event.checksum) return 'never';
  return decrypts;
}

/** Whether an operation may decrypt what it reads; without a profile: under any; without an event: for any. */
export function mayDecrypt(operation: Pick<Sided, 'reads'>, profile?: Decrypting, event?: Event): boolean {
  const decrypts = event === undefined ? operation.reads?.decrypts : decryptsFor(event, operation);
  return mayBeDecrypted(decrypts ?? 'never', profile);
}

/** Whether an operation may decrypt the data key of an upload; without a profile: under any. */
export function mayOpenUpload({ upload }: Pick<Sided, 'upload'>, profile?: Decrypting): boolean {
  return mayBeDecrypted(upload?.decrypts ?? 'never', profile);
}

function mayBeDecrypted(decrypts: (Reads | UploadUse)['decrypts'], profile: Decrypting | undefined): boolean {
  if (decrypts === 'always' || decrypts === 'never') return decrypts === 'always';
  return profile === undefined || profile[decrypts].includes(true);
}

/**
 * Whether an operation may call KMS: to decrypt what it reads, or for the data key of what it writes; without a
 * profile: under any; without an event: for any.
 */
export function mayCallKms(operation: Sided, profile?: Decrypting, event?: Event): boolean {
  return mayDecrypt(operation, profile, event) || makesDataKey(operation) || mayOpenUpload(operation, profile);
}

/**
 * Whether an event may make KMS calls of which nobody says which: lifecycle actions, where the profile has that open
 * (U-21).
 */
export function mayCallUnsaid({ op }: Event, { lifecycleCalls }: { readonly lifecycleCalls: boolean }): boolean {
  return lifecycleCalls && (op === 'ExpireObject' || op === 'TransitionObject');
}

/** Whether it gives what it makes a data key of its own: an object version, or an upload. */
export function makesDataKey(operation: Sided): boolean {
  return makesVersion(operation) || operation.upload?.does === 'begins';
}

/** Whether a new object version, under a data key of its own, is there after a success. */
export function makesVersion({ writes }: Sided): boolean {
  return writes?.leaves === 'version';
}

/** Whether a new object version, made of the parts of an upload and under its data key, is there after a success. */
export function assembles({ writes }: Sided): boolean {
  return writes?.leaves === 'assembled';
}

/** Whether it puts a version under another encryption where it is. */
export function rewraps({ writes }: Sided): boolean {
  return writes?.leaves === 'rewrapped';
}

/** Whether a success shows an object version and changes none. */
export function showsVersion({ reads }: Sided): boolean {
  return reads?.shows !== undefined;
}

/** Whether it shows the data of the version as well. */
export function showsData({ reads }: Sided): boolean {
  return reads?.shows === 'data';
}

/** Whether it shows how the version is encrypted and replicated. */
export function showsHeaders({ reads }: Sided): boolean {
  return reads?.shows === 'data' || reads?.shows === 'headers';
}

/** Whether it decrypts one version and makes another of it, both for whoever asks. */
export function isCopy(operation: Sided): boolean {
  return operation.reads?.decrypts === 'always' && makesVersion(operation) && !isReplication(operation);
}

/** Whether it has two sides of its own, one that is decrypted and one that is encrypted, for whoever asks. */
export function opensAndEncrypts(operation: Sided): boolean {
  return isCopy(operation) || rewraps(operation);
}

/** Whether it brings a replica to another bucket. */
export function isReplication({ writes }: Sided): boolean {
  return writes?.to === 'replica';
}

/** What only some events have. To ask an event whether it has a field costs more than to read it. */
interface Perhaps {
  readonly bucket?: string;
  readonly key?: string;
  readonly headers?: EncryptionHeaders;
  readonly conditions?: Conditions;
  readonly sourceConditions?: Conditions;
  readonly versionId?: string;
  readonly sourceVersionId?: string;
  readonly customerKey?: string;
  readonly sourceCustomerKey?: string;
  readonly uploadId?: string;
}

type WithSource = Extract<Event, { readonly source: ObjectName }>;

/** The bucket that an event names; undefined where it names none. */
export function bucketNamed(event: Event): string | undefined {
  return (event as Perhaps).bucket;
}

/** The key of the object that an event names; undefined where it names none. */
export function keyNamed(event: Event): string | undefined {
  return (event as Perhaps).key;
}

/** The object whose version an event reads, its headers at least; undefined for one that reads none. */
export function objectRead(event: Event, { reads }: Sided = operationOf(event)): ObjectName | undefined {
  // The row says that the event has these fields: to ask the event costs more than all the rest.
  if (reads === undefined) return undefined;
  return reads.from === 'source' ? (event as WithSource).source : (event as ObjectName & Event);
}

/** The id of the version that an event names to be read, or to be deleted; undefined where it names none. */
export function versionNamed(event: Event, { reads }: Sided = operationOf(event)): string | undefined {
  return reads?.from === 'source' ? (event as Perhaps).sourceVersionId : (event as Perhaps).versionId;
}

/**
 * The object whose version an event decrypts, if it succeeds; undefined for one that decrypts none. What may or may not
 * be opened was, where KMS was called.
 */
export function objectDecrypted(
  event: Event,
  operation: Sided,
  kmsCalls: readonly unknown[] | undefined,
): ObjectName | undefined {
  const hasCalled = kmsCalls !== undefined && kmsCalls.length > 0;
  const isOpened = operation.reads?.decrypts === 'always' || (hasCalled && mayDecrypt(operation));
  return isOpened ? objectRead(event, operation) : undefined;
}

/**
 * The object that an event writes or deletes; undefined for one that does neither, and for a replication, whose replica
 * goes to the bucket that the rule of its source names.
 */
export function objectWritten(event: Event, { writes }: Sided = operationOf(event)): ObjectName | undefined {
  return writes?.to === 'object' ? (event as ObjectName & Event) : undefined;
}

/** Whether a copy is told to change something beside the encryption (F-51). */
export function changesMore(event: Event): boolean {
  return event.op === 'CopyObject' && event.changes !== undefined && event.changes.length > 0;
}

/** The name of the customer key that an event sends for what it reads; undefined where it sends none. */
export function customerKeyForRead(event: Event, { reads }: Sided = operationOf(event)): string | undefined {
  if (reads?.from !== 'source') return headersOf(event).customerKey;
  return (event as Perhaps).sourceCustomerKey;
}

/** The name of the customer key that an event sends for what it writes, or else for what it reads (P12). */
export function customerKeySent(event: Event): string | undefined {
  return (event as Perhaps).customerKey ?? headersOf(event).customerKey;
}

/** The id of the upload that an event is about; undefined where it is about none, or nobody has seen the id. */
export function uploadId(event: Event): string | undefined {
  return (event as Perhaps).uploadId;
}

/** The conditions of a request; undefined where it has none. */
export function conditionsOf(event: Event): Conditions | undefined {
  return (event as Perhaps).conditions ?? (event as Perhaps).sourceConditions;
}

/** A range of bytes that S3 takes for one; of several, or of none, it sends the whole object. */
const BYTE_RANGE = /^bytes=(?:(\d+)-(\d*)|-\d+)$/;

/** Whether a request asks for some of an object only: for a range of its bytes, or a part (F-44). */
export function asksForPart(event: Event): boolean {
  if (event.op !== 'GetObject' && event.op !== 'HeadObject') return false;
  const { range, partNumber } = event;
  return partNumber !== undefined || (range !== undefined && isByteRange(range));
}

function isByteRange(range: string): boolean {
  const [whole, first, last] = BYTE_RANGE.exec(range) ?? [];
  return whole !== undefined && (first === undefined || last === '' || Number(first) <= Number(last));
}

/** Whether an answer says that a request was carried out: 304 says that there was no need (F-181). */
export function isSuccess(status: number): boolean {
  return status < 300;
}

/** No encryption headers: one for all. */
export const NO_HEADERS: EncryptionHeaders = {};

/** The encryption headers that are sent with an event. */
export function headersOf(event: Event): EncryptionHeaders {
  return (event as Perhaps).headers ?? NO_HEADERS;
}
