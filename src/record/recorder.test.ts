import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { judgeTrace } from '../check/replay.ts';
import { parseTrace } from '../trace/trace-reader.ts';
import { Recorder } from './recorder.ts';
import { contentOf, FakeClient, readAll } from './testing/fake-client.ts';

const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/k1';
const MD5_OF_A = '0cc175b9c0f1b6a831c399e269772661';
const UNDER_KMS = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KEY, BucketKeyEnabled: true };
const app = { name: 'app', account: '111111111111', principal: 'writer', session: 's' };
const at = (Key: string) => ({ Bucket: 'b', Key });

let folder = '';
let recorder: Recorder;
let s3: FakeClient;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bucketkey-record-'));
  recorder = new Recorder({ file: join(folder, 't.ndjson'), requesters: [app] });
  s3 = new FakeClient(recorder.plugin('app'));
});

afterEach(() => {
  recorder.close();
  rmSync(folder, { recursive: true });
});

function recorded() {
  recorder.close();
  const text = readFileSync(join(folder, 't.ndjson'), 'utf8');
  const trace = parseTrace(text, 't');
  const told = trace.steps.map(({ step: { event } }) =>
    [event.op, ...('bucket' in event ? [event.bucket] : []), ...('key' in event ? [event.key] : [])].join(' '),
  );
  return { text, trace, told, seen: trace.steps.map(({ observation }) => observation) };
}

/** A rule, a write and a read under it. */
async function writeAndRead(etag: string, content = 'a') {
  const byDefault = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY };
  const Rules = [{ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: true }];
  await s3.send('PutBucketEncryption', { Bucket: 'b', ServerSideEncryptionConfiguration: { Rules } }, {});
  const shown = { ...UNDER_KMS, ETag: `"${etag}"` };
  await s3.send('PutObject', { ...at('x'), Body: 'a' }, { output: shown });
  return s3.send('GetObject', at('x'), { output: shown, content: contentOf(...content) });
}

