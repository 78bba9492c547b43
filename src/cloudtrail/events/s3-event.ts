import { ACCESS_LOG_TYPE } from '../reading/access-log.ts';
import type { RawRecord } from '../reading/read-records.ts';
import { bucketOf, resourceOf, targetOf } from './arns.ts';
import { objectAt, objectsAt, textAt } from './fields.ts';
import type { AskedRule, EventFrame, S3Event, SseHeaders, Target } from './trail-event.ts';

const SSE = 'x-amz-server-side-encryption';
const OWN_KEY = `${SSE}-customer-algorithm`;
const SOURCE_KEY = `x-amz-copy-source-${SSE.slice('x-amz-'.length)}-customer-algorithm`;
/** The headers of a request, or of an answer, that has none of them. */
export const NO_HEADERS: SseHeaders = {
  sse: undefined,
  kmsKeyId: undefined,
  bucketKeyEnabled: undefined,
  context: undefined,
};

/** A request to S3. */
export function s3EventOf(frame: EventFrame, record: RawRecord): S3Event {
  const asked = objectAt(record, 'requestParameters');
  const more = objectAt(record, 'additionalEventData');
  const applied = textAt(more, 'SSEApplied');
  const bucketResource = resourceOf(record, 'AWS::S3::Bucket', ':::');
  // What was sent through an access point names that one; the resources have the bucket.
  const bucket = bucketOf(bucketResource?.arn) ?? textAt(asked, 'bucketName');
  return {
    atMs: frame.atMs,
    name: frame.name,
    region: frame.region,
    id: frame.id,
    error: frame.error,
    caller: frame.caller,
    source: 's3',
    bucket,
    bucketAccount: bucketResource?.account,
    key: textAt(asked, 'key') ?? keyIn(bucket, record),
    copied: copiedFrom(textAt(asked, 'x-amz-copy-source')),
    ofVersion: asked !== undefined && Object.hasOwn(asked, 'versionId'),
    asked: headersOf(asked),
    answered: headersOf(objectAt(record, 'responseElements')),
    hasOwnKey: hasHeader(asked, OWN_KEY) || applied === 'SSE_C',
    hasSourceKey: hasHeader(asked, SOURCE_KEY),
    applied,
    isLogged: record.eventType === ACCESS_LOG_TYPE,
    isSignedV2: textAt(more, 'SignatureVersion') === 'SigV2',
    rule: frame.name === 'PutBucketEncryption' ? ruleOf(asked) : undefined,
    asksForBucketKey: frame.name === 'UpdateObjectEncryption' ? asksForBucketKey(asked) : undefined,
  };
}

function keyIn(bucket: string | undefined, record: RawRecord): string | undefined {
  const target = targetOf(resourceOf(record, 'AWS::S3::Object', ':::')?.arn);
  return target !== undefined && target.bucket === bucket ? target.key : undefined;
}

function hasHeader(asked: RawRecord | undefined, name: string): boolean {
  return asked !== undefined && Object.hasOwn(asked, name);
}

function headersOf(fields: RawRecord | undefined): SseHeaders {
  if (fields === undefined || !Object.hasOwn(fields, SSE)) {
    const flag = flagOf(fields);
    return flag === undefined ? NO_HEADERS : { ...NO_HEADERS, bucketKeyEnabled: flag };
  }
  return {
    sse: textAt(fields, SSE),
    kmsKeyId: textAt(fields, `${SSE}-aws-kms-key-id`),
    bucketKeyEnabled: flagOf(fields),
    context: textAt(fields, `${SSE}-context`),
  };
}

function flagOf(fields: RawRecord | undefined): string | undefined {
  const flag = fields?.[`${SSE}-bucket-key-enabled`];
  return typeof flag === 'boolean' ? String(flag) : textAt(fields, `${SSE}-bucket-key-enabled`)?.toLowerCase();
}

/** Source of a copy: `bucket/key` or `/bucket/key`, URL encoded; undefined where it is an ARN or names a version. */
function copiedFrom(header: string | undefined): Target | undefined {
  if (header === undefined || header.startsWith('arn:') || header.includes('?versionId=')) return undefined;
  const path = header.startsWith('/') ? header.slice(1) : header;
  const at = path.indexOf('/');
  if (at < 1) return undefined;
  try {
    return { bucket: path.slice(0, at), key: decodeURIComponent(path.slice(at + 1).replaceAll('+', ' ')) };
  } catch {
    return undefined;
  }
}

/** `Rule` is a list in some records and an object in others. */
function ruleOf(asked: RawRecord | undefined): AskedRule | undefined {
  const configuration = objectAt(asked, 'ServerSideEncryptionConfiguration');
  const rules = [...objectsAt(configuration, 'Rule'), ...oneOf(objectAt(configuration, 'Rule'))];
  const [rule] = rules;
  const byDefault = objectAt(rule, 'ApplyServerSideEncryptionByDefault');
  const algorithm = textAt(byDefault, 'SSEAlgorithm');
  if (rules.length !== 1 || rule === undefined || algorithm === undefined) return undefined;
  return {
    algorithm,
    kmsKeyId: textAt(byDefault, 'KMSMasterKeyID'),
    bucketKeyEnabled: booleanOf(rule.BucketKeyEnabled),
  };
}

/** How UpdateObjectEncryption is recorded was not seen anywhere: the flag is looked for at any depth that is told. */
function asksForBucketKey(asked: RawRecord | undefined): boolean | undefined {
  const encryption = objectAt(asked, 'ObjectEncryption') ?? asked;
  const kms = objectAt(encryption, 'SSE-KMS') ?? objectAt(encryption, 'SSEKMS') ?? encryption;
  return booleanOf(kms?.BucketKeyEnabled);
}

function booleanOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : undefined;
}

function oneOf<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}
