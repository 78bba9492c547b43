import { replicationStatus } from '../charts/replication-status.ts';
import { ANY_OBJECT, NO_OBJECT, UNSEEN_KEY_ARN } from '../records/past.ts';
import {
  ANY_ETAG,
  type Bucket,
  type ContextPairs,
  type ObjectVersion,
  UNSEEN_CONTEXT,
  UNSEEN_MD5,
  UNSEEN_STATUS,
} from '../records/records.ts';
import { needsKms, shownAlgorithm } from '../rules/encryption.ts';
import { NO_PAIRS } from '../rules/encryption-context.ts';
import { isMd5Etag } from '../rules/etag.ts';
import { shownStatus } from '../rules/replication.ts';
import { alteredBucket, alteredVersion } from '../store/alter.ts';
import { findBucket } from './buckets.ts';
import { infer, seenOf, takeBeginning } from './past.ts';
import { isUnseenKey, keyArnsSeen } from './past-keys.ts';
import type { Transaction } from './transaction.ts';

/**
 * The version under a key that no step has written or looked at: one of those that it may be, which stays so from now
 * on. Undefined where there is none. `shows`: the answer shows the headers of this version.
 */
export function versionOfPast(transaction: Transaction, number: number, shows: boolean): ObjectVersion | undefined {
  const { draft, scope } = transaction;
  if (scope.past === undefined) return undefined;
  const name = scope.objectName(number);
  const bucket = findBucket(transaction, name.bucket);
  if (bucket === undefined) return undefined;
  const known = draft.possibleVersions.get(number) ?? (bucket.past?.holdsAny === true ? ANY_OBJECT : undefined);
  if (known === undefined) return undefined;
  const side = shows ? 'shown' : 'other';
  const fit = known.versions.filter((version) => mayShow(transaction, version, shows));
  const options = underSeenKeys(transaction, fit.length === 0 ? known.versions : fit, bucket, side);
  const taken = takeBeginning(transaction, options);
  if (taken.state === 'absent') {
    infer(transaction, { about: 'object', ...name, was: null });
    draft.set('possibleVersions', number, NO_OBJECT);
    return undefined;
  }
  const kmsKeyArn = scope.key(taken.kmsKey)?.arn;
  infer(transaction, {
    about: 'object',
    ...name,
    was: {
      sse: shownAlgorithm(taken.state),
      kmsKeyArn: kmsKeyArn === UNSEEN_KEY_ARN ? undefined : kmsKeyArn,
      bucketKey: taken.state === 'sseKmsBucketKey',
      ...(taken.state === 'sseC' && { isUnderCustomerKey: true }),
    },
  });
  keep(transaction, number, bucket, taken);
  return taken;
}

/** Versions of which the KMS key may not be known, each under every key that comes into question. */
function underSeenKeys(
  transaction: Transaction,
  versions: readonly ObjectVersion[],
  bucket: Bucket,
  side: 'shown' | 'other',
): readonly ObjectVersion[] {
  return versions.flatMap((version) => {
    const isOpen = needsKms(version.state) && (version.kmsKey < 0 || isUnseenKey(transaction, version.kmsKey));
    return isOpen
      ? keyArnsSeen(transaction, side).map((arn) => underKey(transaction, version, bucket, arn))
      : [version];
  });
}

/** What an upload that was begun before the trace may be stored as. `shows`: the answer shows its headers. */
export function uploadVersionsOfPast(
  transaction: Transaction,
  bucket: Bucket,
  shows: boolean,
): readonly ObjectVersion[] {
  const fit = ANY_OBJECT.versions.filter(
    (version) => version.state !== 'plain' && version.state !== 'absent' && mayShow(transaction, version, shows),
  );
  return underSeenKeys(transaction, fit, bucket, shows ? 'shown' : 'other').map((version) => ({
    ...version,
    etagClass: 'none',
    etag: '',
    md5: '',
    replication: 'none',
  }));
}

function keep({ draft }: Transaction, number: number, bucket: Bucket, version: ObjectVersion): void {
  draft.set('possibleVersions', number, undefined);
  draft.set('objects', number, version);
  const now = draft.buckets.get(bucket.number) ?? bucket;
  draft.set('buckets', bucket.number, alteredBucket(now, { objectCount: now.objectCount + 1 }));
}

/** Whether headers that were seen do not speak against a version, so that it need not be tried. */
function mayShow(transaction: Transaction, { state }: ObjectVersion, shows: boolean): boolean {
  const { status, code, sse, bucketKeyEnabled } = seenOf(transaction);
  // Who is told that an object is missing is not told so of what is there.
  if (status === 404 && code === 'NoSuchKey' && transaction.isRequest) return state === 'absent';
  if (!shows || status !== 200) return true;
  if (state === 'absent') return false;
  if (sse !== undefined && sse !== shownAlgorithm(state)) return false;
  return bucketKeyEnabled === undefined || (bucketKeyEnabled === true) === (state === 'sseKmsBucketKey');
}

