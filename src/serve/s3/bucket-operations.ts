import { zoneInName } from '../../../model/vocabulary/directory-name.ts';
import type { Reply } from '../http/reply.ts';
import { bucketPolicyStatements } from '../policy/bucket-policy.ts';
import { requireDirectory, requireNoDirectory } from './directory-buckets.ts';
import { encryptionRules, ruleXml } from './encryption-xml.ts';
import { asksForObjectLock, lockFromTheStart } from './object-lock.ts';
import { replicationOf, replicationXml } from './replication-xml.ts';
import { notImplemented, S3Error } from './s3-error.ts';
import { emptyReply, xmlReply } from './s3-reply.ts';
import type { S3Request } from './s3-request.ts';
import { parseXml } from './xml.ts';

/** Longest body of a configuration, in bytes. */
const MAX_BODY_BYTES = 128 * 1024;
/** Longest bucket policy, in bytes. */
const MAX_POLICY_BYTES = 20 * 1024;
/** Most buckets there may be. */
const MAX_BUCKETS = 10_000;

/** Makes a bucket. */
export async function createBucket(request: S3Request): Promise<Reply> {
  const { bucket, world } = request;
  const { bytes } = await request.content(MAX_BODY_BYTES);
  if (!isBucketName(bucket)) throw new S3Error(400, 'InvalidBucketName');
  requirePlace(bucket, bytes, world.arns.region);
  const isLocking = asksForObjectLock(request);
  if (isLocking && world.arns.isDirectory(bucket)) throw notImplemented('Object Lock in a directory bucket');
  const before = world.buckets.get(bucket);
  if (before === undefined && world.buckets.size >= MAX_BUCKETS) throw new S3Error(400, 'TooManyBuckets');
  await request.take({ op: 'CreateBucket', bucket });
  const made = world.buckets.get(bucket);
  if (made !== undefined && made !== before) {
    world.bucketNotes.set(made, { created: world.clock.date(), policy: undefined });
    if (isLocking) lockFromTheStart(made);
  }
  return emptyReply(200, { location: `/${bucket}` });
}

/** Deletes an empty bucket. */
export async function deleteBucket(request: S3Request): Promise<Reply> {
  await request.take({ op: 'DeleteBucket', bucket: request.bucket });
  return emptyReply(204);
}

/** Whether there is a bucket that one may list. */
export async function headBucket(request: S3Request): Promise<Reply> {
  const { name, isDirectory } = request.bucketFor('s3:ListBucket');
  const { arns } = request.world;
  const zone = zoneInName(name);
  return emptyReply(200, {
    'x-amz-bucket-region': arns.region,
    ...(isDirectory ? { 'x-amz-bucket-arn': arns.bucket(name), 'x-amz-access-point-alias': 'false' } : {}),
    ...(zone === undefined ? {} : { 'x-amz-bucket-location-name': zone }),
  });
}

/** Where a bucket is. */
export async function getBucketLocation(request: S3Request): Promise<Reply> {
  request.bucketFor('s3:ListBucket');
  const { region } = request.world.arns;
  return xmlReply(['LocationConstraint', region === 'us-east-1' ? '' : region]);
}

/** The general purpose buckets of the account. */
export async function listBuckets(request: S3Request): Promise<Reply> {
  const { world, asker } = request;
  const { account } = asker.requester;
  if (account === '') throw new S3Error(403, 'AccessDenied');
  const buckets = [...world.buckets.values()].filter((bucket) => !bucket.isDirectory && bucket.account === account);
  const sorted = buckets.sort((a, b) => (a.name < b.name ? -1 : 1));
  return xmlReply([
    'ListAllMyBucketsResult',
    [
      ['Owner', [['ID', account]]],
      ['Buckets', sorted.map((bucket) => ['Bucket', world.bucketNotes.told(bucket)])],
    ],
  ]);
}

/** Replaces the encryption rule. A body that is no such document is told as rules of a wrong number are (F-04). */
export async function putBucketEncryption(request: S3Request): Promise<Reply> {
  const { bytes } = await request.content(MAX_BODY_BYTES);
  const rules = encryptionRules(parseXml(bytes, 'ServerSideEncryptionConfiguration'));
  await request.take({ op: 'PutBucketEncryption', bucket: request.bucket, rules });
  return emptyReply(200);
}

/** Shows the encryption rule. */
export async function getBucketEncryption(request: S3Request): Promise<Reply> {
  const { rule } = await request.take({ op: 'GetBucketEncryption', bucket: request.bucket });
  return xmlReply(['ServerSideEncryptionConfiguration', rule == null ? [] : [ruleXml(rule)]]);
}

/** Resets the encryption rule. */
export async function deleteBucketEncryption(request: S3Request): Promise<Reply> {
  await request.take({ op: 'DeleteBucketEncryption', bucket: request.bucket });
  return emptyReply(204);
}

/** Replaces the policy. */
export async function putBucketPolicy(request: S3Request): Promise<Reply> {
  const { bucket, world } = request;
  const { bytes } = await request.content(MAX_POLICY_BYTES);
  const stored = existing(request);
  const policy = Buffer.from(bytes).toString('utf8');
  const statements = bucketPolicyStatements(policy, bucket, world.arns);
  await request.take({ op: 'PutBucketPolicy', bucket, statements });
  world.bucketNotes.set(stored, { ...world.bucketNotes.of(stored), policy });
  return emptyReply(204);
}

