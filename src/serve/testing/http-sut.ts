import { EVENT_NAMES } from '../../../model/operations/index.ts';
import type { Event, Step } from '../../../model/vocabulary/events/event.ts';
import type { KmsEvent } from '../../../model/vocabulary/events/kms-events.ts';
import type { GetObject, HeadObject, PutObject } from '../../../model/vocabulary/events/object-events.ts';
import type { UploadEvent } from '../../../model/vocabulary/events/upload-events.ts';
import type { Observation } from '../../../model/vocabulary/observation.ts';
import type { KeyPolicyStatement } from '../../../model/vocabulary/policy.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';
import type { Setup } from '../../../model/vocabulary/setup.ts';
import type { ReferenceParts } from '../../reference/index.ts';
import { KNOWS_HEADERS, type Sut, type SutSession } from '../../suts/sut.ts';
import { type Credential, Credentials } from '../credentials/credentials.ts';
import { listen } from '../http/http-server.ts';
import { pathEncoded } from '../http/uri.ts';
import { KmsJsonService } from '../kms/json-service.ts';
import { md5Hex } from '../s3/s3-request.ts';
import { S3Service } from '../s3/s3-service.ts';
import { parseXml, type XmlElement } from '../s3/xml.ts';
import { Authenticator } from '../sigv4/authenticator.ts';
import { Worlds } from '../world/worlds.ts';
import {
  changeHeadersOf,
  conditionHeadersOf,
  encryptionHeadersOf,
  readingHeadersOf,
  sourceKeyHeadersOf,
} from './sent-headers.ts';
import { isOnUpload, SentUploads, uploadRequest } from './sent-uploads.ts';
import { exchange, signed, type TestAnswer, type TestRequest } from './test-server.ts';
import { encryptionXml, LOCATION_XML, objectEncryptionXml, replicationXml, versioningXml } from './xml-bodies.ts';

const SSE = 'x-amz-server-side-encryption';

/**
 * The server as a system under test: each event is a request over HTTP, signed by the signer of the AWS SDK, and the
 * observation is what the answer shows and what the log of KMS has. Replication happens when a step says so.
 */
export function httpSut(parts?: ReferenceParts): Sut {
  return {
    name: 'serve',
    supports: EVENT_NAMES,
    capabilities: KNOWS_HEADERS,
    start: (setup, seed) => session(setup, seed, parts),
  };
}

async function session(setup: Setup, seed: number, parts: ReferenceParts | undefined): Promise<SutSession> {
  const credentials = new Credentials(setup.requesters.map(credentialOf));
  const complaints: string[] = [];
  const complain = (problem: string): void => void complaints.push(problem);
  const given = parts === undefined ? {} : { parts };
  const worlds = new Worlds({ setup, reference: { seed }, replicatesUnasked: false, sinks: [], complain, ...given });
  const authenticator = new Authenticator(credentials);
  const limits = { maxObjectBytes: 2 ** 20, maxStoredBytes: 2 ** 28 };
  const services = [
    new KmsJsonService(worlds, authenticator),
    new S3Service(worlds, authenticator, { domains: [], limits }),
  ];
  const { port, close } = await listen(services, { host: '127.0.0.1', port: 0 }, complain);
  const world = worlds.current;
  world.clock.freeze();
  const startMs = world.clock.nowMs();
  const uploads = new SentUploads();
  const send = async (request: TestRequest) => exchange(port, await signed(port, request));

  const answerTo = async ({ by, event }: Step): Promise<Observation> => {
    switch (event.op) {
      case 'ReplicateObject':
      case 'EvictBucketKeys':
      case 'RestartHosts':
      case 'ThrottleKms':
      case 'InterruptKms': {
        const { status, replicationStatus = null } = await world.happen(event);
        return { status, replicationStatus };
      }
    }
    const credential = credentials.all.find(({ requester }) => requester.name === by);
    if (credential === undefined) throw new Error(`nobody is called ${by}`);
    const request = isOnUpload(event) ? uploadRequest(event, uploads) : requestOf(event, setup);
    const answer = await send({ ...request, by: credential });
    const observation = observationOf(event, answer);
    if (isOnUpload(event)) uploads.note(event, observation, answer.text);
    return observation;
  };
  return {
    apply: async (step) => {
      world.clock.advance(startMs + step.atMs - world.clock.nowMs());
      const before = world.log.count;
      const observation = await answerTo(step);
      if (complaints.length > 0) throw new Error(complaints.join('; '));
      const calls = world.log.calls.slice(before).filter(({ via }) => via === 's3');
      const kmsCalls = calls.map(({ operation, by, keyArn, context, result }) => ({
        operation,
        by: by.name,
        keyArn: keyArn ?? '',
        context,
        result,
      }));
      return { ...observation, kmsCalls: kmsCalls as NonNullable<Observation['kmsCalls']> };
    },
    stop: close,
  };
}

