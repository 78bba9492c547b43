// Records what real clients of the AWS SDK ask of `bucketkey serve`, and judges it: `npm run test:sdk`.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as kmsSdk from '@aws-sdk/client-kms';
import * as s3Sdk from '@aws-sdk/client-s3';
import { Recorder } from '../../dist/src/api/record.js';

/** The commands by their names. */
const commands = Object.assign({}, s3Sdk);
const main = resolve(import.meta.dirname, '../../dist/src/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'bucketkey-sdk-'));
const file = join(folder, 'recorded.ndjson');
const server = spawn(process.execPath, [main, 'serve', '--output', 'json'], { stdio: ['ignore', 'pipe', 'inherit'] });
try {
  const [line] = await once(server.stdout, 'data');
  const { address, region, credentials } = JSON.parse(String(line));
  await record({ endpoint: address, region, credentials: credentials[0], forcePathStyle: true });
  const text = readFileSync(file, 'utf8');
  assert.doesNotMatch(text, /planted/);
  assert.ok(!text.includes(credentials[0].secretAccessKey) && !text.includes(credentials[0].accessKeyId));
  assert.equal(judged(text), 0, 'what was recorded conforms');
  const ofA = /("key":"a","body":\{"md5":"([0-9a-f]{32})".*"etag":")[0-9a-f]{32}/;
  assert.equal(judged(text.replace(ofA, '$1$2')), 1, 'with the MD5 for an ETag it violates');
  console.log(`${text.trimEnd().split('\n').length - 1} steps recorded of the AWS SDK, and judged`);
} finally {
  server.kill('SIGINT');
  rmSync(folder, { recursive: true });
}

function judged(text) {
  writeFileSync(join(folder, 'judged.ndjson'), text);
  return spawnSync(process.execPath, [main, 'judge', join(folder, 'judged.ndjson')], { encoding: 'utf8' }).status;
}

async function record(options) {
  const app = { name: 'app', account: '111111111111', principal: 'writer', session: 's' };
  const recorder = new Recorder({ file, requesters: [app] });
  const [s3, kms] = [new s3Sdk.S3Client(options), new kmsSdk.KMSClient(options)];
  for (const { middlewareStack } of [s3, kms]) middlewareStack.use(recorder.plugin('app'));
  const Bucket = 'recorded';
  /** Asks, and reads what comes back; answers the name of an error. */
  const ask = async (command, input) => {
    try {
      const output = await s3.send(new commands[`${command}Command`]({ Bucket, ...input }));
      await output.Body?.transformToString();
      return output;
    } catch (error) {
      return error.name;
    }
  };
  const { KeyMetadata } = await kms.send(new kmsSdk.CreateKeyCommand({}));
  const { Arn, KeyId } = KeyMetadata;
  await ask('CreateBucket', { CreateBucketConfiguration: { LocationConstraint: options.region } });
  const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: Arn };
  const Rules = [{ ApplyServerSideEncryptionByDefault, BucketKeyEnabled: true }];
  await ask('PutBucketEncryption', { ServerSideEncryptionConfiguration: { Rules } });
  await ask('GetBucketEncryption', {});
  await ask('PutObject', { Key: 'a', Body: 'planted-content' });
  writeFileSync(join(folder, 'body'), 'planted'.repeat(50_000));
  await ask('PutObject', { Key: 'stream', Body: createReadStream(join(folder, 'body')) });
  for (const Key of ['a', 'stream', 'none']) for (const op of ['GetObject', 'HeadObject']) await ask(op, { Key });
  await ask('PutObject', { Key: 'plain', Body: Buffer.from('b'), ServerSideEncryption: 'AES256' });
  await ask('GetObject', { Key: 'plain', Range: 'bytes=0-0' });
  await ask('CopyObject', { Key: 'copy', CopySource: `${Bucket}/plain` });
  await ask('GetObject', { Key: 'copy' });
  const ObjectEncryption = { SSEKMS: { KMSKeyArn: Arn, BucketKeyEnabled: true } };
  await ask('UpdateObjectEncryption', { Key: 'plain', ObjectEncryption });
  await ask('HeadObject', { Key: 'plain' });
  const upload = { Key: 'multi', UploadId: (await ask('CreateMultipartUpload', { Key: 'multi' })).UploadId };
  const { ETag } = await ask('UploadPart', { ...upload, PartNumber: 1, Body: 'planted-part' });
  await ask('CompleteMultipartUpload', { ...upload, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } });
  await ask('GetObject', { Key: 'multi' });
  await ask('GetObjectAttributes', { Key: 'a', ObjectAttributes: ['ETag'] });
  await ask('PutBucketVersioning', { VersioningConfiguration: { Status: 'Enabled' } });
  const { VersionId } = await ask('PutObject', { Key: 'a', Body: 'second' });
  await ask('DeleteObject', { Key: 'a' });
  assert.equal(await ask('GetObject', { Key: 'a' }), 'NoSuchKey');
  await ask('GetObject', { Key: 'a', VersionId });
  await ask('DeleteObjects', { Delete: { Objects: [{ Key: 'plain' }, { Key: 'copy' }] } });
  const secrets = await askDirectory(s3, ask, { ...options, Rules });
  await kms.send(new kmsSdk.DisableKeyCommand({ KeyId }));
  await fetch(`${options.endpoint}/_bucketkey/clock`, { method: 'POST', body: '{"advanceMs":300000}' });
  assert.equal(await ask('GetObject', { Key: 'stream' }), 'KMS.DisabledException');
  await kms.send(new kmsSdk.EnableKeyCommand({ KeyId }));
  await ask('GetObject', { Key: 'stream' });
  const Statement = [{ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` }];
  await ask('PutBucketPolicy', { Policy: JSON.stringify({ Version: '2012-10-17', Statement }) });
  assert.equal(await ask('GetObject', { Key: 'stream' }), 'AccessDenied');
  const customer = { SSECustomerAlgorithm: 'AES256', SSECustomerKey: 'planted-customer-key-0123456789a' };
  await ask('PutObject', { Key: 'c', Body: 'planted', ...customer });
  await Promise.all(['1', '2'].map((Body) => ask('PutObject', { Key: 'race', Body })));
  await ask('PutObject', { Key: 'after', Body: 'planted' });
  recorder.close();
  assert.ok(recorder.steps > 30 && recorder.problem === undefined);
  const text = readFileSync(file, 'utf8');
  assert.ok(!text.includes('x-s3') && secrets.every((secret) => !text.includes(secret)));
}

/** Puts and gets in a directory bucket under KMS, for which clients begin a session by themselves; its secrets. */
async function askDirectory(s3, ask, { endpoint, Rules }) {
  const secrets = [];
  const keep =
    (next, { commandName }) =>
    async (args) => {
      const result = await next(args);
      if (commandName === 'CreateSessionCommand') {
        const { AccessKeyId, SecretAccessKey, SessionToken } = result.output.Credentials;
        secrets.push(AccessKeyId, SecretAccessKey, SessionToken);
      }
      return result;
    };
  s3.middlewareStack.add(keep, { step: 'initialize' });
  const Bucket = 'fast--euw1-az1--x-s3';
  const CreateBucketConfiguration = {
    Location: { Type: 'AvailabilityZone', Name: 'euw1-az1' },
    Bucket: { Type: 'Directory', DataRedundancy: 'SingleAvailabilityZone' },
  };
  await ask('CreateBucket', { Bucket, CreateBucketConfiguration });
  await ask('PutBucketEncryption', { Bucket, ServerSideEncryptionConfiguration: { Rules } });
  for (const Key of ['a', 'b', 'c']) await ask('PutObject', { Bucket, Key, Body: 'planted' });
  for (const Key of ['a', 'b', 'c']) {
    const got = await ask('GetObject', { Bucket, Key });
    assert.deepEqual([got.ServerSideEncryption, got.BucketKeyEnabled], ['aws:kms', true]);
  }
  assert.equal(secrets.length, 3, 'one session for all');
  assert.deepEqual(await callsFor(Bucket), ['GenerateDataKey'], 'one bucket key for all');
  await ask('CopyObject', { Bucket, Key: 'copy', CopySource: `${Bucket}/a` });
  assert.deepEqual(await callsFor(Bucket), ['GenerateDataKey', 'Decrypt', 'GenerateDataKey'], 'none for a copy');
  return secrets;

  async function callsFor(bucket) {
    const { calls } = await (await fetch(`${endpoint}/_bucketkey/kms-log`)).json();
    return calls
      .filter(({ context }) => context['aws:s3:arn']?.endsWith(`/${bucket}`))
      .map(({ operation }) => operation);
  }
}
