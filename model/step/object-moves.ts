import { type EtagClass, objectVersion, type WrittenEncryption } from '../charts/object-version.ts';
import { replicationStatus } from '../charts/replication-status.ts';
import { type ContextPairs, NO_BUCKET_KEY, NO_KMS_KEY, type ObjectVersion, UNSEEN_ETAG } from '../records/records.ts';
import { keptEtag } from '../rules/etag.ts';
import type { Turn } from './turn.ts';

/** What a write has ready to be stored. */
export interface Content {
  readonly kmsKey: number;
  readonly bucketKey: number;
  readonly family: number;
  readonly md5: string;
  readonly context: ContextPairs;
}

/** What there is under a key before anything is written. */
const NOTHING: ObjectVersion = {
  state: objectVersion.encryption.initial,
  etagClass: objectVersion.etag.initial,
  kmsKey: NO_KMS_KEY,
  bucketKey: NO_BUCKET_KEY,
  family: -1,
  md5: '',
  etag: '',
  context: [],
  replication: replicationStatus.initial,
};

/** What is under a key. */
export function versionAt(turn: Turn, number: number): ObjectVersion {
  return turn.draft.objects.get(number) ?? NOTHING;
}

/** Whether all that a key has is as if nothing had ever been written. */
export function isNothing({ state, etagClass, replication }: ObjectVersion): boolean {
  return state === NOTHING.state && etagClass === NOTHING.etagClass && replication === NOTHING.replication;
}

/** An event that brings an object, as the charts see it: with the valuation of each table. */
interface Arrival {
  readonly event: 'Write' | 'ReplicaArrives';
  readonly encryption: number;
  readonly etag: number;
  readonly replication: number;
}

function writeOf(result: WrittenEncryption, eligible: boolean): Arrival {
  const event = { type: 'Write', result } as const;
  return {
    event: 'Write',
    encryption: objectVersion.encryption.holding(event),
    etag: objectVersion.etag.holding(event),
    replication: replicationStatus.holding({ type: 'Write', eligible }),
  };
}

function writesOf(eligible: boolean): Readonly<Record<WrittenEncryption, Arrival>> {
  const of = (result: WrittenEncryption) => writeOf(result, eligible);
  return { sseS3: of('sseS3'), sseKms: of('sseKms'), sseKmsBucketKey: of('sseKmsBucketKey'), dsseKms: of('dsseKms') };
}

const ELIGIBLE_WRITES = writesOf(true);
const OTHER_WRITES = writesOf(false);

/** What is under a key after a write. */
export function written(
  turn: Turn,
  before: ObjectVersion,
  result: WrittenEncryption,
  content: Content,
  isEligible: boolean,
): ObjectVersion {
  const arrival = (isEligible ? ELIGIBLE_WRITES : OTHER_WRITES)[result];
  return arrived(before, arrival, content, (etagClass) => newEtag(turn, etagClass, content.md5));
}

/** What is under a key after a replica of `source` has arrived. */
export function replicated(
  turn: Turn,
  before: ObjectVersion,
  result: WrittenEncryption,
  content: Content,
  source: ObjectVersion,
): ObjectVersion {
  const keeps = keptEtag(source);
  const event = { type: 'ReplicaArrives', result, keeps } as const;
  const arrival: Arrival = {
    event: 'ReplicaArrives',
    encryption: objectVersion.encryption.holding(event),
    etag: objectVersion.etag.holding(event),
    replication: 0,
  };
  return arrived(before, arrival, content, (etagClass) =>
    etagClass === keeps ? source.etag : newEtag(turn, etagClass, content.md5),
  );
}

/** Sends an arrival to the charts. What a region ignores leaves all that belongs to it as it was. */
function arrived(
  before: ObjectVersion,
  { event, encryption, etag, replication }: Arrival,
  content: Content,
  etagOf: (etagClass: EtagClass) => string,
): ObjectVersion {
  const toEncryption = objectVersion.encryption.on[event];
  const toEtag = objectVersion.etag.on[event];
  const { kmsKey, bucketKey, family, md5, context } = toEncryption.refuses(before.state, encryption) ? before : content;
  const etagClass = toEtag.after(before.etagClass, etag);
  return {
    state: toEncryption.after(before.state, encryption),
    etagClass,
    kmsKey,
    bucketKey,
    family,
    md5,
    etag: toEtag.refuses(before.etagClass, etag) ? before.etag : etagOf(etagClass),
    context,
    replication: replicationStatus.on[event].after(before.replication, replication),
  };
}

/** The ETag of an object whose content is new: an opaque one is seen, or will be (F-81). */
function newEtag(turn: Turn, etagClass: EtagClass, md5: string): string {
  switch (etagClass) {
    case 'none':
      return NOTHING.etag;
    case 'md5':
      return md5;
    case 'opaque':
      return turn.chooser.opaqueEtag(md5) ?? UNSEEN_ETAG;
  }
}

/** What is under a key after the object is deleted, or undefined where the chart knows no such thing. */
export function deleted(before: ObjectVersion): ObjectVersion | undefined {
  const toEncryption = objectVersion.encryption.on.DeleteObject;
  if (toEncryption.refuses(before.state)) return undefined;
  return {
    ...before,
    state: toEncryption.after(before.state),
    etagClass: objectVersion.etag.on.DeleteObject.after(before.etagClass),
    replication: replicationStatus.on.Delete.after(before.replication),
  };
}
