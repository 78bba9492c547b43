import { objectVersion, type WrittenEncryption } from '../charts/object-version.ts';
import { type ReplicationStatusState, replicationStatus } from '../charts/replication-status.ts';
import {
  type ContextPairs,
  NO_BUCKET_KEY,
  NO_KMS_KEY,
  type ObjectVersion,
  OPEN_STATUS,
  UNNAMED_CUSTOMER_KEY,
  UNSEEN_ETAG,
  UNSEEN_MD5,
  UNSEEN_STATUS,
  type UploadedPart,
} from '../records/records.ts';
import { etagsOf, isMd5Etag, keptEtag } from '../rules/etag.ts';
import { md5Written } from './past-objects.ts';
import type { Transaction } from './transaction.ts';

/** What a write has ready to be stored. */
export interface Content {
  readonly kmsKey: number;
  readonly bucketKey: number;
  readonly family: number;
  readonly md5: string;
  readonly context: ContextPairs;
  /** Name of the customer key, or `UNNAMED_CUSTOMER_KEY`. */
  readonly customerKey: string;
  /** ETags of the parts that it is made of; left out where it comes in one. */
  readonly parts?: readonly string[];
}

/** What there is under a key before anything is written. */
export const NOTHING: ObjectVersion = {
  state: objectVersion.encryption.initial,
  etagClass: objectVersion.etag.initial,
  kmsKey: NO_KMS_KEY,
  bucketKey: NO_BUCKET_KEY,
  family: -1,
  md5: '',
  etag: '',
  context: [],
  replication: replicationStatus.initial,
  customerKey: UNNAMED_CUSTOMER_KEY,
};

/** What is under a key. */
export function versionAt(transaction: Transaction, number: number): ObjectVersion {
  return transaction.draft.objects.get(number) ?? NOTHING;
}

/** Whether all that a key has is as if nothing had ever been written. */
export function isNothing({ state, etagClass, replication }: ObjectVersion): boolean {
  return state === NOTHING.state && etagClass === NOTHING.etagClass && replication === NOTHING.replication;
}

/** An event that brings an object, as each table sees it: the move, and the valuation of its guards. */
interface Arrival {
  readonly toEncryption: (typeof objectVersion.encryption.on)['Write' | 'ReplicaArrives'];
  readonly encryption: number;
  readonly toEtag: (typeof objectVersion.etag.on)['Write' | 'ReplicaArrives'];
  readonly etag: number;
  readonly toReplication: (typeof replicationStatus.on)['Write' | 'ReplicaArrives'];
  readonly replication: number;
}

function writeOf(result: WrittenEncryption, eligible: boolean, inParts: boolean, inDirectory: boolean): Arrival {
  const event = { type: 'Write', result, inParts, inDirectory } as const;
  return {
    toEncryption: objectVersion.encryption.on.Write,
    encryption: objectVersion.encryption.valuation(event),
    toEtag: objectVersion.etag.on.Write,
    etag: objectVersion.etag.valuation(event),
    toReplication: replicationStatus.on.Write,
    replication: replicationStatus.valuation({ type: 'Write', eligible }),
  };
}

function writesOf(
  eligible: boolean,
  inParts: boolean,
  inDirectory = false,
): Readonly<Record<WrittenEncryption, Arrival>> {
  const of = (result: WrittenEncryption) => writeOf(result, eligible, inParts, inDirectory);
  return {
    sseS3: of('sseS3'),
    sseKms: of('sseKms'),
    sseKmsBucketKey: of('sseKmsBucketKey'),
    dsseKms: of('dsseKms'),
    sseC: of('sseC'),
  };
}

const ELIGIBLE_WRITES = writesOf(true, false);
const OTHER_WRITES = writesOf(false, false);
const ELIGIBLE_IN_PARTS = writesOf(true, true);
const OTHERS_IN_PARTS = writesOf(false, true);
/** Nothing is replicated from a directory bucket. */
const WRITES_IN_DIRECTORY = writesOf(false, false, true);

/** What is under a key after a write. */
export function written(
  transaction: Transaction,
  before: ObjectVersion,
  result: WrittenEncryption,
  content: Content,
  isEligible: boolean,
  inDirectory: boolean,
): ObjectVersion {
  if (content.parts === undefined) {
    const arrival = (inDirectory ? WRITES_IN_DIRECTORY : isEligible ? ELIGIBLE_WRITES : OTHER_WRITES)[result];
    return arrived(transaction, before, arrival, content, undefined);
  }
  const arrival = (isEligible ? ELIGIBLE_IN_PARTS : OTHERS_IN_PARTS)[result];
  return arrived(transaction, before, arrival, content, undefined);
}

/** What is under a key after a replica of `source` has arrived. */
export function replicated(
  transaction: Transaction,
  before: ObjectVersion,
  result: WrittenEncryption,
  content: Content,
  source: ObjectVersion,
): ObjectVersion {
  const keeps = keptEtag(source);
  const event = { type: 'ReplicaArrives', result, keeps } as const;
  const arrival: Arrival = {
    toEncryption: objectVersion.encryption.on.ReplicaArrives,
    encryption: objectVersion.encryption.valuation(event),
    toEtag: objectVersion.etag.on.ReplicaArrives,
    etag: objectVersion.etag.valuation(event),
    toReplication: replicationStatus.on.ReplicaArrives,
    replication: 0,
  };
  const isFresh = keeps === 'nothing' || (keeps === 'opaque' && transaction.profile.freshReplicaEtag);
  return arrived(transaction, before, arrival, content, isFresh ? undefined : source);
}

