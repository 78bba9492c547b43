import type { Lagging } from '../records/lagging.ts';
import type {
  Alias,
  Bucket,
  BucketEncryption,
  BucketPast,
  CacheEntry,
  ContextPairs,
  Family,
  Grant,
  Holding,
  KeyControl,
  KmsKey,
  ObjectVersion,
  PossibleVersions,
  ReplicationRule,
  SomeBucketKey,
  SomeEntry,
  Upload,
  VersionEntry,
} from '../records/records.ts';
import type { KeyPolicyStatement } from '../vocabulary/policy.ts';

/** Equality of buckets. */
export function sameBucket(a: Bucket, b: Bucket): boolean {
  return (
    a.account === b.account &&
    a.blocksPublicPolicies === b.blocksPublicPolicies &&
    a.locksObjects === b.locksObjects &&
    a.objectCount === b.objectCount &&
    a.cacheEpoch === b.cacheEpoch &&
    a.lifetimeKey === b.lifetimeKey &&
    sameBucketPast(a.past, b.past) &&
    sameVersioning(a.versioning, b.versioning) &&
    sameLagging(a.policy, b.policy, samePolicy) &&
    sameLagging(a.replication, b.replication, sameReplication) &&
    sameLagging(a.encryption, b.encryption, sameEncryption)
  );
}

function sameVersioning(a: Bucket['versioning'], b: Bucket['versioning']): boolean {
  if (a === undefined || b === undefined) return a === b;
  return sameLagging(a, b, Object.is);
}

/** Equality of the versions of a key: the same in the same order. */
export function sameVersions(a: VersionEntry, b: VersionEntry): boolean {
  let [mine, theirs]: (VersionEntry | undefined)[] = [a, b];
  while (mine !== theirs) {
    if (mine === undefined || theirs === undefined) return false;
    if (mine.id !== theirs.id || mine.isMarker !== theirs.isMarker || mine.rank !== theirs.rank) return false;
    if (mine.isReplicated !== theirs.isReplicated || mine.isLocked !== theirs.isLocked) return false;
    mine = mine.older;
    theirs = theirs.older;
  }
  return true;
}

/** Equality of what stays unknown of buckets. */
export function sameBucketPast(a: BucketPast | undefined, b: BucketPast | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.holdsAny === b.holdsAny && a.cachedMs === b.cachedMs && a.cachedEpoch === b.cachedEpoch;
}

/** Equality of encryption configurations. */
export function sameEncryption(a: BucketEncryption, b: BucketEncryption): boolean {
  return (
    a.state === b.state &&
    a.history === b.history &&
    a.kmsKeyId === b.kmsKeyId &&
    a.dormantFlag === b.dormantFlag &&
    sameTypes(a.blocked, b.blocked) &&
    a.seenKey?.account === b.seenKey?.account &&
    a.seenKey?.kmsKey === b.seenKey?.kmsKey &&
    sameSets(a.oneOf, b.oneOf, sameEncryption)
  );
}

/** Equality of blocked types, whose order means nothing. */
function sameTypes(a: BucketEncryption['blocked'], b: BucketEncryption['blocked']): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a === b || (a.every((type) => b.includes(type)) && b.every((type) => a.includes(type)));
}

/** Whether two lists without repetition have the same members. */
function sameSets<T>(a: readonly T[] | undefined, b: readonly T[] | undefined, same: (x: T, y: T) => boolean): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  return a.every((one) => b.some((other) => same(one, other)));
}

/** Equality of what may be under a key. */
export function samePossibleVersions(a: PossibleVersions, b: PossibleVersions): boolean {
  return sameSets(a.versions, b.versions, sameObjectVersion);
}

/** Equality of replication rules. */
export function sameReplication(a: ReplicationRule | null, b: ReplicationRule | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.destination === b.destination &&
    a.role === b.role &&
    a.replicaKmsKeyId === b.replicaKmsKeyId &&
    a.coversMarkers === b.coversMarkers
  );
}

/** Equality of object versions. */
export function sameObjectVersion(a: ObjectVersion, b: ObjectVersion): boolean {
  return (
    a.state === b.state &&
    a.etagClass === b.etagClass &&
    a.kmsKey === b.kmsKey &&
    a.bucketKey === b.bucketKey &&
    a.family === b.family &&
    a.md5 === b.md5 &&
    a.etag === b.etag &&
    a.replication === b.replication &&
    a.customerKey === b.customerKey &&
    sameContext(a.context, b.context)
  );
}

/** Equality of uploads, given whether their versions are alike. */
export function sameUpload(a: Upload, b: Upload, same = sameObjectVersion): boolean {
  return (
    a.state === b.state &&
    a.isOfPast === b.isOfPast &&
    a.creator === b.creator &&
    a.parts.length === b.parts.length &&
    same(a.version, b.version) &&
    a.parts.every((part, at) => {
      const other = b.parts[at];
      return part.number === other?.number && part.md5 === other.md5 && part.etag === other.etag;
    })
  );
}

