import { type ProfileField, profileFieldsOf, rowOf } from '../openness/openness.ts';
import { claims } from './claims.ts';
import type { Claim } from './requirement.ts';

/** A point AWS leaves open, and how the model treats it. */
export interface OpenPoint extends Claim {
  /**
   * The profile fields that close or bound it; empty where the model leaves the point out or has one treatment for all.
   */
  readonly boundedBy: readonly ProfileField[];
  /** What the model does with it. */
  readonly treatment: string;
}

const POINTS = claims(`
U-01 | unknown | UG:bucket-key | For how long does a cached bucket key live? Not for long, is all AWS says.
U-02 | unknown | UG:bucket-key; REPOST | From when does the lifetime count: creation, last use, fixed periods?
U-03 | unknown | absence | Is the time a bucket key makes data keys the time its plaintext stays cached?
U-04 | unknown | POC | How many independent caches are there, and which serves? One requester was seen cold more often
  than one would explain.
U-05 | unknown | absence | When do evictions, restarts or deployments empty a cache?
U-06 | unknown | absence | How many calls do parallel cold requests of one requester make?
U-07 | unknown | UG:bucket-key; UG23:bucket-key | Does a cold write take up another requester's bucket key, or make one?
U-08 | unknown | UG:UsingKMSEncryption; UG:replication-config-for-kms-objects | Does a write verify its bucket key by a
  Decrypt?
U-09 | unknown | absence | Is a requester warm for reads after its own cold write, and the other way round?
U-10 | unknown | UG:bucket-key; KMS23:concepts | Does disabling a key, or changing its policy, touch cached plaintext?
U-11 | unknown | absence | What makes two callers one requester, beyond role, account and scoping policy?
U-12 | unknown | KMSAPI:Decrypt; UG:UsingKMSEncryption | Do extra pairs reach KMS for an object with a bucket key?
U-13 | unknown | UG:bucket-key; UG:replication-config-for-kms-objects | Does a replica get a bucket key that only its
  bucket asks for, and how often does replication call KMS?
U-14 | unknown | absence | What answers a flag with nothing to act on, or a key id without algorithm on a KMS bucket?
U-15 | unknown | absence | A rule of another algorithm has the flag on, a request asks for aws:kms: a bucket key?
U-16 | unknown | UG23:Welcome | For how long may writes still follow the old rule?
U-17 | unknown | API:DeleteBucketEncryption | Does deleting the rule lift the block on encryption types?
U-18 | unknown | UG:bucket-key; KMS23:services-s3 | By which algorithm does a data key come from a bucket key?
U-19 | unknown | GH:aws-samples/cql-replicator#92 | How does S3 pass on failures of KMS? For throttling 503 was
  recorded, for the rest nothing.
U-20 | unknown | absence | Which refusal is shown when S3 and KMS would both refuse?
U-21 | unknown | absence | What do ranged reads, lifecycle actions, restores and the like cost at KMS?
U-22 | unknown | API:UpdateObjectEncryption | Which KMS calls does UpdateObjectEncryption make, and are caches used?
U-23 | unknown | KMS23:grants; KMS23:programming-eventual-consistency | How soon do changes at KMS take effect?
U-24 | unknown | KMS23:requests-per-second | Which account pays for KMS requests that S3 makes across accounts?
U-25 | unknown | REPOST | For how long are encrypted bucket keys kept, and how many?
U-26 | unknown | absence | For how many objects or bytes is one bucket key used?
U-27 | unknown | UG23:Welcome; UG:Versioning | For how long may an old bucket policy, replication rule, public access
  block or versioning act?
U-28 | unknown | absence | What answers extra context on a request that ends up without KMS?
U-29 | unknown | absence | Is a copy onto itself legal with the flag or a context alone, or after a deleted rule?
U-30 | unknown | absence | Which of two errors of S3 is shown where both apply? The bucket's existence comes first.
U-31 | unknown | absence | What answers an empty key id?
U-32 | unknown | UG:replication-config-for-kms-objects | What is answered while KMS cannot be reached? One page: 503.
U-33 | unknown | UG:bucket-key | May a server call KMS on every request for ever? No least saving is promised.
U-34 | unknown | API:GetObject; API:GetObjectAttributes | Is KMS called for a 304 or 412, or for GetObjectAttributes
  with a checksum under KMS?
U-37 | unknown | absence | When does a second of a KMS quota begin, do throttled requests count, and how exactly is the
  quota kept?
U-36 | unknown | UG23:UsingKMSEncryption; GH:boto/botocore#471 | What does a condition on encryption headers see of a
  part, of a replica, and of a key id that was left to the bucket (F-143)? Parts were denied in 2015.
U-38 | unknown | absence | Is an object that is COMPLETED replicated again by Batch Replication where its replica is?
U-39 | unknown | absence | May KMS have been asked for a request that is refused for what another changed or deleted
  meanwhile?
U-40 | unknown | KMSAPI:CancelKeyDeletion; KMSAPI:DeleteImportedKeyMaterial; inference | Is a key without its imported
  material Disabled once its deletion is cancelled, as every key is, or PendingImport?
U-35 | unknown | API:CompleteMultipartUpload; inference | Is the data key of a KMS upload decrypted to complete it, or
  to list its parts, without checksums?
`);

/** What the model does with a point that no row of the table of openness is for. */
const TREATMENTS: Readonly<Record<string, string>> = {
  'U-02':
    'It counts from the KMS call; a profile may let it end at any earlier moment, or after a time without use. One ' +
    'that counts from the last use is an idle time, and a lifetime without end.',
  'U-06':
    'In a sequence it looks like several caches. Of requests that overlap n make 1 to n calls, and at most one for ' +
    'each cache where these are counted.',
  'U-10': 'Nothing until the plaintext expires or is dropped, which early eviction allows at once.',
  'U-18': 'Keys are symbols in the model: every write has a fresh one.',
  'U-19': 'Throttling is 503 SlowDown; other failures of KMS are answered as an outage is (U-32).',
  'U-24': 'Calls carry their requester; adding them up by account is left to the reader.',
  'U-25': 'For as long as an object needs them.',
  'U-26':
    'For as many objects as a profile says; under the shipped ones without limit. Bytes are not counted. Nonces and ' +
    'wraps are checked where an implementation shows its inside.',
  'U-27': 'The model has a delay for the rule of a bucket only; the rest acts at once.',
  'U-33': 'It may, where a profile has early eviction and does not ask for a least reuse.',
  'U-34':
    'The checksum is decrypted as in a read of the object, or no call is made. Before a condition is seen not to be ' +
    'met all calls may be made that the request takes, those for what it reads, or none.',
  'U-39': 'A trace that shows it is `unknown`. A step of the model is of one instant: nothing comes between its parts.',
};

/** What AWS leaves open. */
export const openPoints: readonly OpenPoint[] = POINTS.map((claim) => {
  const boundedBy = profileFieldsOf(claim.id);
  const rows = boundedBy.map(rowOf).filter(({ requirements: [own] }) => own === claim.id);
  return { ...claim, boundedBy, treatment: TREATMENTS[claim.id] ?? rows.map(({ text }) => text).join(' ') };
});
