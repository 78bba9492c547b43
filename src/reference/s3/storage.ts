import { concatBytes } from '@noble/ciphers/utils.js';
import type { ReplicationStatus } from '../../../model/vocabulary/observation.ts';
import { open, type Sealed } from '../crypto/sealer.ts';
import type { SecretKey } from '../crypto/secret-key.ts';
import type { Resolution } from '../parts/encryption.ts';
import { requireStillThere } from '../refusal.ts';
import type { RequestScope } from '../request-scope.ts';
import { decryptDataKey, makeDataKey, type ObjectLocation, rewrapDataKey } from './data-keys.ts';
import type { ReferenceS3 } from './s3.ts';
import type { ObjectEncryption, StoredContent, StoredObject } from './stored-object.ts';
import { idOfReplica, storeVersion } from './versions.ts';

/** Encrypts content as resolved and stores it; either all of that happens or nothing. Rejects with `KmsRefusal`. */
export async function writeContent(
  s3: ReferenceS3,
  scope: RequestScope,
  place: ObjectLocation,
  content: Uint8Array,
  resolution: Resolution,
  replication: ReplicationStatus | null,
  ownId?: string,
): Promise<StoredObject> {
  const { etagAs } = s3.parts.directories;
  const asStored = place.bucket.isDirectory ? { ...resolution, algorithm: etagAs(resolution.algorithm) } : resolution;
  const etag = () => newEtag(s3, asStored, content);
  if (resolution.algorithm === 'PLAIN') {
    const clear: StoredContent = { form: 'clear', bytes: content };
    const object = { encryption: shownEncryption(resolution, null), content: clear, etag: etag(), replication };
    return store(s3, scope, place, object, ownId);
  }
  const ruleBefore = place.bucket.rule;
  const guarded = await makeDataKey(s3, scope, place, resolution);
  const stored = s3.parts.encryption.resolutionStored(resolution, ruleBefore, place.bucket.rule);
  const sealed = s3.sealer.seal(scope.trail, guarded.dataKey, content);
  const { dataKey, bucketKey } = guarded;
  scope.trail.stored = {
    dataKey: dataKey.fingerprint,
    ...(bucketKey === null ? {} : { bucketKey: bucketKey.fingerprint }),
  };
  const object: StoredObject = {
    encryption: shownEncryption(stored, guarded.kmsKeyArn),
    content: { form: 'sealed', sealed: [sealed], dataKey: guarded.stored },
    etag: etag(),
    replication,
  };
  return store(s3, scope, place, object, ownId);
}

/** Bytes of the tag behind what AES-GCM has encrypted. */
const TAG_BYTES = 16;

/** How long the parts are that an object was written in. */
export function lengthsOf({ content }: StoredObject): readonly number[] {
  return content.form === 'clear' ? [content.bytes.length] : content.sealed.map(lengthOfSealed);
}

/** How long what was sealed is in the clear. */
export function lengthOfSealed({ bytes }: Sealed): number {
  return bytes.length - TAG_BYTES;
}

/** Decrypts the content of the object at a place. Rejects with `KmsRefusal`. */
export async function readContent(
  s3: ReferenceS3,
  scope: RequestScope,
  place: ObjectLocation,
  object: StoredObject,
): Promise<Uint8Array> {
  const { content, encryption } = object;
  if (content.form === 'clear') return content.bytes;
  const dataKey = await decryptDataKey(s3, scope, place, content.dataKey, encryption.context);
  return opened(dataKey, content.sealed);
}

/**
 * Stores the replica of an object; encrypted content is moved as it is, under its old data key in a new wrapping.
 * Rejects with `KmsRefusal`.
 */
export async function writeReplica(
  s3: ReferenceS3,
  scope: RequestScope,
  from: ObjectLocation,
  source: StoredObject,
  to: ObjectLocation,
  resolution: Resolution,
): Promise<void> {
  const { replication } = s3.parts;
  const { content, encryption } = source;
  const id = idOfReplica(from.bucket, from.key);
  if (content.form === 'clear') {
    const replica = await writeContent(s3, scope, to, content.bytes, resolution, 'REPLICA', id);
    to.bucket.objects.set(to.key, { ...replica, etag: replication.replicaEtag(source, () => replica.etag) });
    return;
  }
  if (content.dataKey.by === 'customer') {
    // Nobody has the key: what is stored is moved as it is (F-75).
    scope.trail.stored = {};
    const moved = { encryption: shownEncryption(resolution, null), content, replication: 'REPLICA' } as const;
    store(s3, scope, to, { ...moved, etag: replication.replicaEtag(source, () => source.etag) }, id);
    return;
  }
  const dataKey = await decryptDataKey(s3, scope, from, content.dataKey, encryption.context);
  const guarded = await rewrapDataKey(s3, scope, to, resolution, dataKey, true);
  // No fingerprint of the data key here: it is the source's, and F-111 speaks of the keys writes make.
  scope.trail.stored = guarded.bucketKey === null ? {} : { bucketKey: guarded.bucketKey.fingerprint };
  const fresh = () => newEtag(s3, resolution, opened(dataKey, content.sealed));
  const replica: StoredObject = {
    encryption: shownEncryption(resolution, guarded.kmsKeyArn),
    content: { form: 'sealed', sealed: content.sealed, dataKey: guarded.stored },
    etag: replication.replicaEtag(source, fresh),
    replication: 'REPLICA',
  };
  store(s3, scope, to, replica, id);
}

function opened(dataKey: SecretKey, sealed: readonly Sealed[]): Uint8Array {
  return concatBytes(...sealed.map((part) => open(dataKey, part)));
}

/** The ETag of new content, or what it would be under an algorithm whose ETags are of the class that is wanted. */
export function newEtag(s3: ReferenceS3, { algorithm }: Resolution, content: Uint8Array): string {
  if (algorithm === 'PLAIN' || algorithm === 'SSE-C') return s3.parts.objects.etagFor(algorithm, content, s3.random);
  const wanted = s3.options.etags[algorithm];
  const as = wanted === undefined ? algorithm : wanted === 'md5' ? 'AES256' : 'aws:kms';
  return s3.parts.objects.etagFor(as, content, s3.random);
}

/** Puts an object in its place. */
export function store(
  s3: ReferenceS3,
  scope: RequestScope,
  place: ObjectLocation,
  object: StoredObject,
  ownId?: string,
): StoredObject {
  requireStillThere(s3.parts.objects.mayBeStoredIn(place.bucket));
  storeVersion(s3, place.bucket, place.key, object, ownId);
  if (scope.touched !== undefined) scope.touched.object = object;
  return object;
}

/** The encryption that an object is going to show. */
export function shownEncryption(resolution: Resolution, kmsKeyArn: string | null): ObjectEncryption {
  const { algorithm, bucketKey, context } = resolution;
  return { algorithm, kmsKeyArn, bucketKey, context };
}