/** Equality of extra context. */
export function sameContext(a: ContextPairs, b: ContextPairs): boolean {
  return a.length === b.length && a.every(([name, value], i) => name === b[i]?.[0] && value === b[i]?.[1]);
}

/** Equality of KMS keys. */
export function sameKmsKey(a: KmsKey, b: KmsKey): boolean {
  return (
    a.arn === b.arn &&
    a.managed === b.managed &&
    a.isOfOtherUse === b.isOfOtherUse &&
    a.isExternal === b.isExternal &&
    a.onDemandRotations === b.onDemandRotations &&
    a.isOfPast === b.isOfPast &&
    sameLagging(a.control, b.control, sameControl) &&
    sameLagging(a.policy, b.policy, samePolicy) &&
    sameLagging(a.rotates, b.rotates, Object.is) &&
    sameGrants(a.grants, b.grants)
  );
}

/** Equality of grants: the same ones in the same order. */
function sameGrants(a: readonly Grant[], b: readonly Grant[]): boolean {
  return a === b || (a.length === b.length && a.every((grant, at) => sameGrant(grant, b[at])));
}

/** What a grant says never changes, so that it is the same object. */
function sameGrant(a: Grant, b: Grant | undefined): boolean {
  return (
    b !== undefined &&
    a.name === b.name &&
    a.granteePrincipal === b.granteePrincipal &&
    a.retiringPrincipal === b.retiringPrincipal &&
    a.operations === b.operations &&
    a.constraints === b.constraints &&
    sameLagging(a.given, b.given, Object.is)
  );
}

/** Equality of control states. */
export function sameControl(a: KeyControl, b: KeyControl): boolean {
  return (
    a.state === b.state &&
    a.deletedAtMs === b.deletedAtMs &&
    a.materialEndsMs === b.materialEndsMs &&
    sameSets(a.oneOf, b.oneOf, Object.is)
  );
}

/** Equality of bucket policies, and of key policies: the same statements in the same order. */
export function samePolicy(a: readonly Statement[], b: readonly Statement[]): boolean {
  return a === b || (a.length === b.length && a.every((statement, i) => sameStatement(statement, b[i])));
}

/** One of a key policy, or of a bucket policy, which has no condition on a context. */
type Statement = Omit<KeyPolicyStatement, 'actions'> & { readonly actions: readonly string[] };

function sameStatement(a: Statement, b: Statement | undefined): boolean {
  return (
    b !== undefined &&
    a.effect === b.effect &&
    a.principal === b.principal &&
    a.contextArn === b.contextArn &&
    sameCondition(a.condition, b.condition) &&
    a.actions.length === b.actions.length &&
    a.actions.every((action, i) => action === b.actions[i])
  );
}

/** Equality as they are written: two that mean the same in other words are told apart, which does no harm. */
function sameCondition(a: Statement['condition'], b: Statement['condition']): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Equality of aliases. */
export function sameAlias(a: Alias, b: Alias): boolean {
  return sameLagging(a.target, b.target, (x, y) => x === y);
}

/** Equality of entries of a cache. */
export function sameEntry(a: CacheEntry, b: CacheEntry | undefined): boolean {
  return (
    b !== undefined &&
    a.state === b.state &&
    a.identity === b.identity &&
    a.cache === b.cache &&
    a.by === b.by &&
    a.obtainedAtMs === b.obtainedAtMs &&
    a.usedAtMs === b.usedAtMs &&
    a.epoch === b.epoch
  );
}

/** Equality of families. */
export function sameFamily(a: Family, b: Family): boolean {
  return sameNumbers(a.live, b.live);
}

/** Equality of holdings. */
export function sameHolding(a: Holding, b: Holding): boolean {
  return sameNumbers(a.bucketKeys, b.bucketKeys);
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((number, i) => number === b[i]);
}

/** Equality of what is known of some bucket key. */
export function sameSomeBucketKey(a: SomeBucketKey, b: SomeBucketKey): boolean {
  return a.createdAtMs === b.createdAtMs && a.liveUntilMs === b.liveUntilMs;
}

/** Equality of what is held of some bucket key. */
export function sameSomeEntry(a: SomeEntry, b: SomeEntry): boolean {
  return (
    a.writesUntilMs === b.writesUntilMs &&
    a.obtainedAtMs === b.obtainedAtMs &&
    a.lastObtainedAtMs === b.lastObtainedAtMs &&
    a.epoch === b.epoch
  );
}

function sameLagging<T>(a: Lagging<T>, b: Lagging<T>, same: (x: T, y: T) => boolean): boolean {
  if (!same(a.current, b.current) || a.earlier.length !== b.earlier.length) return false;
  return a.earlier.every((old, i) => {
    const other = b.earlier[i];
    return other !== undefined && old.untilMs === other.untilMs && same(old.value, other.value);
  });
}
