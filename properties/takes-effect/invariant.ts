import {
  type Bucket,
  DAY_MS,
  type EncryptionRule,
  type Event,
  isSuccess,
  type KmsKey,
  NO_KMS_KEY,
  type ObjectName,
  type ObjectVersionState,
  type SseAlgorithm,
  shownRule,
  type Upload,
} from '../../model/index.ts';
import type { Invariant } from '../invariant.ts';
import { controlStateAt, type Transition, versionIn } from '../transition.ts';

/**
 * What succeeds has done what it says, and a setting that was refused is as it was (F-01, F-15, F-121, K-12, U-05).
 */
export const takesEffectInvariant: Invariant = (transition) => {
  const { step, outcome } = transition;
  if (!isSuccess(outcome.status)) return refusedChange(transition);
  // Each is called with its own event.
  const check = EFFECTS[step.event.op] as ((event: Event, transition: Transition) => string | undefined) | undefined;
  return check?.(step.event, transition);
};

const NEVER_WAIT: ReadonlySet<string> = new Set(['none', 'completed', 'replica']);

type Of<Op extends Event['op']> = Extract<Event, { readonly op: Op }>;

/** What is wrong after a success, by operation. */
const EFFECTS: { readonly [Op in Event['op']]?: (event: Of<Op>, transition: Transition) => string | undefined } = {
  CreateBucket: ({ bucket }, { after }) =>
    bucketIn(after, bucket) === undefined ? `${bucket} was created and is not there` : undefined,
  DeleteBucket: ({ bucket }, { after }) =>
    bucketIn(after, bucket) === undefined ? undefined : `${bucket} was deleted and is there`,
  PutBucketEncryption: ({ bucket, rules: [rule] }, { after }) =>
    rule === undefined || isRule(bucketIn(after, bucket), rule) ? undefined : `${bucket} has not the rule that was put`,
  DeleteBucketEncryption: ({ bucket }, { after }) =>
    isRule(bucketIn(after, bucket), { SSEAlgorithm: 'AES256' }) ? undefined : `${bucket} is not back to SSE-S3`,
  PutBucketPolicy: ({ bucket, statements }, { after }) =>
    isSame(bucketIn(after, bucket)?.policy.current, statements) ? undefined : `${bucket} has not the policy put`,
  PutBucketVersioning: ({ bucket, status }, { after }) =>
    bucketIn(after, bucket)?.versioning?.current === (status === 'Enabled' ? 'enabled' : 'suspended')
      ? undefined
      : `the versioning of ${bucket} is not ${status}`,
  PutBucketReplication: ({ bucket, destination, role, replicaKmsKeyId, deleteMarkerReplication }, { after }) => {
    const rule = bucketIn(after, bucket)?.replication.current;
    const isPut =
      rule?.destination === destination &&
      rule.role === role &&
      rule.replicaKmsKeyId === replicaKmsKeyId &&
      rule.coversMarkers === (deleteMarkerReplication === true);
    return isPut ? undefined : `${bucket} has not the replication rule that was put`;
  },
  DeleteBucketReplication: ({ bucket }, { after }) =>
    bucketIn(after, bucket)?.replication.current === null ? undefined : `${bucket} still has a replication rule`,
  CreateKey: (event, transition) => {
    const isPut =
      event.statements === undefined || isSame(keyIn(transition, event.keyId)?.policy.current, event.statements);
    return notIn('enabled', event, transition) ?? (isPut ? undefined : `${event.keyId} was made without its policy`);
  },
  DisableKey: (event, transition) => notIn('disabled', event, transition),
  // Without its material it is not usable, whatever it is said to be (F-209, U-40).
  EnableKey: (event, transition) =>
    notIn(hadMaterial(event.keyId, transition) ? 'enabled' : 'pendingImport', event, transition),
  // The key is not usable again by itself (F-121).
  CancelKeyDeletion: (event, transition) =>
    hadMaterial(event.keyId, transition) || keyIn(transition, event.keyId)?.control.current.state !== 'pendingImport'
      ? notIn('disabled', event, transition)
      : undefined,
  ImportKeyMaterial: (event, transition) => {
    const endsMs = transition.step.atMs + (event.validForMs ?? Number.POSITIVE_INFINITY);
    const { state, materialEndsMs } = keyIn(transition, event.keyId)?.control.current ?? {};
    if (materialEndsMs !== endsMs) return `the material of ${event.keyId} does not expire as it was imported`;
    // Whether a disabled key is enabled by it is open (D-21).
    return state === 'disabled' && stateBefore(event.keyId, transition) === 'disabled'
      ? undefined
      : notIn('enabled', event, transition);
  },
  DeleteImportedKeyMaterial: (event, transition) => {
    const { materialEndsMs, deletedAtMs } = keyIn(transition, event.keyId)?.control.current ?? {};
    if (materialEndsMs !== Number.NEGATIVE_INFINITY) return `${event.keyId} still has its material`;
    const isDoomed = stateBefore(event.keyId, transition) === 'pendingDeletion';
    const isKept = keyBefore(event.keyId, transition)?.control.current.deletedAtMs === deletedAtMs;
    if (isDoomed && !isKept) return `the deletion of ${event.keyId} was put off with that of its material`;
    return notIn(isDoomed ? 'pendingDeletion' : 'pendingImport', event, transition);
  },
  ScheduleKeyDeletion: (event, transition) => {
    const endsMs = transition.step.atMs + event.pendingWindowInDays * DAY_MS;
    const isDue = keyIn(transition, event.keyId)?.control.current.deletedAtMs === endsMs;
    return notIn('pendingDeletion', event, transition) ?? (isDue ? undefined : `${event.keyId} is not deleted in time`);
  },
  PutKeyPolicy: (event, transition) =>
    isSame(keyIn(transition, event.keyId)?.policy.current, event.statements)
      ? undefined
      : `${event.keyId} has not the policy put`,
  EnableKeyRotation: (event, transition) => notRotating(true, event, transition),
  DisableKeyRotation: (event, transition) => notRotating(false, event, transition),
  CreateGrant: (event, transition) =>
    isGiven(event, transition) ? undefined : `${event.grant} was made, and ${event.keyId} has no such grant`,
  RevokeGrant: (event, transition) =>
    isGiven(event, transition) ? `${event.grant} was revoked, and ${event.keyId} has it` : undefined,
  RetireGrant: (event, transition) =>
    isGiven(event, transition) ? `${event.grant} was retired, and ${event.keyId} has it` : undefined,
  CreateAlias: (event, transition) => notPointed(event, transition),
  UpdateAlias: (event, transition) => notPointed(event, transition),
  DeleteAlias: ({ alias }, transition) =>
    targetOf(alias, transition) === NO_KMS_KEY ? undefined : `${alias} was deleted and is there`,
  PutObject: (event, transition) => wronglyStored(event, transition, event.body.md5),
  CopyObject: (event, transition) =>
    wronglyStored(
      event,
      transition,
      versionIn(transition.before, event.source.bucket, event.source.key, event.sourceVersionId)?.md5,
    ),
  DeleteObject: ({ bucket, key, versionId }, { before, after }) => {
    if (versionId !== undefined)
      return versionIn(before, bucket, key, versionId) !== undefined &&
        versionsIn(after, bucket, key) === versionsIn(before, bucket, key)
        ? `a version of ${bucket}/${key} was deleted and is there`
        : undefined;
    return versionIn(after, bucket, key) === undefined
      ? versionsLost({ bucket, key }, before, after)
      : `${bucket}/${key} was deleted and is there`;
  },
  ExpireObject: ({ bucket, key, versionId }, { before, after }) => {
    if (versionId !== undefined) return undefined;
    // What waits for its replication is not expired (F-197).
    const version = versionIn(before, bucket, key);
    const mayWait = version !== undefined && !NEVER_WAIT.has(version.replication);
    if (mayWait || versionIn(after, bucket, key) === undefined) return undefined;
    return `${bucket}/${key} expired and is there`;
  },
  ReplicateObject: ({ bucket, key }, { before, after }) => {
    const rule = bucketIn(before, bucket)?.replication.current ?? null;
    const isAsked = rule === null || rule.coversMarkers || versionIn(before, bucket, key) !== undefined;
    if (isAsked || versionsIn(after, rule.destination, key) === versionsIn(before, rule.destination, key))
      return undefined;
    return `${bucket}/${key} is not there and was replicated, and the rule says nothing of delete markers`;
  },
  CreateMultipartUpload: (event, transition) =>
    event.uploadId === undefined || uploadIn(transition, event, event.uploadId) !== undefined
      ? undefined
      : `an upload of ${event.bucket}/${event.key} was created and is not there`,
  UploadPart: (event, transition) => partMissing(event, transition),
  UploadPartCopy: (event, transition) => partMissing(event, transition),
  CompleteMultipartUpload: (event, transition) =>
    uploadIn(transition, event, event.uploadId) === undefined
      ? wronglyStored(event, transition, undefined)
      : `the upload of ${event.bucket}/${event.key} was completed and is there`,
  AbortMultipartUpload: (event, transition) =>
    uploadIn(transition, event, event.uploadId) === undefined
      ? undefined
      : `the upload of ${event.bucket}/${event.key} was aborted and is there`,
  EvictBucketKeys: ({ bucket }, { before, after }) => {
    const evicted = bucketIn(after, bucket);
    return evicted === undefined || evicted.cacheEpoch > before.epoch
      ? undefined
      : `the bucket keys of ${bucket} were evicted, and caches still have them`;
  },
  RestartHosts: (_, { before, after }) =>
    after.restartEpoch > before.epoch ? undefined : 'hosts restarted, and caches still have what they had',
  ThrottleKms: ({ on }, { after }) =>
    after.kmsThrottled === on ? undefined : `KMS is ${after.kmsThrottled ? '' : 'not '}throttled`,
  InterruptKms: ({ on, answersLost }, { after }) =>
    after.kmsUnreachable === (on && (answersLost === true ? 'answers' : 'calls'))
      ? undefined
      : `KMS can${after.kmsUnreachable ? 'not' : ''} be reached`,
};