describe('what a program asks and gets', () => {
  test('is a trace that is judged: it conforms, or it does not', async () => {
    expect(await readAll(await writeAndRead('f'.repeat(32)))).toBe('a');
    const { trace, told, seen } = recorded();
    expect(told).toEqual(['PutBucketEncryption b', 'PutObject b x', 'GetObject b x']);
    expect(trace.steps[1]?.step.event).toMatchObject({ body: { md5: MD5_OF_A, size: 1 } });
    expect(seen[2]).toEqual({
      status: 200,
      sse: 'aws:kms',
      kmsKeyArn: KEY,
      bucketKeyEnabled: true,
      etag: 'f'.repeat(32),
      contentMd5: MD5_OF_A,
    });
    expect(judgeTrace(trace, profileNamed('aws')).verdict).toBe('conforms');
  });

  test.each([
    ['the MD5 for an ETag under KMS', MD5_OF_A, 'a', 'etag-class'],
    ['another content', 'f'.repeat(32), 'b', 'decryptable'],
  ])('violates with %s', async (_what, etag, content, property) => {
    await readAll(await writeAndRead(etag, content));
    expect(judgeTrace(recorded().trace, profileNamed('aws')).violation?.property).toBe(property);
  });

  test('a stream that is sent is left as it is and read along', async () => {
    const Body = Readable.from(['a', 'b']);
    const sent = setImmediate().then(async () => ({ output: { ...UNDER_KMS, Sent: (await Body.toArray()).join('') } }));

    expect(await s3.send('PutObject', { ...at('x'), Body }, sent)).toMatchObject({ Sent: 'ab' });
    // Nobody can know what was in it before.
    const begun = Readable.from(['a', 'b']);
    begun.read();
    await s3.send('PutObject', { ...at('y'), Body: begun }, {});
    const { trace, told } = recorded();
    expect(told).toEqual(['PutObject b x']);
    expect(trace.steps[0]?.step.event).toMatchObject({ body: { md5: '187ef4436122d1cc2f40dc2b92f0eba0', size: 2 } });
    expect(recorder.leftOut).toEqual({ 'its content was not seen to the end': 1 });
  });

  test('stands where it was answered, although its content is read later, or never', async () => {
    const late = await s3.send('GetObject', at('x'), { content: contentOf('a') });
    await s3.send('GetObject', at('y'), { content: contentOf('never read') });
    await s3.send('HeadObject', at('x'), {});
    await readAll(late);
    const { told, seen } = recorded();
    expect(told).toEqual(['GetObject b x', 'GetObject b y', 'HeadObject b x']);
    expect(seen.map(({ contentMd5 }) => contentMd5)).toEqual([MD5_OF_A, undefined, undefined]);
  });

  test('of directory buckets is not in it, nor are their sessions; what is copied from one is unknown', async () => {
    const Bucket = 'fast--use1-az4--x-s3';
    const Credentials = { AccessKeyId: 'planted-id', SecretAccessKey: 'planted-secret', SessionToken: 'planted-token' };
    await s3.send('CreateSession', { Bucket }, { output: { Credentials } });
    await s3.send('PutObject', { Bucket, Key: 'x', Body: 'a' }, { output: { ...UNDER_KMS, ETag: `"${MD5_OF_A}"` } });
    await s3.send('GetObject', { Bucket, Key: 'x' }, { output: UNDER_KMS, content: contentOf('b') });
    await s3.send('HeadObject', at('y'), {});
    await s3.send('CopyObject', { ...at('y'), CopySource: `${Bucket}/x` }, {});
    await s3.send('HeadObject', at('y'), {});
    const { text, told } = recorded();
    expect(told).toEqual(['HeadObject b y', 'HeadObject b (2) y']);
    expect(recorder.leftOut).toEqual({ 'a trace has no words for it': 2 });
    expect(text).not.toMatch(/planted|x-s3/);
  });

  test('of KMS: whether a key rotates, with what was answered (F-207)', async () => {
    const kms = new FakeClient(recorder.plugin('app'), 'KMSClient');
    await kms.send('GetKeyRotationStatus', { KeyId: KEY }, { output: { KeyId: KEY, KeyRotationEnabled: true } });
    const { trace } = recorded();
    expect(trace.steps[0]?.step.event).toEqual({ op: 'GetKeyRotationStatus', keyId: 'k1' });
    expect(trace.steps[0]?.observation).toEqual({ status: 200, keyRotationEnabled: true });
  });

  test('of KMS: what changes a key of the account', async () => {
    const kms = new FakeClient(recorder.plugin('app'), 'KMSClient');
    await kms.send('GenerateDataKey', { KeyId: KEY }, { output: { Plaintext: 'planted-plaintext' } });
    await kms.send('DisableKey', { KeyId: KEY }, {});
    await kms.send('EnableKey', { KeyId: KEY.replace('1'.repeat(12), '2'.repeat(12)) }, {});
    const { told, trace, text } = recorded();
    expect(told).toEqual(['DisableKey']);
    expect(trace.steps[0]?.step.event).toEqual({ op: 'DisableKey', keyId: 'k1' });
    expect(text).not.toContain('planted');
  });
});

test('of KMS: material that is imported and deleted, of a key that nobody knows (F-210)', async () => {
  const kms = new FakeClient(recorder.plugin('app'), 'KMSClient');
  const wrapped = { KeyId: KEY, ImportToken: 'planted', EncryptedKeyMaterial: 'planted' };
  await kms.send('ImportKeyMaterial', { ...wrapped, ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }, {});
  await kms.send('DeleteImportedKeyMaterial', { KeyId: KEY }, {});
  await kms.send('ImportKeyMaterial', { ...wrapped, ImportType: 'NEW_KEY_MATERIAL' }, {});
  await kms.send('ImportKeyMaterial', { ...wrapped, ValidTo: new Date(Date.now() + 60_000) }, {});
  await kms.send('ImportKeyMaterial', { ...wrapped, ValidTo: Date.now() / 1_000 + 60 }, {});
  const { trace, text } = recorded();
  const near = expect.closeTo(60_000, -3);
  expect(trace.steps.map(({ step }) => step.event)).toEqual([
    { op: 'ImportKeyMaterial', keyId: 'k1' },
    { op: 'DeleteImportedKeyMaterial', keyId: 'k1' },
    { op: 'ImportKeyMaterial', keyId: 'k1', validForMs: near },
    { op: 'ImportKeyMaterial', keyId: 'k1', validForMs: near },
  ]);
  expect(text).not.toContain('planted');
  expect(judgeTrace(trace, profileNamed('aws')).verdict).toBe('conforms');
});

