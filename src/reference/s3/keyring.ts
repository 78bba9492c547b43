import type { Random } from '../crypto/random.ts';
import { SecretKey } from '../crypto/secret-key.ts';
import type { CiphertextBlob } from '../kms/key.ts';
import type { ReferenceKms } from '../kms/kms.ts';
import type { ReferenceOptions } from '../options.ts';
import type { ReferenceParts } from '../parts/parts.ts';
import { requireStillThere } from '../refusal.ts';
import type { RequestScope } from '../request-scope.ts';
import type { CachedBucketKey } from './plaintext-cache.ts';
import type { StoredBucket, WrappedBucketKey } from './stored-bucket.ts';
import type { EncryptionContext } from './stored-object.ts';

/** A bucket key lent to one request. */
export interface LentBucketKey {
  readonly bucketKey: WrappedBucketKey;
  readonly key: SecretKey;
}

/**
 * Finds the bucket key for a request: from the host's cache where the requester is warm, by KMS calls where it is cold.
 */
export class Keyring {
  readonly #kms: ReferenceKms;
  readonly #random: Random;
  readonly #options: ReferenceOptions;
  readonly #parts: ReferenceParts;
  #made = 0;

  constructor(kms: ReferenceKms, random: Random, options: ReferenceOptions, parts: ReferenceParts) {
    this.#kms = kms;
    this.#random = random;
    this.#options = options;
    this.#parts = parts;
  }

