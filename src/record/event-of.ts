import type { Conditions, EncryptionHeaders, EncryptionRule, Event, SseAlgorithm } from '../../model/index.ts';
import { zoneInName } from '../../model/vocabulary/directory-name.ts';
import { digestOfSent } from './content.ts';
import { deletionsOf } from './deletions.ts';
import { fieldOf, listOf, textOf } from './sdk.ts';

/** An object. */
interface Place {
  readonly bucket: string;
  readonly key: string;
}

/**
 * What a command is in a trace. `told`: events, made when the answer is there. `ignored`: it changes nothing that a
 * trace of unknown past has. `unknown`: it changes what a trace has no words for, so that nothing is known any more of
 * its bucket.
 */
export type Told =
  | {
      readonly kind: 'told';
      readonly events: (output: unknown) => readonly Event[] | undefined;
      /** A setting, which may be seen as soon as it is asked for. */
      readonly isSetting?: true;
      /** Whether an object or an upload is another one afterwards. */
      readonly writes?: true;
      /** Another object that is read for it. */
      readonly source?: Place;
    }
  | { readonly kind: 'ignored' | 'unknown' };

const IGNORED: Told = { kind: 'ignored' };
const UNKNOWN: Told = { kind: 'unknown' };
const ALGORITHMS: ReadonlySet<string> = new Set<SseAlgorithm>(['AES256', 'aws:kms', 'aws:kms:dsse']);
/** Requests that leave encryption and contents as they are: of policies a past that is unknown has any. */
const HARMLESS = /^(Get|Head|List|Select|Describe)|(Tagging|Acl|Cors|Website|Logging|Notification|Policy|Ownership)/;

/** What a command of S3 is in a trace. */
export function toldOfS3(command: string, input: object): Told {
  const bucket = textOf(input, 'Bucket');
  // A session is another way to sign (F-202).
  if (bucket === undefined || command === 'CreateSession') return IGNORED;
  // A directory bucket whose past is unknown nobody can judge.
  if (zoneInName(bucket) !== undefined) return HARMLESS.test(command) ? IGNORED : UNKNOWN;
  const inBucket = ON_BUCKETS[command]?.(bucket, input);
  if (inBucket !== undefined) return inBucket;
  const key = textOf(input, 'Key');
  if (command === 'DeleteObjects') return { kind: 'told', events: () => deletionsOf(bucket, input), writes: true };
  const told = key === undefined ? undefined : ON_OBJECTS[command]?.({ bucket, key }, input);
  return told ?? (HARMLESS.test(command) ? IGNORED : UNKNOWN);
}

/** What a command of KMS is: what S3 may find of a key from then on. */
export function toldOfKms(command: string, input: object, account: string): Told {
  const alias = textOf(input, 'AliasName');
  if (command === 'DeleteAlias' && alias !== undefined) return setting({ op: command, alias });
  const keyId = ownKeyId(textOf(input, 'KeyId') ?? textOf(input, 'TargetKeyId') ?? '', account);
  const event = keyId === undefined ? undefined : kmsEvent(command, keyId, input);
  // A refusal, and whatever else is asked of KMS, changes nothing that a key of unknown past has not.
  if (event === undefined) return IGNORED;
  return event.op === 'GetKeyRotationStatus' ? reading(event) : setting(event);
}

function kmsEvent(op: string, keyId: string, input: object): Event | undefined {
  switch (op) {
    case 'DisableKey':
    case 'EnableKey':
    case 'CancelKeyDeletion':
    case 'DisableKeyRotation':
    case 'GetKeyRotationStatus':
    case 'RotateKeyOnDemand':
      return { op, keyId };
    case 'ScheduleKeyDeletion':
      return { op, keyId, pendingWindowInDays: Number(fieldOf(input, 'PendingWindowInDays') ?? 30) };
    case 'EnableKeyRotation':
      return { op, keyId, rotationPeriodInDays: Number(fieldOf(input, 'RotationPeriodInDays') ?? 365) };
    case 'ImportKeyMaterial':
      return importOf(keyId, input);
    case 'DeleteImportedKeyMaterial':
      return { op, keyId };
    case 'CreateAlias':
    case 'UpdateAlias':
      return { op, keyId, alias: textOf(input, 'AliasName') ?? '' };
    default:
      return undefined;
  }
}

