import { createHash } from 'node:crypto';
import type { Event } from '../../../model/vocabulary/events/event.ts';
import type { Observation } from '../../../model/vocabulary/observation.ts';
import { parseXml, type XmlElement } from '../../serve/s3/xml.ts';
import { unquotedEtag } from '../../suts/live/etag-text.ts';
import { type HttpAnswer, NoAnswerError } from '../http/exchange.ts';

const SSE = 'x-amz-server-side-encryption';

/** Operations whose answer has an ETag in its XML, by the root of that. */
const ROOT_WITH_ETAG: ReadonlyMap<Event['op'], string> = new Map<Event['op'], string>([
  ['CopyObject', 'CopyObjectResult'],
  ['GetObjectAttributes', 'GetObjectAttributesResponse'],
  ['UploadPartCopy', 'CopyPartResult'],
  ['CompleteMultipartUpload', 'CompleteMultipartUploadResult'],
]);

/**
 * What an answer shows.
 *
 * @throws NoAnswerError where it has to be XML and is none
 */
export function observationOf(event: Event, { status, headers, bytes }: HttpAnswer): Observation {
  const header = (name: string): string | null => {
    const value = headers[name];
    return value === undefined ? null : String(value);
  };
  const flag = header(`${SSE}-bucket-key-enabled`);
  const shown = {
    status,
    sse: header(SSE) as NonNullable<Observation['sse']> | null,
    kmsKeyArn: header(`${SSE}-aws-kms-key-id`),
    bucketKeyEnabled: flag === null ? null : flag.toLowerCase() === 'true',
    versionId: header('x-amz-version-id'),
    deleteMarker: header('x-amz-delete-marker') === 'true' ? true : null,
    replicationStatus: header('x-amz-replication-status') as NonNullable<Observation['replicationStatus']> | null,
    contentMd5: null,
    rule: null,
    keyRotationEnabled: null,
    etag: null,
  };
  if (status >= 400) return { ...shown, code: codeOf(event, bytes) };
  const root = ROOT_WITH_ETAG.get(event.op);
  const etag = root === undefined ? header('etag') : (documentIn(event.op, bytes, root)?.textOf('ETag') ?? null);
  return {
    ...shown,
    code: null,
    etag: unquotedEtag(etag),
    contentMd5: event.op === 'GetObject' && status !== 304 ? createHash('md5').update(bytes).digest('hex') : null,
    rule: event.op === 'GetBucketEncryption' ? ruleIn(bytes) : null,
    keyRotationEnabled: event.op === 'GetKeyRotationStatus' ? rotationIn(bytes) : null,
  };
}

/** A name before a `#` is where the code of KMS comes from. */
function codeOf(event: Event, bytes: Buffer): string | null {
  if (event.op === 'HeadObject') return null;
  const found = /<Code>([^<]{1,200})<\/Code>|"__type"\s*:\s*"(?:[^"#]*#)?([^"]{1,200})"/.exec(bytes.toString('utf8'));
  return found?.slice(1).find((code) => code !== undefined) ?? '';
}

/** The rule of the answer; null where the answer is something else than a configuration. */
function ruleIn(bytes: Buffer): NonNullable<Observation['rule']> | null {
  const document = documentIn('GetBucketEncryption', bytes, 'ServerSideEncryptionConfiguration');
  const rule: XmlElement | undefined = document?.one('Rule');
  if (rule === undefined) return null;
  const byDefault = rule.one('ApplyServerSideEncryptionByDefault');
  const key = byDefault?.textOf('KMSMasterKeyID');
  const blocked = rule
    .one('BlockedEncryptionTypes')
    ?.all('EncryptionType')
    .map(({ text }) => text);
  return {
    SSEAlgorithm: byDefault?.textOf('SSEAlgorithm'),
    ...(key === undefined ? {} : { KMSMasterKeyID: key }),
    BucketKeyEnabled: rule.textOf('BucketKeyEnabled') === 'true',
    BlockedEncryptionTypes: blocked ?? null,
  } as NonNullable<Observation['rule']>;
}

/** Whether rotation is on, by a JSON answer; null where it does not say so. */
function rotationIn(bytes: Buffer): boolean | null {
  const [, isOn] = /"KeyRotationEnabled"\s*:\s*(true|false)/.exec(bytes.toString('utf8')) ?? [];
  return isOn === undefined ? null : isOn === 'true';
}

/** The document of a root; null where it is that of another. */
function documentIn(op: string, bytes: Buffer, root: string): XmlElement | null {
  const document = parseXml(bytes, root);
  if (document !== null) return document;
  if (bytes.length === 0 || isXml(bytes)) return null;
  throw new NoAnswerError(`the answer to ${op} is no XML`);
}

/** Whether it is some XML at all, bounded as {@link parseXml} has it. */
function isXml(bytes: Buffer): boolean {
  const [, root] = /<([A-Za-z][\w.-]{0,99})[\s/>]/.exec(bytes.toString('utf8').replace(/^[^<]*<\?[^>]*\?>/, '')) ?? [];
  return root !== undefined && parseXml(bytes, root) !== null;
}