function isGiven({ keyId, grant }: Of<'CreateGrant' | 'RevokeGrant' | 'RetireGrant'>, transition: Transition): boolean {
  const { grants = [] } = keyIn(transition, keyId) ?? {};
  return grants.some(({ name, given }) => name === grant && given.current);
}

function notRotating(
  isOn: boolean,
  { op, keyId }: Of<'EnableKeyRotation' | 'DisableKeyRotation'>,
  transition: Transition,
): string | undefined {
  return keyIn(transition, keyId)?.rotates.current === isOn
    ? undefined
    : `${op} succeeded, and rotation of ${keyId} is ${isOn ? 'off' : 'on'}`;
}

function notPointed({ alias, keyId }: Of<'CreateAlias' | 'UpdateAlias'>, transition: Transition): string | undefined {
  const target = transition.after.scope.keyWithId(keyId)?.number;
  return targetOf(alias, transition) === target ? undefined : `${alias} does not point to ${keyId}`;
}

/** Number of the key that an alias of who asked names afterwards. */
function targetOf(alias: string, { after, step }: Transition): number | undefined {
  const account = after.scope.requesters.get(step.by ?? '')?.account ?? '';
  return after.aliases.get(after.scope.aliasNamed(account, alias))?.target.current;
}

function uploadIn({ after }: Transition, { bucket, key }: ObjectName, uploadId: string): Upload | undefined {
  return after.uploads.get(after.scope.upload(after.scope.object(bucket, key), uploadId));
}