/** An import of material that a key has or had; new one for a rotation changes nothing yet. */
function importOf(keyId: string, input: object): Event | undefined {
  const op = 'ImportKeyMaterial';
  if (textOf(input, 'ImportType') === 'NEW_KEY_MATERIAL') return undefined;
  const validTo = fieldOf(input, 'ValidTo');
  if (validTo === undefined) return { op, keyId };
  const untilMs = validTo instanceof Date ? validTo.getTime() : Number(validTo) * 1_000;
  return { op, keyId, validForMs: Math.round(untilMs - Date.now()) };
}

/** The bare id of a key of the account; undefined where it is another's, or an alias. */
function ownKeyId(reference: string, account: string): string | undefined {
  if (!reference.startsWith('arn:')) return reference === '' || reference.includes('/') ? undefined : reference;
  const [, owner, id] = /^arn:[^:]*:kms:[^:]*:(\d{12}):key\/([^/]+)$/.exec(reference) ?? [];
  return owner === account ? id : undefined;
}

type OnBucket = (bucket: string, input: object) => Told;

const ON_BUCKETS: Readonly<Record<string, OnBucket>> = {
  PutBucketEncryption: (bucket, input) => {
    const rules = listOf(fieldOf(input, 'ServerSideEncryptionConfiguration'), 'Rules').map(ruleOf);
    return rules.every((rule) => rule !== undefined) ? setting({ op: 'PutBucketEncryption', bucket, rules }) : UNKNOWN;
  },
  GetBucketEncryption: (bucket) => reading({ op: 'GetBucketEncryption', bucket }),
  DeleteBucketEncryption: (bucket) => setting({ op: 'DeleteBucketEncryption', bucket }),
  PutBucketVersioning: (bucket, input) => {
    const status = textOf(fieldOf(input, 'VersioningConfiguration'), 'Status');
    return status === 'Enabled' || status === 'Suspended'
      ? setting({ op: 'PutBucketVersioning', bucket, status })
      : UNKNOWN;
  },
};

/** A rule as AWS shows and takes it; undefined where it is something else. */
export function ruleOf(rule: unknown): EncryptionRule | undefined {
  const byDefault = fieldOf(rule, 'ApplyServerSideEncryptionByDefault');
  const algorithm = textOf(byDefault, 'SSEAlgorithm');
  if (algorithm === undefined || !ALGORITHMS.has(algorithm)) return undefined;
  const key = textOf(byDefault, 'KMSMasterKeyID');
  const flag = fieldOf(rule, 'BucketKeyEnabled');
  const blocked = listOf(fieldOf(rule, 'BlockedEncryptionTypes'), 'EncryptionType');
  return {
    SSEAlgorithm: algorithm as SseAlgorithm,
    ...(key !== undefined && { KMSMasterKeyID: key }),
    ...(typeof flag === 'boolean' && { BucketKeyEnabled: flag }),
    ...(blocked.length > 0 && { BlockedEncryptionTypes: blocked as EncryptionRule['BlockedEncryptionTypes'] }),
  } as EncryptionRule;
}

type OnObject = (place: Place, input: object) => Told;