function credentialOf(requester: Requester): Credential {
  const accessKeyId = Buffer.from(requester.name).toString('hex');
  return { accessKeyId, secretAccessKey: `secret-of-${requester.name}`, requester };
}

type Asked = Exclude<
  Event,
  { op: 'ReplicateObject' | 'EvictBucketKeys' | 'RestartHosts' | 'ThrottleKms' | 'InterruptKms' }
>;

/** The request that an event is. */
function requestOf(event: Exclude<Asked, UploadEvent>, setup: Setup): TestRequest {
  if (!('bucket' in event)) return kmsRequest(event);
  const bucket = `/${event.bucket}`;
  const path = 'key' in event ? `${bucket}/${pathEncoded(event.key)}` : bucket;
  switch (event.op) {
    case 'CreateBucket':
      return { method: 'PUT', path, body: LOCATION_XML };
    case 'DeleteBucket':
      return { method: 'DELETE', path };
    case 'PutBucketEncryption':
      return { method: 'PUT', path, query: { encryption: '' }, body: encryptionXml(event.rules) };
    case 'GetBucketEncryption':
      return { path, query: { encryption: '' } };
    case 'DeleteBucketEncryption':
      return { method: 'DELETE', path, query: { encryption: '' } };
    case 'PutBucketPolicy': {
      if (event.statements.length === 0) return { method: 'DELETE', path, query: { policy: '' } };
      const arn = `arn:aws:s3:::${event.bucket}`;
      const statements = event.statements.map(({ effect, principal, actions }) => ({
        Effect: effect,
        Principal: principal === '*' ? '*' : { AWS: principal },
        Action: actions,
        Resource: [arn, `${arn}/*`],
      }));
      return { method: 'PUT', path, query: { policy: '' }, body: JSON.stringify({ Statement: statements }) };
    }
    case 'PutBucketReplication': {
      const role = setup.requesters.find(({ name }) => name === event.role);
      const arn = `arn:aws:iam::${role?.account}:role/${role?.principal}`;
      const body = replicationXml(event.destination, event.replicaKmsKeyId, arn);
      return { method: 'PUT', path, query: { replication: '' }, body };
    }
    case 'DeleteBucketReplication':
      return { method: 'DELETE', path, query: { replication: '' } };
    case 'PutBucketVersioning':
      return { method: 'PUT', path, query: { versioning: '' }, body: versioningXml(event.status) };
    case 'PutObject':
      return { method: 'PUT', path, headers: writingHeaders(event), body: event.body.text };
    case 'GetObject':
      return { path, query: readingQuery(event), headers: readingHeadersOf(event) };
    case 'HeadObject':
      return { method: 'HEAD', path, query: readingQuery(event), headers: readingHeadersOf(event) };
    case 'GetObjectAttributes': {
      const asked = { 'x-amz-object-attributes': event.checksum ? 'ETag,Checksum' : 'ETag' };
      return {
        path,
        query: { attributes: '', ...versionOf(event) },
        headers: { ...asked, ...encryptionHeadersOf(event.headers) },
      };
    }
    case 'CopyObject': {
      const conditions = conditionHeadersOf(event.sourceConditions, 'x-amz-copy-source-');
      const keys = sourceKeyHeadersOf(event.sourceCustomerKey);
      const sent = { ...conditions, ...keys, ...encryptionHeadersOf(event.headers) };
      const version = event.sourceVersionId === undefined ? '' : `?versionId=${event.sourceVersionId}`;
      const source = `/${event.source.bucket}/${pathEncoded(event.source.key)}${version}`;
      return {
        method: 'PUT',
        path,
        headers: { 'x-amz-copy-source': source, ...sent, ...changeHeadersOf(event.changes) },
      };
    }
    case 'DeleteObject':
      return { method: 'DELETE', path, query: versionOf(event) };
    case 'UpdateObjectEncryption': {
      const body = objectEncryptionXml(event.kmsKeyArn, event.bucketKeyEnabled);
      return { method: 'PUT', path, query: { encryption: '', ...versionOf(event) }, body };
    }
  }
}

function writingHeaders({ conditions, headers }: PutObject): Readonly<Record<string, string>> {
  return { ...conditionHeadersOf(conditions), ...encryptionHeadersOf(headers) };
}

function readingQuery(event: GetObject | HeadObject): Readonly<Record<string, string>> {
  const { partNumber } = event;
  return { ...versionOf(event), ...(partNumber === undefined ? {} : { partNumber: String(partNumber) }) };
}

