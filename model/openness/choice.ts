/**
 * The points a step may leave open, each with the requirement that says so. A point is asked only where its answer
 * changes what can follow.
 */
export const CHOICE_POINTS = {
  /** Which of the visible bucket rules the request saw. */
  ruleSeen: 'U-16',
  /** Whether a header with nothing to act on is ignored or refused. */
  inertHeader: 'U-14',
  /** The flag of an `aws:kms` request in a bucket whose flag belongs to another algorithm. */
  dormantFlag: 'U-15',
  /** Whether `aws:kms` without key id takes the bucket's own key. */
  kmsHeaderKey: 'D-04',
  /** Which cache served the request. */
  cache: 'U-04',
  /** Whether the request found a usable bucket key. */
  served: 'U-05',
  /** How a cold write came by a bucket key. */
  coldWrite: 'U-07',
  /** Which of several bucket keys a cold write had decrypted. */
  unwrapped: 'U-07',
  /** Whether a write verified its bucket key. */
  verified: 'U-08',
  /** Whether extra context makes a bucket key of its own. */
  extraContext: 'U-12',
  /** Bucket-key flag and contexts of a replica where only the destination has bucket keys. */
  mixedReplica: 'U-13',
  /** Which of several refusals is shown. */
  refusal: 'U-20',
  /** Which of the visible targets an alias had. */
  aliasSeen: 'U-23',
  /** What KMS answered, where an earlier state or policy may still be seen. */
  kmsAnswer: 'U-23',
  /** Which side of a copy asked KMS first. */
  copyOrder: 'U-20',
} as const;

/** Name of a choice point. */
export type ChoicePoint = keyof typeof CHOICE_POINTS;

/** Resolves what a step leaves open. The model calls it in the same order for equal worlds, events and answers. */
export interface Chooser {
  /** Index of one of `options`; asked only where there are at least two. */
  pick(point: ChoicePoint, options: readonly unknown[]): number;
  /**
   * The opaque ETag that S3 drew for an object with content `md5`, or that was seen of it; undefined where it is not
   * known.
   */
  opaqueEtag(md5: string): string | undefined;
}