const ON_OBJECTS: Readonly<Record<string, OnObject>> = {
  PutObject: (place, input) => {
    const headers = headersOf(input);
    if (headers === undefined || hasCustomerKey(input)) return UNKNOWN;
    const digest = digestOfSent(fieldOf(input, 'Body'));
    const conditions = conditionsOf(input);
    return writing(() => {
      const body = digest?.body;
      return body && { op: 'PutObject', ...place, body, headers, ...conditions };
    });
  },
  GetObject: (place, input) => readOf('GetObject', place, input),
  HeadObject: (place, input) => readOf('HeadObject', place, input),
  GetObjectAttributes: (place, input) => {
    const checksum = listOf(input, 'ObjectAttributes').includes('Checksum');
    return reading({ op: 'GetObjectAttributes', ...place, ...versionOf(input), checksum });
  },
  CopyObject: (place, input) => {
    const headers = headersOf(input);
    const from = sourceOf(input);
    const isOther = ['IfMatch', 'IfNoneMatch', 'CopySourceIfModifiedSince', 'CopySourceIfUnmodifiedSince'];
    if (headers === undefined || from === undefined || hasCustomerKey(input)) return UNKNOWN;
    if (isOther.some((name) => fieldOf(input, name) !== undefined)) return UNKNOWN;
    // A copy onto itself may be allowed for what a trace does not have, such as metadata.
    const isOnItself = from.source.bucket === place.bucket && from.source.key === place.key;
    if (isOnItself && headers.sse === undefined) return UNKNOWN;
    const { conditions } = conditionsOf(input, 'CopySource') ?? {};
    const only = conditions === undefined ? {} : { sourceConditions: conditions };
    return { ...writing(() => ({ op: 'CopyObject', ...from, ...place, headers, ...only })), source: from.source };
  },
  DeleteObject: (place, input) =>
    fieldOf(input, 'IfMatch') === undefined
      ? writing(() => ({ op: 'DeleteObject', ...place, ...versionOf(input) }))
      : UNKNOWN,
  UpdateObjectEncryption: (place, input) => {
    const asked = fieldOf(fieldOf(input, 'ObjectEncryption'), 'SSEKMS');
    const kmsKeyArn = textOf(asked, 'KMSKeyArn');
    if (kmsKeyArn === undefined) return UNKNOWN;
    const flag = fieldOf(asked, 'BucketKeyEnabled');
    const flagged = typeof flag === 'boolean' ? { bucketKeyEnabled: flag } : {};
    return writing(() => ({ op: 'UpdateObjectEncryption', ...place, ...versionOf(input), kmsKeyArn, ...flagged }));
  },
  CreateMultipartUpload: (place, input) => {
    const headers = headersOf(input);
    if (headers === undefined || hasCustomerKey(input)) return UNKNOWN;
    return writing((output) => {
      const uploadId = textOf(output, 'UploadId');
      return { op: 'CreateMultipartUpload', ...place, headers, ...(uploadId !== undefined && { uploadId }) };
    });
  },
  UploadPart: (place, input) => {
    const digest = digestOfSent(fieldOf(input, 'Body'));
    if (hasCustomerKey(input)) return UNKNOWN;
    return writing(() => {
      const body = digest?.body;
      return { op: 'UploadPart', ...place, ...partOf(input), ...(body !== undefined && { body }) };
    });
  },
  UploadPartCopy: (place, input) => {
    const from = sourceOf(input);
    const isWhole = fieldOf(input, 'CopySourceRange') === undefined && from?.sourceVersionId === undefined;
    if (from === undefined || !isWhole || conditionsOf(input, 'CopySource') !== undefined) return UNKNOWN;
    const { source } = from;
    return { ...writing(() => ({ op: 'UploadPartCopy', source, ...place, ...partOf(input) })), source };
  },
  CompleteMultipartUpload: (place, input) => {
    const parts = listOf(fieldOf(input, 'MultipartUpload'), 'Parts').map((part) => Number(fieldOf(part, 'PartNumber')));
    const { uploadId } = partOf(input);
    if (hasCustomerKey(input)) return UNKNOWN;
    return writing(() => ({ op: 'CompleteMultipartUpload', ...place, uploadId, parts, ...conditionsOf(input) }));
  },
  AbortMultipartUpload: (place, input) => {
    const { uploadId } = partOf(input);
    return writing(() => ({ op: 'AbortMultipartUpload', ...place, uploadId }));
  },
};

function setting(event: Event): Told {
  return { kind: 'told', events: () => [event], isSetting: true };
}

function reading(event: Event): Told {
  return { kind: 'told', events: () => [event] };
}

