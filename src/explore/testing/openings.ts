import {
  CURRENT_ETAG,
  PROFILE_FIELDS,
  type Profile,
  type ProfileField,
  profileNamed,
  rowOf,
  type Setup,
} from '../../../model/index.ts';
import type { Action, ExploreScope } from '../scope.ts';
import {
  by,
  copies,
  deletes,
  deletion,
  gets,
  happens,
  OUTAGE,
  puts,
  resets,
  rules,
  switches,
  THROTTLING,
} from '../scopes/actions.ts';
import { BODY, HOME, settingUp, TICK_MS } from '../scopes/common.ts';

/** A field of the table of openness, set to something that `ideal` does not say. */
export interface Opening {
  readonly field: ProfileField;
  readonly name: string;
  readonly setting: Partial<Profile>;
}

const IDEAL = profileNamed('ideal');

/** Bounds in ticks of the time after which nobody has a bucket key that nobody used: exact, and open. */
const IDLE_TICKS = [
  [1, 1],
  [0, 2],
] as const;

function inTicks([min, max]: readonly [number, number]): Profile['idleTime'] {
  return { minMs: min * TICK_MS, maxMs: max * TICK_MS };
}

/** Every setting of every field but the two lifetimes, of which there are {@link LIFETIMES}. */
export const OPENINGS: readonly Opening[] = PROFILE_FIELDS.flatMap((field) =>
  settingsOf(field)
    .filter((value) => JSON.stringify(value) !== JSON.stringify(IDEAL[field]))
    .map((value) => ({ field, name: `${field} ${JSON.stringify(value)}`, setting: { [field]: value } })),
);

function settingsOf(field: ProfileField): readonly unknown[] {
  const { kind, options } = rowOf(field).field;
  switch (kind) {
    case 'option':
      return options;
    case 'options':
      return [...options.map((option) => [option]), options];
    case 'flag':
      return [false, true];
    case 'limit':
      return [1, 2];
    case 'count':
      return [1, 2, 'any'];
    case 'bound':
      return [0, TICK_MS, 2 * TICK_MS];
    case 'span':
      return field === 'idleTime' ? IDLE_TICKS.map(inTicks) : [];
  }
}

/** Bounds in ticks of the time that a bucket key is cached, and of that in which it makes data keys. */
const SHAPES = [
  [1, 1, 2, 2],
  [2, 2, 1, 1],
  [1, 1, 1, 1],
  [3, 3, 2, 2],
  [2, 2, 3, 3],
  [1, 2, 1, 2],
  [0, 1, 0, 2],
  [1, 2, 3, 3],
  [1, 3, 2, 2],
] as const;

/** Short lifetimes of several shapes: one longer than the other, as long, exact, and between two bounds. */
export const LIFETIMES: readonly { readonly name: string; readonly setting: Partial<Profile> }[] = SHAPES.map(
  ([cacheMin, cacheMax, makesMin, makesMax]) => ({
    name: `cached ${cacheMin} to ${cacheMax}, makes ${makesMin} to ${makesMax}`,
    setting: {
      cacheLifetime: inTicks([cacheMin, cacheMax]),
      generationLifetime: inTicks([makesMin, makesMax]),
    },
  }),
);

const WITH_BUCKET_KEY = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true } as const;

/** What is open of bucket keys shows here. */
const ON_CACHES: readonly Action[] = [
  rules('ann', 'b', WITH_BUCKET_KEY),
  puts('ann', 'b/x'),
  puts('bob', 'b/x'),
  gets('ann', 'b/x'),
  gets('bob', 'b/x'),
  by('bob', { op: 'HeadObject', bucket: 'b', key: 'x' }),
  happens({ op: 'EvictBucketKeys', bucket: 'b' }),
];

const UPLOAD = { bucket: 'd', key: 'x', uploadId: 'u' } as const;

