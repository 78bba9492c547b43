import { KMS_OUTAGES } from '../vocabulary/kms-call.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../vocabulary/time.ts';
import { WITHOUT_END_MS } from './bucket-key-rows.ts';
import { EITHER } from './field.ts';
import type { Profile } from './profile.ts';

/**
 * What AWS documents in 2026, every open point open. The bounds on times are ours: AWS publishes none (F-103, D-14).
 */
const aws: Profile = {
  name: 'aws',
  base: 'aws',
  title: 'General purpose buckets as AWS documents them today; what AWS leaves open is open.',
  strict: false,
  requesterMode: 'rolePolicy',
  caches: 'any',
  earlyEviction: true,
  cacheLifetime: { minMs: 0, maxMs: DAY_MS },
  generationLifetime: { minMs: 0, maxMs: DAY_MS },
  idleTime: { minMs: WITHOUT_END_MS, maxMs: WITHOUT_END_MS },
  usesPerBucketKey: 'none',
  leastReuse: 'none',
  coldWrite: ['generate', 'unwrap'],
  writeVerifies: EITHER.options,
  writeWarmsRead: EITHER.options,
  readWarmsWrite: EITHER.options,
  extraContext: ['left-out', 'partitions'],
  inertHeader: ['ignored', 'refused'],
  dormantFlag: EITHER.options,
  kmsHeaderUsesBucketKey: [false],
  mixedReplicaFlag: EITHER.options,
  replicationVerifies: EITHER.options,
  markersAcrossAccounts: EITHER.options,
  batchRepeats: EITHER.options,
  lifecycleCalls: true,
  headDecrypts: [false],
  checksumOpens: EITHER.options,
  uploadOpens: EITHER.options,
  partsTooSmall: EITHER.options,
  rewrapsBy: ['Encrypt', 'GenerateDataKey', 'ReEncrypt'],
  updateNeedsPut: EITHER.options,
  updateKeyAccount: ['bucket'],
  conditionCalls: ['none', 'read', 'all'],
  rangeFits: EITHER.options,
  conditionConflict: EITHER.options,
  matchOfNothing: ['NoSuchKey', 'PreconditionFailed'],
  refusedFirst: ['s3', 'kms'],
  aes256Etag: ['md5'],
  kmsEtag: ['opaque'],
  dsseEtag: ['opaque'],
  pendingDeletion: ['KMSInvalidStateException', 'DisabledException'],
  ownAccountLists: EITHER.options,
  policyHeaders: ['sent', 'used'],
  configAuthority: ['policy', 'owner'],
  bareIdInRule: ['bucket', 'requester'],
  nameInTransition: EITHER.options,
  blockPublicAccess: ['newBuckets', 'none'],
  rotationConflict: EITHER.options,
  reimport: ['kept', 'enabled', 'refused'],
  cancelWithoutMaterial: ['pendingImport', 'disabled'],
  importedRotation: ['false', 'refused'],
  emptyKeyId: ['asked', 'refused', 'absent'],
  contextWithoutKms: ['ignored', 'refused'],
  selfCopyBy: ['anyHeader', 'algorithm', 'anySetting'],
  unsetBlock: ['SSE-C', 'NONE'],
  blockEndsUploads: EITHER.options,
  looksNeedV4: EITHER.options,
  unknownVersion: ['NoSuchVersion', 'InvalidArgument'],
  anyS3Error: true,
  kmsOutage: KMS_OUTAGES,
  kmsQuotaKeeps: ['second', 'anySecond', 'loosely'],
  outageAnswer: ['503', '500'],
  ruleDelayMs: 15 * MINUTE_MS,
  policyDelayMs: 15 * MINUTE_MS,
  replicationDelayMs: 15 * MINUTE_MS,
  versioningDelayMs: 15 * MINUTE_MS,
  kmsDelayMs: 5 * MINUTE_MS,
  remembersRefusal: [false],
  transientErrors: true,
  freshReplicaEtag: false,
  keyIdWithAes256: false,
  replication: true,
};

/** What is left of aws for a single server: it has nothing to propagate to, and its own errors are its own. */
const awsAtOnce: Profile = {
  ...aws,
  name: 'aws-at-once',
  base: 'aws-at-once',
  title: 'As aws, of a single server: every change is seen at once, and what is assumed there is required.',
  strict: true,
  nameInTransition: [false],
  ruleDelayMs: 0,
  policyDelayMs: 0,
  replicationDelayMs: 0,
  versioningDelayMs: 0,
  kmsDelayMs: 0,
  transientErrors: false,
};

/** The rule until after June 2023: a requester is a session (F-96). */
const aws2023: Profile = {
  ...aws,
  name: 'aws-2023',
  base: 'aws-2023',
  title: 'As aws, with the requester rule of 2020 to 2023: every session is a requester of its own.',
  requesterMode: 'session',
};