function versionOf({ versionId }: { readonly versionId?: string }): Readonly<Record<string, string>> {
  return versionId === undefined ? {} : { versionId };
}

function kmsRequest(event: KmsEvent): TestRequest {
  const headers = { 'x-amz-target': `TrentService.${event.op}`, 'content-type': 'application/x-amz-json-1.1' };
  return { method: 'POST', path: '/', headers, body: JSON.stringify(kmsInput(event)), service: 'kms' };
}

function kmsInput(event: KmsEvent): object {
  switch (event.op) {
    case 'UpdateAlias':
      return { AliasName: event.alias, TargetKeyId: event.keyId };
    case 'ScheduleKeyDeletion':
      return { KeyId: event.keyId, PendingWindowInDays: event.pendingWindowInDays };
    case 'EnableKeyRotation':
      return { KeyId: event.keyId, RotationPeriodInDays: event.rotationPeriodInDays };
    case 'PutKeyPolicy':
      return {
        KeyId: event.keyId,
        Policy: JSON.stringify({ Statement: event.statements.map(keyStatement) }),
        BypassPolicyLockoutSafetyCheck: event.bypassPolicyLockoutSafetyCheck ?? false,
      };
    default:
      return { KeyId: event.keyId };
  }
}

function keyStatement({ effect, principal, actions, contextArn }: KeyPolicyStatement): object {
  const condition = { StringLike: { 'kms:EncryptionContext:aws:s3:arn': contextArn } };
  return {
    Effect: effect,
    Principal: principal === '*' ? '*' : { AWS: principal },
    Action: actions,
    Resource: '*',
    ...(contextArn === undefined ? {} : { Condition: condition }),
  };
}

/** What an answer shows. */
function observationOf(event: Event, { status, headers, text, bytes }: TestAnswer): Observation {
  const header = (name: string): string | null => (headers[name] as string | undefined) ?? null;
  const shown = {
    status,
    sse: header(SSE) as NonNullable<Observation['sse']> | null,
    kmsKeyArn: header(`${SSE}-aws-kms-key-id`),
    bucketKeyEnabled: header(`${SSE}-bucket-key-enabled`) === null ? null : true,
    versionId: header('x-amz-version-id'),
    deleteMarker: header('x-amz-delete-marker') === null ? null : true,
    replicationStatus: header('x-amz-replication-status') as NonNullable<Observation['replicationStatus']> | null,
    contentMd5: null,
    rule: null,
    etag: null,
  };
  if (status >= 400) return { ...shown, code: codeOf(event, text) };
  const etag = header('etag') ?? parsedEtag(event, bytes);
  return {
    ...shown,
    code: null,
    etag: etag === null ? null : etag.replaceAll('"', ''),
    contentMd5: event.op === 'GetObject' && status !== 304 ? md5Hex(bytes) : null,
    rule: event.op === 'GetBucketEncryption' ? ruleIn(bytes) : null,
  };
}

function codeOf(event: Event, text: string): string | null {
  if (event.op === 'HeadObject') return null;
  return (
    /<Code>([^<]*)<\/Code>|"__type":"([^"]*)"/
      .exec(text)
      ?.slice(1)
      .find((code) => code !== undefined) ?? ''
  );
}

const ROOT_WITH_ETAG: ReadonlyMap<Event['op'], string> = new Map<Event['op'], string>([
  ['CopyObject', 'CopyObjectResult'],
  ['GetObjectAttributes', 'GetObjectAttributesResponse'],
  ['UploadPartCopy', 'CopyPartResult'],
  ['CompleteMultipartUpload', 'CompleteMultipartUploadResult'],
]);

function parsedEtag({ op }: Event, bytes: Uint8Array): string | null {
  const root = ROOT_WITH_ETAG.get(op);
  return root === undefined ? null : (parseXml(bytes, root)?.textOf('ETag') ?? null);
}

function ruleIn(bytes: Uint8Array): NonNullable<Observation['rule']> {
  const rule: XmlElement | undefined = parseXml(bytes, 'ServerSideEncryptionConfiguration')?.one('Rule');
  const byDefault = rule?.one('ApplyServerSideEncryptionByDefault');
  const key = byDefault?.textOf('KMSMasterKeyID');
  const blocked = rule
    ?.one('BlockedEncryptionTypes')
    ?.all('EncryptionType')
    .map(({ text }) => text);
  return {
    SSEAlgorithm: byDefault?.textOf('SSEAlgorithm'),
    ...(key === undefined ? {} : { KMSMasterKeyID: key }),
    BucketKeyEnabled: rule?.textOf('BucketKeyEnabled') === 'true',
    BlockedEncryptionTypes: blocked ?? null,
  } as NonNullable<Observation['rule']>;
}