function partMissing(event: Of<'UploadPart' | 'UploadPartCopy'>, transition: Transition): string | undefined {
  const there = uploadIn(transition, event, event.uploadId)?.parts.some(({ number }) => number === event.partNumber);
  return there === true
    ? undefined
    : `part ${event.partNumber} of ${event.bucket}/${event.key} was sent and is not there`;
}

/** A setting that a refused event was about, if it is another one now. */
function refusedChange({ before, after, step: { event } }: Transition): string | undefined {
  if ('keyId' in event) {
    const number = before.scope.keyWithId(event.keyId)?.number ?? -1;
    return isSame(before.kmsKeys.get(number), after.kmsKeys.get(number))
      ? undefined
      : `${event.op} was refused, and ${event.keyId} is not what it was`;
  }
  if (!('bucket' in event)) return undefined;
  return isSame(bucketIn(before, event.bucket), bucketIn(after, event.bucket))
    ? undefined
    : `${event.op} was refused, and ${event.bucket} is not what it was`;
}

/** What is stored is what was sent, under what the answer says. */
function wronglyStored(
  { bucket, key }: { readonly bucket: string; readonly key: string },
  { before, after, outcome }: Transition,
  md5: string | undefined,
): string | undefined {
  const lost = versionsLost({ bucket, key }, before, after);
  if (lost !== undefined) return lost;
  const version = versionIn(after, bucket, key);
  if (version === undefined) return `${bucket}/${key} was written and is not there`;
  if (md5 !== undefined && version.md5 !== md5) return `${bucket}/${key} has another content than was written`;
  const isAsShown =
    ALGORITHM_OF[version.state] === outcome.sse &&
    (version.state === 'sseKmsBucketKey') === (outcome.bucketKeyEnabled === true) &&
    (after.kmsKeys.get(version.kmsKey)?.arn ?? null) === outcome.kmsKeyArn;
  return isAsShown ? undefined : `${bucket}/${key} is not stored under what the answer shows`;
}

