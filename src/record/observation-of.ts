import type { Event, Observation } from '../../model/index.ts';
import { ruleOf } from './event-of.ts';
import { fieldOf, listOf, statusOf, textOf } from './sdk.ts';

/** Codes of refusals that say something of encryption or of the object; others come from what no trace has. */
const TOLD_CODES =
  /^(KMS\.\w{1,60}|AccessDenied|NoSuchKey|PreconditionFailed|InternalError|SlowDown|ServiceUnavailable)$/;
/** Answers that show the encryption of an object. */
const SHOWING: ReadonlySet<Event['op']> = new Set<Event['op']>([
  'PutObject',
  'GetObject',
  'HeadObject',
  'CopyObject',
  'CreateMultipartUpload',
  'CompleteMultipartUpload',
]);
const WITH_ETAG: ReadonlySet<Event['op']> = new Set<Event['op']>([
  'PutObject',
  'GetObject',
  'HeadObject',
  'CopyObject',
  'UploadPart',
  'UploadPartCopy',
  'CompleteMultipartUpload',
  'GetObjectAttributes',
]);

/** What the answer to one event showed; contents are the business of who reads them. */
export function observationOf({ op }: Event, output: unknown): Observation {
  const status = statusOf(output) ?? Number.NaN;
  if (op === 'GetBucketEncryption') {
    const configuration = fieldOf(output, 'ServerSideEncryptionConfiguration');
    const [rule] = listOf(configuration, 'Rules');
    const shown = ruleOf(rule);
    return shown === undefined ? { status } : { status, rule: shown };
  }
  if (op === 'GetKeyRotationStatus') {
    const isOn = fieldOf(output, 'KeyRotationEnabled');
    return typeof isOn === 'boolean' ? { status, keyRotationEnabled: isOn } : { status };
  }
  const etag = WITH_ETAG.has(op) ? etagIn(output) : undefined;
  const versionId = textOf(output, 'VersionId');
  return {
    status,
    ...(SHOWING.has(op) && {
      sse: (textOf(output, 'ServerSideEncryption') ?? null) as NonNullable<Observation['sse']> | null,
      kmsKeyArn: textOf(output, 'SSEKMSKeyId') ?? null,
      bucketKeyEnabled: fieldOf(output, 'BucketKeyEnabled') === true ? true : null,
    }),
    ...(etag !== undefined && { etag }),
    ...(versionId !== undefined && op !== 'GetObjectAttributes' && { versionId }),
    ...(fieldOf(output, 'DeleteMarker') === true && { deleteMarker: true }),
  };
}

function etagIn(output: unknown): string | undefined {
  const [copy, part] = [fieldOf(output, 'CopyObjectResult'), fieldOf(output, 'CopyPartResult')];
  return (textOf(output, 'ETag') ?? textOf(copy, 'ETag') ?? textOf(part, 'ETag'))?.replaceAll('"', '');
}

/**
 * What an error showed: nothing where it says nothing of what a trace has. A request that got no answer may have been
 * carried out, which is what 503 says.
 */
export function observationOfError({ op }: Event, error: unknown): Observation | undefined {
  const status = statusOf(error);
  if (status === undefined) return { status: 503 };
  const code = textOf(error, 'name') ?? '';
  if (status === 304) return { status };
  if (op === 'HeadObject') return status === 403 || status === 404 ? { status, code: null } : undefined;
  return TOLD_CODES.test(code) ? { status, code } : status >= 500 ? { status } : undefined;
}
