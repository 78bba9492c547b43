import {
  type AliasSetup,
  type Bucket,
  type KmsKey,
  NO_KMS_KEY,
  type ObjectVersion,
  type Setup,
  type Upload,
} from '../../model/index.ts';
import { keyStateAt } from '../../model/rules/kms-answer.ts';
import { isAttempted, isEligible } from '../../model/rules/replication.ts';
import { ABSENT_BUCKET, NEW_ALIAS } from './pools.ts';
import type { Walk } from './walk.ts';

/** A bucket that exists at this point of the walk. */
export interface ExistingBucket {
  readonly name: string;
  readonly bucket: Bucket;
}

/** An object that exists at this point of the walk. */
export interface ExistingObject {
  readonly bucket: string;
  readonly key: string;
  readonly version: ObjectVersion;
}

/** A customer managed key at this point of the walk, deleted ones included. */
export interface CustomerKey {
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly state: ReturnType<typeof keyStateAt>;
  readonly record: KmsKey;
}

/** Every bucket name the trace may use, in the order of the setup. */
export function possibleBucketNames(walk: Walk): readonly string[] {
  return [...walk.setup.buckets.map((bucket) => bucket.name), ABSENT_BUCKET];
}

/** The buckets that exist. */
export function existingBuckets(walk: Walk): ExistingBucket[] {
  const { world } = walk;
  const seen: ExistingBucket[] = [];
  for (const name of possibleBucketNames(walk)) {
    const bucket = world.buckets.get(world.scope.bucket(name));
    if (bucket !== undefined) seen.push({ name, bucket });
  }
  return seen;
}

/** Whether a bucket keeps versions, or has. */
export function keepsVersions({ versioning }: Bucket): boolean {
  return versioning !== undefined && versioning.current !== 'unversioned';
}

/** How many versions and delete markers there are under a key. */
export function versionsThere({ world }: Walk, bucket: string, key: string): number {
  return world.versions.get(world.scope.object(bucket, key))?.rank ?? 0;
}

/** Whether a setup says of some bucket that it keeps versions. */
export function tellsOfVersions({ buckets }: Setup): boolean {
  return buckets.some(({ versioning }) => versioning === 'Enabled');
}

/** The bucket of a name, if it exists. */
export function existingBucket({ world }: Walk, name: string): Bucket | undefined {
  return world.buckets.get(world.scope.bucket(name));
}

/** The objects that exist, of one bucket or of all. */
export function existingObjects({ world }: Walk, inBucket?: string): ExistingObject[] {
  const seen: ExistingObject[] = [];
  world.objects.forEach((version, number) => {
    const { bucket, key } = world.scope.objectName(number);
    if (world.versions.size > 0 && world.scope.object(bucket, key) !== number) return;
    if (inBucket === undefined || bucket === inBucket) seen.push({ bucket, key, version });
  });
  return seen;
}

/** An upload that is in progress at this point of the walk. */
export interface ExistingUpload {
  readonly bucket: string;
  readonly key: string;
  readonly uploadId: string;
  readonly upload: Upload;
}

/** The uploads in progress. */
export function existingUploads({ world }: Walk): ExistingUpload[] {
  const seen: ExistingUpload[] = [];
  world.uploads.forEach((upload, number) => {
    const { object, id } = world.scope.uploadOf(number);
    seen.push({ ...world.scope.objectName(object), uploadId: String(id), upload });
  });
  return seen;
}

/** The customer managed keys: those of the setup, and then those that were made. */
export function customerKeys({ world, setup, keysMade, nowMs }: Walk): CustomerKey[] {
  const seen: CustomerKey[] = [];
  for (const { id, account } of [...setup.kmsKeys, ...keysMade]) {
    const arn = world.scope.arns.kmsKey(account, id);
    const record = world.kmsKeys.get(world.scope.keyOf(account, id));
    if (record !== undefined) seen.push({ id, arn, account, state: keyStateAt(record.control.current, nowMs), record });
  }
  return seen;
}

/** The aliases that a trace may use, of a setup or new, by whether they are there at this point of the walk. */
export function aliases({ world, setup, nowMs }: Walk, isThere: boolean): readonly Omit<AliasSetup, 'keyId'>[] {
  const accounts = new Set(setup.kmsKeys.map(({ account }) => account));
  const names = new Set([NEW_ALIAS, ...setup.aliases.map(({ alias }) => alias)]);
  const all = [...accounts].flatMap((account) => [...names].map((alias) => ({ account, alias })));
  return all.filter(({ account, alias }) => {
    const target = world.aliases.get(world.scope.aliasNamed(account, alias))?.target.current ?? NO_KMS_KEY;
    const key = world.kmsKeys.get(target);
    return (key !== undefined && keyStateAt(key.control.current, nowMs) !== 'deleted') === isThere;
  });
}

/**
 * The objects that replication would take up now: those it has not finished with, in buckets with a rule that covers
 * them.
 */
export function objectsToReplicate(walk: Walk): ExistingObject[] {
  return existingObjects(walk).filter(
    ({ bucket, version }) =>
      isEligible(existingBucket(walk, bucket)?.replication.current ?? null, version.state) &&
      isAttempted(version.replication),
  );
}