/** How many versions and delete markers a key has. */
function versionsIn(world: Transition['after'], bucket: string, key: string): number {
  const number = world.scope.object(bucket, key);
  return world.versions.get(number)?.rank ?? (world.objects.get(number) === undefined ? 0 : 1);
}

/** Where every write makes a version, all that were there before are there, as they were (F-176, F-177). */
function versionsLost(
  { bucket: name, key }: ObjectName,
  before: Transition['before'],
  after: Transition['after'],
): string | undefined {
  const versioning = bucketIn(before, name)?.versioning;
  const isSure = versioning?.current === 'enabled' && versioning.earlier.length === 0;
  const there = versionsIn(before, name, key);
  if (versionsIn(after, name, key) <= there)
    return isSure ? `${name}/${key} has no version more than before` : undefined;
  for (let rank = 1; rank <= there; rank++)
    if (!isSame(stored(before, name, key, rank), stored(after, name, key, rank)))
      return `version ${rank} of ${name}/${key} is not what it was`;
  return undefined;
}

/** A version but for its replication, which goes on unseen once it is not current any more (F-76). */
function stored(world: Transition['after'], bucket: string, key: string, rank: number): unknown {
  return { ...versionIn(world, bucket, key, `#${rank}`), replication: undefined };
}

const ALGORITHM_OF: Readonly<Record<ObjectVersionState, SseAlgorithm | null>> = {
  absent: null,
  plain: null,
  sseS3: 'AES256',
  sseKms: 'aws:kms',
  sseKmsBucketKey: 'aws:kms',
  dsseKms: 'aws:kms:dsse',
  sseC: null,
};

function bucketIn(world: Transition['after'], name: string): Bucket | undefined {
  return world.buckets.get(world.scope.bucket(name));
}

function keyIn({ after }: Transition, id: string): KmsKey | undefined {
  return after.kmsKeys.get(after.scope.keyWithId(id)?.number ?? -1);
}

function keyBefore(id: string, { before }: Transition): KmsKey | undefined {
  return before.kmsKeys.get(before.scope.keyWithId(id)?.number ?? -1);
}

function stateBefore(id: string, transition: Transition): string | undefined {
  const key = keyBefore(id, transition);
  return key && controlStateAt(key.control.current, transition.step.atMs);
}

function hadMaterial(id: string, transition: Transition): boolean {
  const key = keyBefore(id, transition);
  return key === undefined || transition.step.atMs < key.control.current.materialEndsMs;
}

function notIn(
  state: KmsKey['control']['current']['state'],
  { op, keyId }: { readonly op: string; readonly keyId: string },
  transition: Transition,
): string | undefined {
  const now = keyIn(transition, keyId)?.control.current.state;
  return now === state ? undefined : `${op} succeeded, and ${keyId} is ${now ?? 'not there'}`;
}

function isRule(
  bucket: Bucket | undefined,
  { SSEAlgorithm, KMSMasterKeyID, BucketKeyEnabled }: EncryptionRule,
): boolean {
  const shown = bucket && shownRule(bucket.encryption.current);
  return (
    shown?.SSEAlgorithm === SSEAlgorithm &&
    // An empty key id may be taken for none (U-31).
    (shown.KMSMasterKeyID === KMSMasterKeyID || (KMSMasterKeyID === '' && shown.KMSMasterKeyID === undefined)) &&
    shown.BucketKeyEnabled === (BucketKeyEnabled === true)
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