describe('what is not known is not told', () => {
  test('two requests on one object at once, of which one changes it: the bucket goes on as another', async () => {
    const atOnce = ['0', '1'].map((Body) => s3.send('PutObject', { ...at('x'), Body }, setImmediate({})));
    await Promise.all(atOnce);
    await s3.send('HeadObject', at('x'), {});
    expect(recorded().told).toEqual(['HeadObject b (3) x']);
    expect(recorder.leftOut).toEqual({ 'another request on the same object was under way': 2 });
  });

  test('a copy of what is written at the same time; others at once are told', async () => {
    await Promise.all([
      s3.send('PutObject', { ...at('x'), Body: 'a' }, setImmediate({})),
      s3.send('CopyObject', { ...at('y'), Bucket: 'c', CopySource: 'b/x' }, setImmediate({})),
    ]);
    await Promise.all(['v', 'w'].map((key) => s3.send('HeadObject', at(key), setImmediate({}))));
    expect(recorded().told).toEqual(['HeadObject b (2) v', 'HeadObject b (2) w']);
  });

  test.each(['CreateBucket', 'DeleteBucket', 'PutBucketLifecycleConfiguration', 'PutBucketReplication'])(
    '%s: nothing is known of the bucket any more',
    async (command) => {
      await s3.send('HeadObject', at('x'), {});
      await s3.send(command, { Bucket: 'b' }, {});
      await s3.send('HeadObject', at('x'), { status: 404, error: 'NotFound' }).catch(() => {});
      const { told, trace } = recorded();
      expect(told).toEqual(['HeadObject b x', 'HeadObject b (2) x']);
      expect(judgeTrace(trace, profileNamed('aws')).verdict).toBe('conforms');
    },
  );

  test.each(['GetBucketAcl', 'PutObjectTagging', 'ListObjectsV2', 'PutBucketPolicy'])(
    '%s changes nothing that is told',
    async (command) => {
      await s3.send(command, at('x'), {});
      await s3.send('HeadObject', at('x'), {});
      expect(recorded().told).toEqual(['HeadObject b x']);
      expect(recorder.leftOut).toEqual({});
    },
  );

  test('of refusals those that say something, of errors and of no answer that it may have happened', async () => {
    const put = (status: number, error: string) =>
      s3.send('PutObject', { ...at('x'), Body: 'a' }, { status, error }).catch(() => {});
    await put(403, 'SignatureDoesNotMatch');
    await put(403, 'AccessDenied');
    await put(400, 'KMS.DisabledException');
    await put(500, 'planted secret');
    await put(0, 'TimeoutError');
    const { seen, trace, text } = recorded();
    expect(seen).toEqual([
      { status: 403, code: 'AccessDenied' },
      { status: 400, code: 'KMS.DisabledException' },
      { status: 500 },
      { status: 503 },
    ]);
    expect(recorder.leftOut).toEqual({ 'a refusal that says nothing of encryption': 1 });
    expect(text).not.toContain('planted');
    expect(judgeTrace(trace, profileNamed('aws')).verdict).toBe('conforms');
  });

  test('of a DeleteObjects each key by its own result, in quiet mode too (F-194)', async () => {
    const Objects = ['w', 'x', 'y', 'z'].map((Key) => ({ Key }));
    const Errors = [
      { Key: 'x', Code: 'AccessDenied' },
      { Key: 'y', Code: 'InternalError' },
      { Key: 'z', Code: 'planted-code' },
    ];
    const Deleted = [{ Key: 'w', DeleteMarker: true, DeleteMarkerVersionId: 'm' }];
    await s3.send('DeleteObjects', { Bucket: 'b', Delete: { Objects } }, { output: { Deleted, Errors } });
    // It was told to have failed, and yet it is gone.
    await s3.send('HeadObject', at('y'), { status: 404, error: 'NotFound' }).catch(() => {});
    const versions = ['1', '2'].map((VersionId) => ({ Key: 'w', VersionId }));
    const removed = [{ ...versions[0], DeleteMarker: true, DeleteMarkerVersionId: '1' }, versions[1]];
    await s3.send('DeleteObjects', { Bucket: 'b', Delete: { Objects: versions } }, { output: { Deleted: removed } });
    await s3.send('DeleteObjects', { Bucket: 'b', Delete: { Objects, Quiet: true } }, {});
    const { told, seen, trace, text } = recorded();
    expect(told.slice(0, 4)).toEqual(['DeleteObject b w', 'DeleteObject b x', 'DeleteObject b y', 'HeadObject b y']);
    expect(seen).toEqual([
      { status: 204, versionId: 'm', deleteMarker: true },
      { status: 403, code: 'AccessDenied' },
      { status: 500, code: 'InternalError' },
      { status: 404, code: null },
      { status: 204, versionId: '1', deleteMarker: true },
      { status: 204, versionId: '2' },
      ...Objects.map(() => ({ status: 204 })),
    ]);
    expect(text).not.toContain('planted');
    expect(judgeTrace(trace, profileNamed('aws')).verdict).toBe('conforms');
  });

  test('a key that a DeleteObjects names twice may be gone if one of the two failed', async () => {
    const Objects = [{ Key: 'x' }, { Key: 'x' }];
    const half = { Deleted: [{ Key: 'x' }], Errors: [{ Key: 'x', Code: 'AccessDenied' }] };
    await s3.send('DeleteObjects', { Bucket: 'b', Delete: { Objects } }, { output: half });
    await s3
      .send('DeleteObjects', { Bucket: 'b', Delete: { Objects } }, { status: 403, error: 'AccessDenied' })
      .catch(() => {});
    const refused = { status: 403, code: 'AccessDenied' };
    expect(recorded().seen).toEqual([{ status: 503 }, { status: 503 }, refused, refused]);
  });

  test('an upload from before, or with parts that nobody can describe', async () => {
    const upload = (UploadId: string) => ({ ...at('m'), UploadId });
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: '"e"' }] };
    await s3.send('UploadPart', { ...upload('old'), PartNumber: 1, Body: 'a' }, {});
    await s3.send('CreateMultipartUpload', at('m'), { output: { UploadId: 'new', ServerSideEncryption: 'AES256' } });
    await s3.send('UploadPart', { ...upload('new'), PartNumber: 1, Body: 'a' }, { output: { ETag: `"${MD5_OF_A}"` } });
    await s3.send(
      'UploadPartCopy',
      { ...upload('new'), PartNumber: 2, CopySource: 'b/x', CopySourceRange: 'bytes=0-1' },
      {},
    );
    await s3.send('CompleteMultipartUpload', { ...upload('new'), MultipartUpload }, {});
    expect(recorded().told).toEqual(['CreateMultipartUpload b (2) m', 'UploadPart b (2) m']);
    expect(recorder.leftOut).toEqual({
      'its upload was not seen from the beginning': 2,
      'a trace has no words for it': 1,
    });
  });
});