function writing(event: (output: unknown) => Event | undefined): Told & { readonly kind: 'told' } {
  const events = (output: unknown) => {
    const made = event(output);
    return made === undefined ? undefined : [made];
  };
  return { kind: 'told', events, writes: true };
}

function readOf(op: 'GetObject' | 'HeadObject', place: Place, input: object): Told {
  const isOther = ['IfModifiedSince', 'IfUnmodifiedSince'].some((name) => fieldOf(input, name) !== undefined);
  if (isOther || hasCustomerKey(input)) return IGNORED;
  const range = textOf(input, 'Range');
  const partNumber = fieldOf(input, 'PartNumber');
  return reading({
    op,
    ...place,
    ...versionOf(input),
    ...conditionsOf(input),
    ...(range !== undefined && { range }),
    ...(typeof partNumber === 'number' && { partNumber }),
    ...(fieldOf(input, 'ChecksumMode') === 'ENABLED' && { checksumMode: true }),
  });
}

function versionOf(input: unknown): { readonly versionId?: string } {
  const versionId = textOf(input, 'VersionId');
  return versionId === undefined ? {} : { versionId };
}

function partOf(input: object): { readonly uploadId: string; readonly partNumber: number } {
  return { uploadId: textOf(input, 'UploadId') ?? '', partNumber: Number(fieldOf(input, 'PartNumber')) };
}

function hasCustomerKey(input: object): boolean {
  return ['SSECustomerAlgorithm', 'SSECustomerKey', 'CopySourceSSECustomerAlgorithm'].some(
    (name) => fieldOf(input, name) !== undefined,
  );
}

function conditionsOf(input: object, prefix = ''): { readonly conditions: Conditions } | undefined {
  const unquoted = (name: string) => textOf(input, prefix + name)?.replaceAll('"', '');
  const [ifMatch, ifNoneMatch] = [unquoted('IfMatch'), unquoted('IfNoneMatch')];
  if (ifMatch === undefined && ifNoneMatch === undefined) return undefined;
  return {
    conditions: { ...(ifMatch !== undefined && { ifMatch }), ...(ifNoneMatch !== undefined && { ifNoneMatch }) },
  };
}

/** The encryption headers of a write; undefined where they name what no trace has. */
function headersOf(input: object): EncryptionHeaders | undefined {
  const sse = textOf(input, 'ServerSideEncryption');
  const kmsKeyId = textOf(input, 'SSEKMSKeyId');
  const flag = fieldOf(input, 'BucketKeyEnabled');
  const context = textOf(input, 'SSEKMSEncryptionContext');
  if (sse !== undefined && !ALGORITHMS.has(sse)) return undefined;
  return {
    ...(sse !== undefined && { sse: sse as SseAlgorithm }),
    ...(kmsKeyId !== undefined && { kmsKeyId }),
    ...(typeof flag === 'boolean' && { bucketKeyEnabled: flag }),
    ...(context !== undefined && { context: pairsOf(context) }),
  };
}

function pairsOf(header: string): Readonly<Record<string, string>> | 'malformed' {
  try {
    const value: unknown = JSON.parse(Buffer.from(header, 'base64').toString('utf8'));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isObject || !Object.values(value).every((one) => typeof one === 'string')) return 'malformed';
    return value as Readonly<Record<string, string>>;
  } catch {
    return 'malformed';
  }
}

/** The object that is copied. Of what stands behind its name only the version is told: it may be a signed address. */
function sourceOf(input: object) {
  const [path = '', query = ''] = (textOf(input, 'CopySource') ?? '').split('?', 2);
  const [, bucket, key] = /^\/?([^/:]+)\/(.+)$/s.exec(path) ?? [];
  if (bucket === undefined || key === undefined || zoneInName(bucket) !== undefined) return undefined;
  const sourceVersionId = /(?:^|&)versionId=([^&]*)/.exec(query)?.[1];
  try {
    const source = { bucket, key: decodeURIComponent(key) };
    return { source, ...(sourceVersionId !== undefined && { sourceVersionId }) };
  } catch {
    return undefined;
  }
}