/** Shows the policy as it was put. The reference has no action of reading it: who may put it may read it. */
export async function getBucketPolicy(request: S3Request): Promise<Reply> {
  const bucket = request.bucketFor('s3:PutBucketPolicy');
  if (bucket.account !== request.asker.requester.account) throw new S3Error(405, 'MethodNotAllowed');
  const { policy } = request.world.bucketNotes.of(bucket);
  if (policy === undefined) throw new S3Error(404, 'NoSuchBucketPolicy');
  return { status: 200, headers: { 'content-type': 'application/json' }, body: policy };
}

/** A bucket without statements has no policy. */
export async function deleteBucketPolicy(request: S3Request): Promise<Reply> {
  const { bucket, world } = request;
  const stored = existing(request);
  await request.take({ op: 'PutBucketPolicy', bucket, statements: [] });
  world.bucketNotes.set(stored, { ...world.bucketNotes.of(stored), policy: undefined });
  return emptyReply(204);
}

/** Replaces the replication rule. */
export async function putBucketReplication(request: S3Request): Promise<Reply> {
  const { bytes } = await request.content(MAX_BODY_BYTES);
  existing(request);
  const configuration = parseXml(bytes, 'ReplicationConfiguration');
  if (configuration === null) throw new S3Error(400, 'MalformedXML');
  const { account, role, destination, replicaKmsKeyId, deleteMarkers } = replicationOf(
    configuration,
    request.world.arns,
  );
  await request.take({
    op: 'PutBucketReplication',
    bucket: request.bucket,
    destination,
    role: request.world.roleCalled(account, role).name,
    ...(replicaKmsKeyId === undefined ? {} : { replicaKmsKeyId }),
    ...(deleteMarkers && { deleteMarkerReplication: true }),
  });
  return emptyReply(200);
}

/** Shows the replication rule. The reference has no action of reading it: who may put it may read it. */
export async function getBucketReplication(request: S3Request): Promise<Reply> {
  const { replication } = request.bucketFor('s3:PutReplicationConfiguration');
  if (replication === null) throw new S3Error(404, 'ReplicationConfigurationNotFoundError');
  return xmlReply(replicationXml(replication, request.world.arns));
}

/** Removes the replication rule. */
export async function deleteBucketReplication(request: S3Request): Promise<Reply> {
  await request.take({ op: 'DeleteBucketReplication', bucket: request.bucket });
  return emptyReply(204);
}

/** Has a bucket keep versions, or no more. */
export async function putBucketVersioning(request: S3Request): Promise<Reply> {
  const { bytes } = await request.content(MAX_BODY_BYTES);
  const configuration = parseXml(bytes, 'VersioningConfiguration');
  if (configuration === null) throw new S3Error(400, 'MalformedXML');
  if ((configuration.textOf('MfaDelete') ?? 'Disabled') !== 'Disabled') throw notImplemented('MfaDelete');
  const status = configuration.textOf('Status');
  if (status !== 'Enabled' && status !== 'Suspended') throw new S3Error(400, 'IllegalVersioningConfigurationException');
  await request.take({ op: 'PutBucketVersioning', bucket: request.bucket, status });
  return emptyReply(200);
}

/** Whether a bucket keeps versions; one that never did says nothing of it. Who may list it may ask. */
export async function getBucketVersioning(request: S3Request): Promise<Reply> {
  const { versioning } = request.bucketFor('s3:ListBucket');
  return xmlReply(['VersioningConfiguration', versioning === null ? [] : [['Status', versioning]]]);
}

function existing({ world, bucket }: S3Request) {
  const stored = world.buckets.get(bucket);
  if (stored === undefined) throw new S3Error(404, 'NoSuchBucket');
  return stored;
}

/** A bucket is made in the region of the server, and a directory bucket in a zone. */
function requirePlace(bucket: string, body: Uint8Array, region: string): void {
  const configuration = body.length === 0 ? undefined : parseXml(body, 'CreateBucketConfiguration');
  if (configuration === null) throw new S3Error(400, 'MalformedXML');
  const isDirectory = zoneInName(bucket) !== undefined;
  if (isDirectory) requireDirectory(bucket, configuration);
  else requireNoDirectory(configuration);
  const known = isDirectory ? ['Location', 'Bucket'] : ['LocationConstraint'];
  const other = configuration?.names.find((name) => !known.includes(name));
  if (other !== undefined) throw notImplemented(other);
  const constraint = configuration?.textOf('LocationConstraint') ?? '';
  if (!isDirectory && constraint !== (region === 'us-east-1' ? '' : region))
    throw new S3Error(400, 'IllegalLocationConstraintException', `The location constraint of ${region} is expected`);
}

/** Names of buckets; only those of directory buckets end with `--x-s3` (F-201). */
function isBucketName(name: string): boolean {
  if (name.endsWith('--x-s3')) return zoneInName(name) !== undefined;
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..') && !/^\d+\.\d+\.\d+\.\d+$/.test(name);
}