test('neither contents nor keys, tokens, signatures and signed addresses are in the file', async () => {
  const output = { ServerSideEncryption: 'AES256', Metadata: { secret: 'planted-metadata' }, Expiration: 'planted-x' };
  await s3.send('PutObject', { ...at('x'), Body: 'planted-content', Metadata: { m: 'planted-metadata' } }, { output });
  await readAll(await s3.send('GetObject', at('x'), { output, content: contentOf('planted-content') }));
  const CopySource = 'b/x?versionId=v1&X-Amz-Signature=planted-signature&X-Amz-Security-Token=planted-token';
  await s3.send('CopyObject', { ...at('y'), CopySource }, { output });
  const customer = { SSECustomerAlgorithm: 'AES256', SSECustomerKey: 'planted-customer-key' };
  await s3.send('PutObject', { ...at('z'), Body: 'planted', ...customer }, { output });
  await s3.send('GetObject', { ...at('z'), ...customer }, { output });
  await s3.send('HeadObject', at('x'), { status: 403, error: 'planted-code' }).catch(() => {});
  // A server may answer anything.
  await s3.send('HeadObject', at('w'), { output: { ServerSideEncryption: 'planted-algorithm' } });
  const { told, trace, text } = recorded();
  expect(told).toEqual(['PutObject b x', 'GetObject b x', 'CopyObject b y', 'HeadObject b (2) x']);
  expect(trace.steps[2]?.step.event).toMatchObject({ source: { bucket: 'b', key: 'x' }, sourceVersionId: 'v1' });
  expect(text).not.toMatch(/planted|signature|token/i);
});

test('a file is never overwritten, a requester is one of those that were named, and closing twice is no error', () => {
  expect(() => new Recorder({ file: join(folder, 't.ndjson'), requesters: [] })).toThrow('EEXIST');
  expect(() => new Recorder({ file: join(folder, 'u'), requesters: [{ ...app, account: '1' }] })).toThrow('12 digits');
  expect(() => recorder.plugin('nobody')).toThrow('"nobody" is none of the requesters');
  recorder.close();
  recorder.close();
});