  /** A bucket key for a new object (K-03 to K-05). Rejects with `KmsRefusal`. */
  forWrite(
    scope: RequestScope,
    bucket: StoredBucket,
    kmsKeyArn: string,
    context: EncryptionContext,
  ): Promise<LentBucketKey> {
    if (scope.uncached === true) return this.#forOneCopy(scope, bucket, kmsKeyArn, context);
    return this.#writable(scope, bucket, kmsKeyArn, () => {
      const mayUnwrap = this.#options.coldWrite === 'unwrap' && this.#kms.keys.exists(kmsKeyArn, scope.atMs);
      const newest = mayUnwrap ? this.#newestFor(bucket, kmsKeyArn, scope.atMs) : undefined;
      return newest === undefined
        ? this.#generate(scope, bucket, kmsKeyArn, context)
        : this.#unwrap(scope, bucket, newest);
    });
  }

  /**
   * A bucket key for a replica: S3 makes it, KMS wraps it, and S3 checks the wrapping before using it (F-71, K-22).
   * One for a data key that is wrapped anew where it is, nobody says that S3 checks. Rejects with `KmsRefusal`.
   */
  forExisting(
    scope: RequestScope,
    bucket: StoredBucket,
    kmsKeyArn: string,
    context: EncryptionContext,
    isChecked: boolean,
  ): Promise<LentBucketKey> {
    return this.#writable(scope, bucket, kmsKeyArn, async () => {
      const made = new SecretKey(this.#parts.crypto.newKey(this.#random));
      const blob = await this.#kms.encrypt(scope, kmsKeyArn, made, context);
      const key = isChecked ? await this.#kms.decrypt(scope, blob, context) : made;
      return {
        bucketKey: this.#keep(scope, bucket, blob, context),
        key,
        fetchedAtMs: scope.atMs,
        usedAtMs: scope.atMs,
      };
    });
  }

  /** The very bucket key an object was stored under (K-07). Rejects with `KmsRefusal`. */
  async forRead(scope: RequestScope, bucket: StoredBucket, bucketKeyId: string): Promise<LentBucketKey> {
    const bucketKey = bucket.bucketKeys.get(bucketKeyId);
    if (bucketKey === undefined) throw new Error(`bucket ${bucket.name} has lost bucket key ${bucketKeyId}`);
    if (scope.uncached === true) return this.#uncached(await this.#unwrap(scope, bucket, bucketKey));
    const { reads } = scope.host;
    const cacheKey = this.#cacheKey(scope, bucket, bucketKey.kmsKeyArn, bucketKeyId);
    const cached = reads.get(cacheKey);
    if (cached !== undefined && this.#isUsable(scope, cached)) return this.#lend(scope, cached);

    requireStillThere(this.#parts.bucketKeys.servesBucket(bucket));
    const entry = await reads.fetch(cacheKey, bucket.name, () => this.#unwrap(scope, bucket, bucketKey));
    if (this.#options.readWarmsWrite && reads.get(cacheKey) === entry) this.#offerForWrites(scope, bucket, entry);
    return this.#lend(scope, entry);
  }

  /** Whether a read by this requester would be served without a KMS call. */
  isWarmForRead(scope: RequestScope, bucket: StoredBucket, bucketKeyId: string): boolean {
    const bucketKey = bucket.bucketKeys.get(bucketKeyId);
    if (bucketKey === undefined) return false;
    const cached = scope.host.reads.get(this.#cacheKey(scope, bucket, bucketKey.kmsKeyArn, bucketKeyId));
    return cached !== undefined && this.#isUsable(scope, cached);
  }

  /** Lets writes use what a read fetched, unless they have something usable of their own (U-09). */
  #offerForWrites(scope: RequestScope, bucket: StoredBucket, entry: CachedBucketKey): void {
    const { writes } = scope.host;
    const cacheKey = this.#cacheKey(scope, bucket, entry.bucketKey.kmsKeyArn, null);
    const present = writes.get(cacheKey);
    if (present === undefined || !this.#isWritable(scope, present)) writes.set(cacheKey, entry);
  }

  async #writable(
    scope: RequestScope,
    bucket: StoredBucket,
    kmsKeyArn: string,
    make: () => Promise<CachedBucketKey>,
  ): Promise<LentBucketKey> {
    const { reads, writes } = scope.host;
    const cacheKey = this.#cacheKey(scope, bucket, kmsKeyArn, null);
    const cached = writes.get(cacheKey);
    const keyIsThere = this.#kms.keys.exists(kmsKeyArn, scope.atMs);
    if (keyIsThere && cached !== undefined && this.#isWritable(scope, cached)) return this.#lendForWrite(scope, cached);

    requireStillThere(this.#parts.bucketKeys.servesBucket(bucket));
    const entry = await writes.fetch(cacheKey, bucket.name, make);
    const wasKept = writes.get(cacheKey) === entry;
    if (this.#options.writeWarmsRead && wasKept)
      reads.set(this.#cacheKey(scope, bucket, kmsKeyArn, entry.bucketKey.id), entry);
    // Others who waited for the same call may have used it up.
    if (this.#isSpent(entry.bucketKey)) return this.#writable(scope, bucket, kmsKeyArn, make);
    return this.#lendForWrite(scope, entry);
  }

  async #generate(
    scope: RequestScope,
    bucket: StoredBucket,
    kmsKeyArn: string,
    context: EncryptionContext,
  ): Promise<CachedBucketKey> {
    const { plaintext, blob } = await this.#kms.generateDataKey(scope, kmsKeyArn, context);
    if (this.#options.writeVerifies) await this.#kms.decrypt(scope, blob, context);
    else this.#requireBoth(scope, bucket, 'Decrypt', kmsKeyArn, context);
    return {
      bucketKey: this.#keep(scope, bucket, blob, context),
      key: plaintext,
      fetchedAtMs: scope.atMs,
      usedAtMs: scope.atMs,
    };
  }

  async #unwrap(scope: RequestScope, bucket: StoredBucket, bucketKey: WrappedBucketKey): Promise<CachedBucketKey> {
    const { blob, context } = bucketKey;
    const key = await this.#kms.decrypt(scope, blob, context);
    this.#requireBoth(scope, bucket, 'GenerateDataKey', blob.keyArn, context);
    return { bucketKey, key, fetchedAtMs: scope.atMs, usedAtMs: scope.atMs };
  }

  /** What serves one request, and is in no cache (F-53). */
  #uncached(entry: CachedBucketKey): LentBucketKey {
    return { bucketKey: entry.bucketKey, key: this.#parts.bucketKeys.borrow(entry) };
  }

  /** A bucket key for what is copied, which makes no other data key (F-53). */
  async #forOneCopy(
    scope: RequestScope,
    bucket: StoredBucket,
    kmsKeyArn: string,
    context: EncryptionContext,
  ): Promise<LentBucketKey> {
    const entry = await this.#generate(scope, bucket, kmsKeyArn, context);
    entry.bucketKey.uses = Number.POSITIVE_INFINITY;
    return this.#uncached(entry);
  }

  /** In a directory bucket who is cold must be allowed the other action as well (F-20). */
  #requireBoth(
    scope: RequestScope,
    bucket: StoredBucket,
    other: 'GenerateDataKey' | 'Decrypt',
    kmsKeyArn: string,
    context: EncryptionContext,
  ): void {
    if (bucket.isDirectory && this.#parts.directories.needsBothActions)
      this.#kms.requireAllowed(scope, other, kmsKeyArn, context);
  }

  /** Keeps a new bucket key with its bucket, for as long as there is the bucket (F-107, U-25). */
  #keep(scope: RequestScope, bucket: StoredBucket, blob: CiphertextBlob, context: EncryptionContext): WrappedBucketKey {
    const id = String(++this.#made);
    const bucketKey = {
      id,
      bucket: bucket.name,
      kmsKeyArn: blob.keyArn,
      blob,
      context,
      generatedAtMs: scope.atMs,
      uses: 0,
    };
    bucket.bucketKeys = new Map(bucket.bucketKeys).set(id, bucketKey);
    return bucketKey;
  }

  #newestFor(bucket: StoredBucket, kmsKeyArn: string, atMs: number): WrappedBucketKey | undefined {
    const { isUsableForWrite } = this.#parts.bucketKeys;
    return [...bucket.bucketKeys.values()]
      .filter((bucketKey) => bucketKey.kmsKeyArn === kmsKeyArn)
      .filter((bucketKey) => isUsableForWrite(bucketKey, atMs, this.#options.generationLifetimeMs))
      .filter((bucketKey) => !this.#isSpent(bucketKey))
      .at(-1);
  }

  #isUsable(scope: RequestScope, entry: CachedBucketKey): boolean {
    const { cacheLifetimeMs, idleTimeMs } = this.#options;
    return (
      this.#parts.bucketKeys.isUsable(entry, scope.atMs, cacheLifetimeMs) && scope.atMs < entry.usedAtMs + idleTimeMs
    );
  }

  #isWritable(scope: RequestScope, entry: CachedBucketKey): boolean {
    const { isUsableForWrite } = this.#parts.bucketKeys;
    return (
      this.#isUsable(scope, entry) &&
      isUsableForWrite(entry.bucketKey, scope.atMs, this.#options.generationLifetimeMs) &&
      !this.#isSpent(entry.bucketKey)
    );
  }

  #isSpent({ uses }: WrappedBucketKey): boolean {
    return uses >= this.#options.usesPerBucketKey;
  }

  #lendForWrite(scope: RequestScope, entry: CachedBucketKey): LentBucketKey {
    entry.bucketKey.uses += 1;
    return this.#lend(scope, entry);
  }

  #lend({ atMs }: RequestScope, entry: CachedBucketKey): LentBucketKey {
    entry.usedAtMs = atMs;
    return { bucketKey: entry.bucketKey, key: this.#parts.bucketKeys.borrow(entry) };
  }

  #cacheKey(scope: RequestScope, bucket: StoredBucket, kmsKeyArn: string, bucketKeyId: string | null): string {
    const { cacheKeyFor, requesterIdentity } = this.#parts.bucketKeys;
    const requester = requesterIdentity(scope.requester, this.#options.requesterMode);
    return cacheKeyFor({ bucket: bucket.name, kmsKeyArn, requester, bucketKeyId });
  }
}