/** Huawei OBS, as its manual has it: two clearly separate durations, and under SSE-OBS the MD5 of the ciphertext. */
const huaweiObs: Profile = {
  ...aws,
  name: 'huawei-obs',
  base: 'huawei-obs',
  title: 'Huawei OBS: plaintext cached for about 3 minutes, bucket keys rotated every 365 days, no replication.',
  cacheLifetime: { minMs: 0, maxMs: 4 * MINUTE_MS },
  generationLifetime: { minMs: 0, maxMs: 365 * DAY_MS },
  aes256Etag: ['opaque'],
  replication: false,
};

/** Nothing open, so that every count is exact: the yardstick, and what the embedded reference is held to. */
const ideal: Profile = {
  name: 'ideal',
  base: 'ideal',
  title: 'One strict cache, nothing left open: every KMS call is predicted exactly.',
  strict: true,
  requesterMode: 'rolePolicy',
  caches: 1,
  earlyEviction: false,
  cacheLifetime: { minMs: 300 * SECOND_MS, maxMs: 300 * SECOND_MS },
  generationLifetime: { minMs: 300 * SECOND_MS, maxMs: 300 * SECOND_MS },
  idleTime: { minMs: WITHOUT_END_MS, maxMs: WITHOUT_END_MS },
  usesPerBucketKey: 'none',
  leastReuse: 'none',
  coldWrite: ['generate'],
  writeVerifies: [false],
  writeWarmsRead: [true],
  readWarmsWrite: [false],
  extraContext: ['left-out'],
  inertHeader: ['ignored'],
  dormantFlag: [true],
  kmsHeaderUsesBucketKey: [false],
  mixedReplicaFlag: [false],
  replicationVerifies: [true],
  markersAcrossAccounts: [true],
  batchRepeats: [false],
  lifecycleCalls: false,
  headDecrypts: [false],
  checksumOpens: [true],
  uploadOpens: [false],
  partsTooSmall: [false],
  rewrapsBy: ['Encrypt'],
  updateNeedsPut: [true],
  updateKeyAccount: ['bucket'],
  conditionCalls: ['none'],
  rangeFits: [true],
  conditionConflict: [false],
  matchOfNothing: ['NoSuchKey'],
  refusedFirst: ['s3'],
  aes256Etag: ['md5'],
  kmsEtag: ['opaque'],
  dsseEtag: ['opaque'],
  pendingDeletion: ['KMSInvalidStateException'],
  ownAccountLists: [true],
  policyHeaders: ['sent'],
  configAuthority: ['policy'],
  bareIdInRule: ['bucket'],
  nameInTransition: [false],
  blockPublicAccess: ['newBuckets'],
  rotationConflict: [false],
  reimport: ['kept'],
  cancelWithoutMaterial: ['pendingImport'],
  importedRotation: ['false'],
  emptyKeyId: ['asked'],
  contextWithoutKms: ['ignored'],
  selfCopyBy: ['anyHeader'],
  unsetBlock: ['SSE-C'],
  blockEndsUploads: [false],
  looksNeedV4: [true],
  unknownVersion: ['NoSuchVersion'],
  anyS3Error: false,
  kmsOutage: ['unreachable'],
  kmsQuotaKeeps: ['second'],
  outageAnswer: ['503'],
  ruleDelayMs: 0,
  policyDelayMs: 0,
  replicationDelayMs: 0,
  versioningDelayMs: 0,
  kmsDelayMs: 0,
  remembersRefusal: [false],
  transientErrors: false,
  freshReplicaEtag: false,
  keyIdWithAes256: false,
  replication: true,
};

/**
 * Nothing open either, but plaintext that outlives the making of data keys. Under `ideal` both spans end together, and
 * whether a bucket key has retired shows nowhere; here a requester that is warm for reads is cold for writes
 * (U-03, F-106).
 */
const strict: Profile = {
  ...ideal,
  name: 'strict',
  base: 'strict',
  title: 'As ideal, with two windows that differ: a bucket key makes data keys for 5 minutes and is cached for 10.',
  cacheLifetime: { minMs: 600 * SECOND_MS, maxMs: 600 * SECOND_MS },
};

/** The profiles that come with bucketkey. */
export const PROFILES: readonly Profile[] = [aws, awsAtOnce, aws2023, huaweiObs, ideal, strict];

/**
 * The shipped profile of a name.
 *
 * @throws RangeError when there is none.
 */
export function profileNamed(name: string): Profile {
  const profile = PROFILES.find((shipped) => shipped.name === name);
  if (profile === undefined) throw new RangeError(`there is no profile ${JSON.stringify(name)}`);
  return profile;
}
