import { Arns } from '../../model/vocabulary/arns.ts';
import type { EnvironmentEvent } from '../../model/vocabulary/events/environment-events.ts';
import type { Step } from '../../model/vocabulary/events/event.ts';
import type { Observation } from '../../model/vocabulary/observation.ts';
import type { Requester } from '../../model/vocabulary/requester.ts';
import type { BucketSetup, Setup } from '../../model/vocabulary/setup.ts';
import { createRandom } from './crypto/random.ts';
import { Sealer } from './crypto/sealer.ts';
import { SecretKey } from './crypto/secret-key.ts';
import { applyKmsEvent, rotationStatus } from './kms/control.ts';
import { KeyStore } from './kms/key-store.ts';
import { ReferenceKms } from './kms/kms.ts';
import { Quotas } from './kms/quotas.ts';
import { DEFAULT_REFERENCE_OPTIONS, type ReferenceOptions } from './options.ts';
import { REFERENCE_PARTS, type ReferenceParts } from './parts/parts.ts';
import { KmsRefusal, S3Refusal } from './refusal.ts';
import type { TouchedObject } from './request-scope.ts';
import { applyBucketEvent } from './s3/bucket-operations.ts';
import { blockedFromStart } from './s3/customer-keys.ts';
import { Keyring } from './s3/keyring.ts';
import { applyLifecycleEvent } from './s3/lifecycle.ts';
import { applyObjectEvent } from './s3/object-operations.ts';
import { newHost } from './s3/plaintext-cache.ts';
import { applyReplicateObject } from './s3/replication.ts';
import { evictPlaintext, type ReferenceS3, routedHost } from './s3/s3.ts';
import { newStoredBucket, type StoredBucket } from './s3/stored-bucket.ts';
import { updateObjectEncryption } from './s3/update-encryption.ts';
import { applyUploadEvent } from './s3/upload-operations.ts';
import { type S3Response, s3Response } from './s3-response.ts';
import type { Trail } from './trail.ts';
import { createTrouble } from './trouble.ts';

/** S3 and KMS in memory, set up and running. */
export interface Reference {
  /**
   * Carries out one step and says what was seen, its KMS calls and internals always included. Steps may overlap:
   * requests of one requester that are cold at the same time share one KMS call, which is observed on the one that made
   * it. Rejects where the step names an unknown requester, or where content can no longer be decrypted as it was
   * encrypted: that is never the answer of a correct S3.
   */
  apply(step: Step): Promise<Observation>;
}

/**
 * Builds a reference in the state the setup describes.
 *
 * @throws RangeError where there is no cache.
 */
export function createReference(setup: Setup, options: Partial<ReferenceOptions> = {}): Reference {
  return referenceOf(REFERENCE_PARTS, setup, options);
}

/** {@link createReference} of other parts: its rules are replaceable one by one, so that faults can be planted. */
export function referenceOf(parts: ReferenceParts, setup: Setup, options: Partial<ReferenceOptions> = {}): Reference {
  const { apply } = openReference(parts, setup, options);
  return { apply: (step) => apply(step) };
}

/** A reference that can be looked into, for whoever answers from it over a network. */
export interface OpenReference {
  /** What it stores and works with. */
  readonly s3: ReferenceS3;
  /** As {@link Reference.apply}; `touched` is given the object that the step reads or stores. */
  apply(step: Step, touched?: TouchedObject): Promise<Observation>;
}

/** {@link referenceOf}, open. `arns`: how things are named, where the setup does not say it all. */
export function openReference(
  parts: ReferenceParts,
  setup: Setup,
  options: Partial<ReferenceOptions> = {},
  arns = new Arns(setup),
): OpenReference {
  const chosen = { ...DEFAULT_REFERENCE_OPTIONS, ...options };
  const s3 = build(setup, chosen, parts, arns);
  const trouble = createTrouble(chosen);
  return {
    s3,
    apply: async (step, touched) => {
      const trail: Trail = { kmsCalls: [], seals: [], wraps: [], stored: {} };
      const error = trouble(step);
      const isBefore = error?.when === 'before';
      const own = isBefore ? error.answer : await answerTo(s3, step, trail, touched);
      const isPassedOn = trail.kmsCalls.some(({ result }) => result !== 'ok');
      const answered = error === undefined || isPassedOn ? own : error.answer;
      return {
        ...answered,
        kmsCalls: trail.kmsCalls,
        internals: { ...trail.stored, seals: trail.seals, wraps: trail.wraps },
      };
    },
  };
}