/** And what is open of answers, replicas and delays, here. */
const ON_ALL: readonly Action[] = [
  ...ON_CACHES,
  ...switches('ann', 'k1'),
  ...deletion('ann', 'k1'),
  ...THROTTLING,
  ...OUTAGE,
  rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/a', BucketKeyEnabled: true }),
  rules('ann', 'b', { SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }),
  rules('ann', 'd', WITH_BUCKET_KEY),
  resets('ann', 'b'),
  resets('bob', 'b'),
  puts('ann', 'b/x', { sse: 'aws:kms' }),
  puts('ann', 'b/x', { sse: 'aws:kms', kmsKeyId: 'k1', bucketKeyEnabled: false }),
  puts('ann', 'b/x', { sse: 'AES256', bucketKeyEnabled: true }),
  puts('ann', 'b/x', { sse: 'AES256', kmsKeyId: 'k1' }),
  puts('ann', 'b/x', { kmsKeyId: 'k1' }),
  puts('ann', 'b/x', { context: { team: 'a' } }),
  puts('ann', 'b/x', { sse: 'AES256', context: { team: 'a' } }),
  puts('ann', 'b/x', { sse: 'aws:kms', kmsKeyId: '' }),
  rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: '', BucketKeyEnabled: true }),
  copies('ann', 'b/x', 'b/x'),
  by('ann', {
    op: 'CopyObject',
    source: { bucket: 'b', key: 'x' },
    bucket: 'b',
    key: 'x',
    headers: { bucketKeyEnabled: true },
  }),
  by('ann', { op: 'GetObject', bucket: 'b', key: 'x', headers: { sse: 'aws:kms' } }),
  gets('old', 'b/x'),
  puts('old', 'b/x'),
  by('old', { op: 'HeadObject', bucket: 'b', key: 'x' }),
  gets('nobody', 'b/x'),
  copies('bob', 'b/x', 'd/x'),
  gets('ann', 'd/x'),
  deletes('ann', 'b/x'),
  by('ann', {
    op: 'PutObject',
    bucket: 'b',
    key: 'x',
    body: BODY,
    headers: { sse: 'aws:kms' },
    conditions: { ifNoneMatch: '*' },
  }),
  by('ann', { op: 'PutObject', bucket: 'b', key: 'x', body: BODY, headers: {}, conditions: { ifMatch: CURRENT_ETAG } }),
  by('bob', { op: 'GetObject', bucket: 'b', key: 'x', range: 'bytes=0-0' }),
  by('bob', { op: 'GetObjectAttributes', bucket: 'b', key: 'x', checksum: true }),
  by('ann', { op: 'CreateMultipartUpload', ...UPLOAD, headers: {} }),
  by('bob', { op: 'UploadPart', ...UPLOAD, partNumber: 1, body: BODY }),
  by('ann', { op: 'UploadPart', ...UPLOAD, partNumber: 2, body: BODY }),
  by('ann', { op: 'UploadPartCopy', source: { bucket: 'b', key: 'x' }, ...UPLOAD, partNumber: 1 }),
  by('bob', { op: 'CompleteMultipartUpload', ...UPLOAD, parts: [1, 2] }),
  by('ann', { op: 'CompleteMultipartUpload', ...UPLOAD, parts: [1] }),
  by('old', { op: 'ListParts', ...UPLOAD }),
  ...['k1', 'k2'].map((key) =>
    by('ann', {
      op: 'UpdateObjectEncryption',
      bucket: 'b',
      key: 'x',
      kmsKeyArn: `arn:aws:kms:eu-west-1:${HOME}:key/${key}`,
    }),
  ),
  by('ann', {
    op: 'UpdateObjectEncryption',
    bucket: 'b',
    key: 'x',
    kmsKeyArn: 'arn:aws:kms:eu-west-1:999999999999:key/k1',
  }),
  puts('ann', 'b/x', { customerKey: 'c1' }),
  rules('ann', 'd', { SSEAlgorithm: 'AES256', BlockedEncryptionTypes: ['NONE'] }),
  by('ann', { op: 'CreateMultipartUpload', ...UPLOAD, headers: { customerKey: 'c1' } }),
  rules('ann', 'd', { SSEAlgorithm: 'AES256', BlockedEncryptionTypes: ['SSE-C'] }),
  by('ann', { op: 'PutBucketReplication', bucket: 'b', destination: 'd', role: 'repl', replicaKmsKeyId: 'k1' }),
  by('ann', { op: 'DeleteBucketReplication', bucket: 'b' }),
  happens({ op: 'ReplicateObject', bucket: 'b', key: 'x' }),
  happens({ op: 'ExpireObject', bucket: 'b', key: 'x' }),
  happens({ op: 'TransitionObject', bucket: 'b', key: 'x' }),
  happens({ op: 'RestartHosts' }),
  by('ann', { op: 'UpdateAlias', alias: 'alias/a', keyId: 'k2' }),
  by('ann', { op: 'UpdateAlias', alias: 'alias/a', keyId: 'k1' }),
  by('ann', { op: 'RotateKeyOnDemand', keyId: 'k1' }),
  by('ann', { op: 'ImportKeyMaterial', keyId: 'k3' }),
  by('ann', { op: 'DeleteImportedKeyMaterial', keyId: 'k3' }),
  by('ann', { op: 'GetKeyRotationStatus', keyId: 'k3' }),
  ...switches('ann', 'k3'),
  ...deletion('ann', 'k3'),
  by('ann', { op: 'CreateBucket', bucket: 'e' }),
  by('ann', { op: 'DeleteBucket', bucket: 'e' }),
  by('ann', {
    op: 'PutBucketPolicy',
    bucket: 'b',
    statements: [
      {
        effect: 'Deny',
        principal: `arn:aws:iam::${HOME}:role/bob`,
        actions: ['s3:GetObject', 's3:PutEncryptionConfiguration'],
      },
    ],
  }),
  by('ann', {
    op: 'PutBucketPolicy',
    bucket: 'b',
    statements: [{ effect: 'Deny', principal: `arn:aws:iam::${HOME}:role/ann`, actions: ['s3:PutObject'] }],
  }),
  // Denied to who does not ask for KMS, or for the key (U-36).
  ...(['s3:x-amz-server-side-encryption', 's3:x-amz-server-side-encryption-aws-kms-key-id'] as const).map((header) =>
    by('ann', {
      op: 'PutBucketPolicy',
      bucket: 'b',
      statements: [
        {
          effect: 'Deny',
          principal: `arn:aws:iam::${HOME}:role/ann`,
          actions: ['s3:PutObject'],
          condition: { StringNotLike: { [header]: ['aws:kms', '*:key/k1'] } },
        },
      ],
    }),
  ),
  by('ann', { op: 'PutBucketPolicy', bucket: 'b', statements: [] }),
];