function underKey({ scope }: Transaction, version: ObjectVersion, bucket: Bucket, arn: string): ObjectVersion {
  const kmsKey = scope.keyWithArn(arn).number;
  const family = version.state === 'sseKmsBucketKey' ? scope.family(bucket.number, kmsKey, familyPairs(version)) : -1;
  return { ...version, kmsKey, family };
}

/** The pairs its bucket key is wrapped with where it is not told by itself (U-12). */
function familyPairs({ context }: ObjectVersion): ContextPairs {
  return context === UNSEEN_CONTEXT ? NO_PAIRS : context;
}

/**
 * What is known of a version once it is shown, where something of it was not seen before. `showsStatus`: who shows it
 * shows its replication status, or that it has none.
 */
export function withShownParts(
  transaction: Transaction,
  number: number,
  version: ObjectVersion,
  showsStatus: boolean,
): ObjectVersion {
  if (!isPartlySeen(version)) return version;
  const { etag: shownEtag, contentMd5, status } = seenOf(transaction);
  let { md5, etag } = version;
  if (md5 === UNSEEN_MD5 && typeof contentMd5 === 'string' && status !== 206) md5 = contentMd5;
  if ((version.etagClass === 'md5' || etag === UNSEEN_MD5) && isMd5Etag(version, transaction.profile)) {
    // Not written in several parts: this trace has written it.
    if (md5 === UNSEEN_MD5 && typeof shownEtag === 'string' && HEX_32.test(shownEtag)) md5 = shownEtag;
    if (md5 !== UNSEEN_MD5) etag = md5;
  } else if (etag === ANY_ETAG && typeof shownEtag === 'string') etag = shownEtag;
  const isLearnt = showsStatus && version.replication === UNSEEN_STATUS;
  const replication = isLearnt ? statusSeen(transaction) : version.replication;
  if (md5 === version.md5 && etag === version.etag && replication === version.replication) return version;
  const known = alteredVersion(version, { md5, etag, replication });
  transaction.draft.set('objects', number, known);
  return known;
}

const HEX_32 = /^[0-9a-f]{32}$/;

/** The status that is shown, if somebody looked. */
export function statusSeen(transaction: Transaction): ObjectVersion['replication'] {
  const { replicationStatus: shown } = seenOf(transaction);
  if (shown === undefined) return UNSEEN_STATUS;
  return STATUSES.find((status) => shownStatus(status) === shown) ?? UNSEEN_STATUS;
}

const STATUSES = replicationStatus.states;

/**
 * A version whose replication status is to be known: where nobody has seen it, replication may take it up, or has
 * settled it before, and then it is what is shown. `isEligible`: a rule covers it.
 */
export function withStatus(
  transaction: Transaction,
  number: number,
  version: ObjectVersion,
  isEligible: boolean,
): ObjectVersion {
  if (version.replication !== UNSEEN_STATUS) return version;
  const isTakenUp = isEligible && takeBeginning(transaction, [true, false]);
  const known = alteredVersion(version, {
    replication: isTakenUp ? replicationStatus.initial : statusSeen(transaction),
  });
  transaction.draft.set('objects', number, known);
  return known;
}

/** The MD5 of content that nobody has seen and that is written anew, where its ETag shows it (F-80). */
export function md5Written(transaction: Transaction): string {
  const { etag } = seenOf(transaction);
  return typeof etag === 'string' && HEX_32.test(etag) ? etag : UNSEEN_MD5;
}

/** Whether something of a version is still to be learnt. */
function isPartlySeen({ md5, etag, replication }: ObjectVersion): boolean {
  return md5 === UNSEEN_MD5 || etag === ANY_ETAG || replication === UNSEEN_STATUS;
}

/** Whether there is an object in a bucket of which it is not known, or not of each whether it is there. */
export function mayHoldObject(transaction: Transaction, { number, past }: Bucket): boolean {
  const { draft, scope } = transaction;
  if (scope.past === undefined) return false;
  let mayBe = past?.holdsAny === true;
  let isSure = false;
  scope.forEachObject(number, (object) => {
    const versions = draft.possibleVersions.get(object)?.versions ?? [];
    if (versions.some(({ state }) => state !== 'absent')) mayBe = true;
    if (versions.length > 0 && versions.every(({ state }) => state !== 'absent')) isSure = true;
  });
  return isSure || (mayBe && takeBeginning(transaction, [false, true]));
}

/** What was in a bucket is gone with it. */
export function forgetObjects({ draft, scope }: Transaction, { number }: Bucket): void {
  if (scope.past === undefined) return;
  scope.forEachObject(number, (object) => draft.set('possibleVersions', object, undefined));
}