function build(setup: Setup, options: ReferenceOptions, parts: ReferenceParts, arns: Arns): ReferenceS3 {
  if (!Number.isInteger(options.caches) || options.caches < 1)
    throw new RangeError(`caches: ${options.caches}, expected a whole number above 0`);
  const random = createRandom(options.seed);
  const host = () => newHost(parts.bucketKeys);
  const sealer = new Sealer(random, parts.crypto);
  const isService = options.requesterMode === 'service';
  const service = isService ? setup.requesters.find(({ name }) => name === setup.service) : undefined;
  const keys = new KeyStore(setup, random, parts, arns);
  const blocked = blockedFromStart(parts.customerKeys, options, keys.arns.region);
  const quotas = new Quotas(setup, keys.arns.region);
  const kms = new ReferenceKms(keys, sealer, random, parts, options, quotas, service);
  return {
    deletedNames: new Set(),
    buckets: new Map(setup.buckets.map((bucket) => [bucket.name, bucketOf(bucket, parts, random, blocked)])),
    requesters: new Map(setup.requesters.map((requester) => [requester.name, identified(requester)])),
    hosts: [host(), ...Array.from({ length: options.caches - 1 }, host)],
    kms,
    keyring: new Keyring(kms, random, options, parts),
    sealer,
    random,
    internalKey: new SecretKey(parts.crypto.newKey(random)),
    options,
    tellsVersioning: setup.buckets.some(({ versioning }) => versioning !== undefined),
    parts,
  };
}

/** Who does not sign is nobody: of no account, and no policy can name it (F-101). A service is of no account (K-28). */
function identified(requester: Requester): Requester {
  if (requester.signature === 'none') return { ...requester, account: '', principal: '', session: '' };
  const { servicePrincipal } = requester;
  return servicePrincipal === undefined
    ? requester
    : { ...requester, account: '', principal: servicePrincipal, session: '' };
}

/** A bucket with the objects it has from before 2023, in the clear (F-33). */
function bucketOf(
  setup: BucketSetup,
  parts: ReferenceParts,
  random: ReferenceS3['random'],
  blocked: StoredBucket['blocked'],
): StoredBucket {
  const { versioning, kind } = setup;
  const shelf = parts.objects.newShelf();
  const bucket = newStoredBucket(
    setup.name,
    setup.account,
    false,
    shelf,
    versioning !== undefined,
    blocked,
    kind === 'directory',
  );
  if (versioning !== 'Unversioned') bucket.versioning = versioning ?? null;
  bucket.objectLock = setup.objectLock === true && versioning === 'Enabled';
  for (const { key, body } of setup.plainObjects) {
    const bytes = parts.objects.bytesOf(body);
    bucket.objects.set(key, {
      encryption: { algorithm: 'PLAIN', kmsKeyArn: null, bucketKey: false, context: {} },
      content: { form: 'clear', bytes },
      etag: parts.objects.etagFor('PLAIN', bytes, random),
      replication: null,
    });
  }
  return bucket;
}

async function answerTo(
  s3: ReferenceS3,
  step: Step,
  trail: Trail,
  touched: TouchedObject | undefined,
): Promise<S3Response> {
  try {
    return await carryOut(s3, step, trail, touched);
  } catch (failure) {
    const error =
      failure instanceof KmsRefusal
        ? s3.parts.kms.s3ErrorOf(failure.failure)
        : failure instanceof S3Refusal
          ? failure.error
          : null;
    if (error === null) throw failure;
    // The answer to HEAD has no body, so no code.
    const { status, code, deleteMarker } = error;
    const shown = { code: step.event.op === 'HeadObject' ? null : code };
    return s3Response(status, deleteMarker === undefined ? shown : { ...shown, deleteMarker });
  }
}