/** Who signs as of old, and who does not sign (E-16, F-101). */
const UNSIGNED: Setup['requesters'] = [
  { name: 'old', account: HOME, principal: 'old', session: 's1', signature: 'v2' },
  { name: 'nobody', account: HOME, principal: 'nobody', session: 's1', signature: 'none' },
];

/** A scope with `ideal` but for some settings, in which what is open of bucket keys shows. */
export function cachesScope(name: string, ...settings: readonly Partial<Profile>[]): ExploreScope {
  return scopeOf(name, settings, ON_CACHES, { b: [] });
}

/** One in which everything shows that can be open. */
export function wideScope(name: string, ...settings: readonly Partial<Profile>[]): ExploreScope {
  return scopeOf(name, settings, ON_ALL, { b: ['x'], d: [] });
}

function scopeOf(
  name: string,
  settings: readonly Partial<Profile>[],
  actions: readonly Action[],
  buckets: Readonly<Record<string, readonly string[]>>,
): ExploreScope {
  const profile: Profile = Object.assign({ ...IDEAL, name, base: 'ideal' }, ...settings);
  const setup = settingUp({
    requesters: ['ann', 'bob', 'repl'],
    kmsKeys: ['k1', 'k2'],
    importedKeys: ['k3'],
    buckets,
    aliases: { 'alias/a': 'k1' },
  });
  const service = profile.requesterMode === 'service' ? { service: 'repl' } : {};
  return {
    name,
    title: `As ideal, but for ${name}.`,
    setup: { ...setup, requesters: [...setup.requesters, ...UNSIGNED], ...service },
    profile,
    tickMs: TICK_MS,
    actions,
    monitored: true,
  };
}
