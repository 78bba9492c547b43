import { fieldsOf, type ProfileField, rowOf } from '../openness/openness.ts';
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

/** A point as it is written down here: with a treatment where no row of the table of openness is its own. */
type Point = Claim & { readonly treatment?: string };

const POINTS: readonly Point[] = [
  {
    id: 'U-01',
    confidence: 'unknown',
    source: 'UG:bucket-key',
    text: 'For how long does a cached bucket key live? Longer than nothing, and not for long, is all AWS says.',
  },
  {
    id: 'U-02',
    confidence: 'unknown',
    source: 'UG:bucket-key; REPOST',
    text: 'From when does the lifetime count: from creation, from the last use, or in fixed periods? Can it end early?',
    treatment: 'It counts from the KMS call; a profile may let it end at any earlier moment.',
  },
  {
    id: 'U-03',
    confidence: 'unknown',
    source: 'absence',
    text: 'Is the window in which a bucket key makes data keys the same as the window in which its plaintext stays cached?',
  },
  {
    id: 'U-04',
    confidence: 'unknown',
    source: 'POC',
    text: 'How many independent caches are there, and which serves a request? One requester was seen cold more often than a single cache would explain.',
  },
  {
    id: 'U-05',
    confidence: 'unknown',
    source: 'absence',
    text: 'When do evictions, restarts or deployments empty a cache?',
  },
  {
    id: 'U-06',
    confidence: 'unknown',
    source: 'absence',
    text: 'How many calls do several parallel cold requests of one requester make?',
    treatment: 'Traces are sequences; what parallel requests do looks like several caches.',
  },
  {
    id: 'U-07',
    confidence: 'unknown',
    source: 'UG:bucket-key; UG23:bucket-key',
    text: 'Does a cold write take up a bucket key that another requester made, or always make a new one?',
  },
  {
    id: 'U-08',
    confidence: 'unknown',
    source: 'UG:UsingKMSEncryption; UG:replication-config-for-kms-objects',
    text: 'Does a write with a bucket key decrypt it to verify it?',
  },
  {
    id: 'U-09',
    confidence: 'unknown',
    source: 'absence',
    text: 'Is a requester warm for reads after its own cold write, and the other way round?',
  },
  {
    id: 'U-10',
    confidence: 'unknown',
    source: 'UG:bucket-key; KMS23:concepts',
    text: 'Does disabling a key, or changing its policy, do anything to plaintext that is already cached?',
    treatment: 'Nothing until the plaintext expires or is dropped, which early eviction allows at once.',
  },
  {
    id: 'U-11',
    confidence: 'unknown',
    source: 'absence',
    text: 'What makes two callers the same requester, beyond role, account and scoping policy?',
  },
  {
    id: 'U-12',
    confidence: 'unknown',
    source: 'KMSAPI:Decrypt; UG:UsingKMSEncryption',
    text: 'Do extra context pairs reach KMS for an object with a bucket key?',
  },
  {
    id: 'U-13',
    confidence: 'unknown',
    source: 'UG:bucket-key; UG:replication-config-for-kms-objects',
    text: 'Does the replica of an object without a bucket key get one from its bucket, and how often does replication with bucket keys call KMS?',
  },
  {
    id: 'U-14',
    confidence: 'unknown',
    source: 'absence',
    text: 'What does S3 answer to a flag with nothing to act on, or to a key id without an algorithm on a KMS bucket?',
  },
  {
    id: 'U-15',
    confidence: 'unknown',
    source: 'absence',
    text: 'A rule for another algorithm has the flag on and a request asks for `aws:kms`: does the object get a bucket key?',
  },
  {
    id: 'U-16',
    confidence: 'unknown',
    source: 'UG23:Welcome',
    text: 'After a new rule was accepted, for how long may writes still follow the old one?',
  },
  {
    id: 'U-17',
    confidence: 'unknown',
    source: 'API:DeleteBucketEncryption',
    text: 'Does deleting the rule also lift the block on encryption types?',
    treatment: 'Blocked types are not part of the model.',
  },
  {
    id: 'U-18',
    confidence: 'unknown',
    source: 'UG:bucket-key; KMS23:services-s3',
    text: 'By which algorithm does a data key come from a bucket key, and from what else?',
    treatment: 'Keys are symbols in the model: every write has a fresh one.',
  },
  {
    id: 'U-19',
    confidence: 'unknown',
    source: 'GH:aws-samples/cql-replicator#92',
    text: 'How does S3 pass on failures of KMS itself? For throttling 503 was recorded, for the rest nothing.',
    treatment: 'Throttling is 503 `SlowDown`; internal failures of KMS are not part of the model.',
  },
  {
    id: 'U-20',
    confidence: 'unknown',
    source: 'absence',
    text: 'Which refusal does the caller see when S3 and KMS would both refuse?',
  },
  {
    id: 'U-21',
    confidence: 'unknown',
    source: 'absence',
    text: 'What do ranged reads, lifecycle actions, restores and the like cost at KMS?',
    treatment: 'The model has whole reads only, and no background work but replication.',
  },
  {
    id: 'U-22',
    confidence: 'unknown',
    source: 'API:UpdateObjectEncryption',
    text: 'Which KMS calls does UpdateObjectEncryption make, and does it use cached bucket keys?',
    treatment: 'The model has no such operation.',
  },
  {
    id: 'U-23',
    confidence: 'unknown',
    source: 'KMS23:grants; KMS23:accessing-kms',
    text: 'How soon do changes at KMS take effect?',
  },
  {
    id: 'U-24',
    confidence: 'unknown',
    source: 'KMS23:requests-per-second',
    text: 'Which account pays for KMS requests that S3 makes across accounts?',
    treatment: 'Calls carry their requester; adding them up by account is left to the reader.',
  },
  {
    id: 'U-25',
    confidence: 'unknown',
    source: 'REPOST',
    text: 'For how long are encrypted bucket keys kept, and how many?',
    treatment: 'For as long as an object needs them.',
  },
  {
    id: 'U-26',
    confidence: 'unknown',
    source: 'absence',
    text: 'Is there a limit on the objects or bytes under one bucket key?',
    treatment: 'The model has none; nonces and wraps are checked where an implementation shows its inside.',
  },
  {
    id: 'U-34',
    confidence: 'unknown',
    source: 'absence',
    text: 'Does GetObjectAttributes call KMS for the checksum of a KMS object, and a conditional read that ends with 304 or 412?',
    treatment:
      'The checksum is decrypted as in a read of the object, or no call is made. Conditional reads are not part of the model.',
  },
];

/** What AWS leaves open. */
export const openPoints: readonly OpenPoint[] = POINTS.map(({ id, treatment, ...claim }) => {
  const boundedBy = fieldsOf(id);
  const rows = boundedBy.map(rowOf).filter(({ requirements: [own] }) => own === id);
  return { ...claim, id, boundedBy, treatment: treatment ?? rows.map(({ text }) => text).join(' ') };
});