async function carryOut(
  s3: ReferenceS3,
  step: Step,
  trail: Trail,
  touched: TouchedObject | undefined,
): Promise<S3Response> {
  const { atMs, event } = step;
  s3.kms.keys.settle(atMs);
  const requester = step.by === null ? null : requesterNamed(s3, step.by);
  switch (event.op) {
    case 'ReplicateObject':
    case 'ExpireObject':
    case 'TransitionObject':
    case 'EvictBucketKeys':
    case 'RestartHosts':
    case 'ThrottleKms':
    case 'InterruptKms':
      return environment(s3, event, atMs, trail);
  }
  if (requester === null) throw new Error(`${event.op} needs a requester`);
  const headers = 'headers' in event ? (event.headers ?? {}) : {};
  switch (event.op) {
    case 'CreateMultipartUpload':
    case 'UploadPart':
    case 'UploadPartCopy':
    case 'CompleteMultipartUpload':
    case 'AbortMultipartUpload':
    case 'ListParts':
      return applyUploadEvent(s3, { atMs, requester, host: routedHost(s3), trail, touched, headers }, event);
  }
  if (event.op === 'UpdateObjectEncryption')
    return updateObjectEncryption(s3, { atMs, requester, host: routedHost(s3), trail, touched }, event);
  if ('key' in event)
    return applyObjectEvent(s3, { atMs, requester, host: routedHost(s3), trail, touched, headers }, event);
  switch (event.op) {
    case 'CreateKey':
    case 'DisableKey':
    case 'EnableKey':
    case 'ScheduleKeyDeletion':
    case 'CancelKeyDeletion':
    case 'EnableKeyRotation':
    case 'DisableKeyRotation':
    case 'GetKeyRotationStatus':
    case 'RotateKeyOnDemand':
    case 'ImportKeyMaterial':
    case 'DeleteImportedKeyMaterial':
    case 'PutKeyPolicy':
    case 'CreateGrant':
    case 'RevokeGrant':
    case 'RetireGrant':
    case 'CreateAlias':
    case 'UpdateAlias':
    case 'DeleteAlias': {
      const failure = applyKmsEvent(s3.kms.keys, s3.parts, event, requester, atMs);
      if (failure !== null) return s3Response(400, { code: failure });
      if (event.op !== 'GetKeyRotationStatus') return s3Response(200);
      return s3Response(200, {
        keyRotationEnabled: rotationStatus(s3.kms.keys, s3.parts, event, requester, atMs),
      });
    }
    default:
      return applyBucketEvent(s3, event, requester);
  }
}

/** What nobody asked for. It has no answer but 200. */
async function environment(s3: ReferenceS3, event: EnvironmentEvent, atMs: number, trail: Trail): Promise<S3Response> {
  switch (event.op) {
    case 'ReplicateObject':
      return s3Response(200, { replicationStatus: await applyReplicateObject(s3, event, atMs, trail) });
    case 'ExpireObject':
    case 'TransitionObject':
      return applyLifecycleEvent(s3, event, atMs, trail);
    case 'EvictBucketKeys': {
      evictPlaintext(s3, event.bucket);
      const bucket = s3.buckets.get(event.bucket);
      if (bucket !== undefined) bucket.bucketKeys = s3.parts.bucketKeys.keptAtEviction(bucket.bucketKeys);
      return s3Response(200);
    }
    case 'RestartHosts':
      evictPlaintext(s3);
      return s3Response(200);
    case 'ThrottleKms':
      s3.kms.throttling = event.on;
      return s3Response(200);
    case 'InterruptKms':
      s3.kms.unreachable = event.on && (event.answersLost === true ? 'answers' : 'calls');
      return s3Response(200);
  }
}

function requesterNamed(s3: ReferenceS3, name: string): Requester {
  const requester = s3.requesters.get(name);
  if (requester === undefined) throw new Error(`no requester ${name} in the setup`);
  return requester;
}