/** Sends an arrival to the charts. What a region ignores leaves all that belongs to it as it was. */
function arrived(
  transaction: Transaction,
  before: ObjectVersion,
  { toEncryption, encryption, toEtag, etag, toReplication, replication }: Arrival,
  content: Content,
  kept: ObjectVersion | undefined,
): ObjectVersion {
  const next = toEncryption.from(before.state, encryption);
  const state = next ?? before.state;
  const { kmsKey, bucketKey, family, md5: given, context, customerKey } = next === undefined ? before : content;
  const nextClass = toEtag.from(before.etagClass, etag);
  const etagClass = nextClass ?? before.etagClass;
  const isShown =
    given === UNSEEN_MD5 && nextClass !== undefined && isMd5Etag({ state, etagClass }, transaction.profile);
  const md5 = isShown ? md5Written(transaction) : given;
  return {
    state,
    etagClass,
    kmsKey,
    bucketKey,
    family,
    md5,
    etag: nextClass === undefined ? before.etag : etagOf(transaction, { state, etagClass, md5 }, content.parts, kept),
    context,
    replication: toReplication.after(statusOf(before), replication),
    customerKey,
  };
}

/** Its replication status; one that is not known is any that replication may take up. */
export function statusOf({ replication }: ObjectVersion): ReplicationStatusState {
  return replication === UNSEEN_STATUS || replication === OPEN_STATUS ? replicationStatus.initial : replication;
}

/** The ETag that is kept where the class is that of the source, or a new one. */
function etagOf(
  transaction: Transaction,
  version: WithEtag,
  parts: readonly string[] | undefined,
  kept: ObjectVersion | undefined,
): string {
  if (kept !== undefined && kept.etagClass === version.etagClass) return kept.etag;
  if (parts === undefined || version.etagClass !== 'multipart') return newEtag(transaction, version);
  return transaction.chooser.multipartEtag?.(parts) ?? `${UNSEEN_ETAG}-${parts.length}`;
}

/** What the ETag of content hangs on. */
type WithEtag = Pick<ObjectVersion, 'state' | 'etagClass' | 'md5'>;

/** An ETag that is drawn, if it is seen now: not the MD5, unless it may be that as well. */
export function seenEtag(
  { chooser, profile }: Transaction,
  version: WithEtag & Pick<Partial<ObjectVersion>, 'etag'>,
): string | undefined {
  if (version.etagClass === 'multipart') return chooser.multipartEtag?.(unseenParts(version.etag));
  return chooser.opaqueEtag(etagsOf(version, profile).includes('md5') ? '' : version.md5);
}

/** The ETag of an object whose content is new: one that is drawn is seen, or will be. */
function newEtag(transaction: Transaction, version: WithEtag): string {
  if (version.etagClass === 'none') return NOTHING.etag;
  if (isMd5Etag(version, transaction.profile)) return version.md5;
  return seenEtag(transaction, version) ?? UNSEEN_ETAG;
}

/** As many unseen parts as an unseen ETag counts. */
function unseenParts(etag = UNSEEN_ETAG): readonly string[] {
  return Array.from({ length: Number(etag.slice(UNSEEN_ETAG.length + 1)) }, () => UNSEEN_ETAG);
}

/** MD5 and ETag of a part, which are those of an object with this content (F-83). */
export function partEtag(
  transaction: Transaction,
  state: WrittenEncryption,
  given: string | undefined,
): Pick<UploadedPart, 'md5' | 'etag'> {
  const { toEtag, etag: valuation } = OTHER_WRITES[state];
  const etagClass = toEtag.after(NOTHING.etagClass, valuation);
  const md5 = given ?? md5NotGiven(transaction);
  if (md5 !== UNSEEN_MD5 || !isMd5Etag({ state, etagClass }, transaction.profile))
    return { md5, etag: newEtag(transaction, { state, etagClass, md5 }) };
  const shown = md5Written(transaction);
  return { md5: shown, etag: shown };
}

/** The MD5 of content that no step says: who resolves the step draws it, or it is learnt when it is seen. */
export function md5NotGiven({ chooser }: Transaction): string {
  return chooser.contentMd5?.() ?? UNSEEN_MD5;
}

/** What is under a key after the object is deleted, or undefined where the chart knows no such thing. */
export function deleted(before: ObjectVersion): ObjectVersion | undefined {
  const toEncryption = objectVersion.encryption.on.DeleteObject;
  if (toEncryption.refuses(before.state)) return undefined;
  return {
    ...before,
    state: toEncryption.after(before.state),
    etagClass: objectVersion.etag.on.DeleteObject.after(before.etagClass),
    replication: replicationStatus.on.Delete.after(statusOf(before)),
  };
}
