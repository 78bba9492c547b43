import type { Bucket, KmsKey, ObjectVersion } from '../records/records.ts';

// Written out, because records that all list the same fields in the same order are read several times as fast as spread
// copies of copies.

/** A bucket in which something has changed. */
export function alteredBucket(bucket: Bucket, change: Partial<Bucket>): Bucket {
  return {
    account: change.account ?? bucket.account,
    number: bucket.number,
    blocksPublicPolicies: bucket.blocksPublicPolicies,
    locksObjects: bucket.locksObjects,
    encryption: change.encryption ?? bucket.encryption,
    policy: change.policy ?? bucket.policy,
    replication: change.replication ?? bucket.replication,
    versioning: change.versioning ?? bucket.versioning,
    objectCount: change.objectCount ?? bucket.objectCount,
    cacheEpoch: change.cacheEpoch ?? bucket.cacheEpoch,
    lifetimeKey: change.lifetimeKey ?? bucket.lifetimeKey,
    past: change.past ?? bucket.past,
  };
}

/** A KMS key in which something has changed. */
export function alteredKey(
  key: KmsKey,
  change: Pick<Partial<KmsKey>, 'control' | 'policy' | 'grants' | 'onDemandRotations' | 'rotates'>,
): KmsKey {
  return {
    id: key.id,
    arn: key.arn,
    account: key.account,
    managed: key.managed,
    control: change.control ?? key.control,
    policy: change.policy ?? key.policy,
    grants: change.grants ?? key.grants,
    onDemandRotations: change.onDemandRotations ?? key.onDemandRotations,
    rotates: change.rotates ?? key.rotates,
    ...(key.isOfOtherUse === true && { isOfOtherUse: true }),
    ...(key.isExternal === true && { isExternal: true }),
    ...(key.isOfPast === true && { isOfPast: true }),
  };
}

/** An object version of which something else is known now. */
export function alteredVersion(
  version: ObjectVersion,
  change: Pick<Partial<ObjectVersion>, 'md5' | 'etag' | 'context' | 'replication' | 'customerKey'>,
): ObjectVersion {
  return {
    state: version.state,
    etagClass: version.etagClass,
    kmsKey: version.kmsKey,
    bucketKey: version.bucketKey,
    family: version.family,
    md5: change.md5 ?? version.md5,
    etag: change.etag ?? version.etag,
    context: change.context ?? version.context,
    replication: change.replication ?? version.replication,
    customerKey: change.customerKey ?? version.customerKey,
  };
}
