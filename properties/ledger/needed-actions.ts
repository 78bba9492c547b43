import type { BucketEvent, ObjectEvent, S3Action } from '../../model/index.ts';

/** Actions that S3 must allow. */
export type Actions = readonly Exclude<S3Action, 's3:*'>[];

/** What S3 must allow, on the bucket that is read from and on the one that is written to. */
interface Needed {
  readonly read: Actions;
  readonly write: Actions;
}

/** What S3 must allow for each operation on objects, whatever is cached (F-46). */
export const NEEDED_ACTIONS: Readonly<Record<ObjectEvent['op'], Needed>> = {
  PutObject: { read: [], write: ['s3:PutObject'] },
  GetObject: { read: ['s3:GetObject'], write: [] },
  HeadObject: { read: ['s3:GetObject'], write: [] },
  GetObjectAttributes: { read: ['s3:GetObject', 's3:GetObjectAttributes'], write: [] },
  CopyObject: { read: ['s3:GetObject'], write: ['s3:PutObject'] },
  DeleteObject: { read: [], write: ['s3:DeleteObject'] },
};

/** What S3 must allow for each operation that configures a bucket (F-16, F-184). */
export const CONFIGURING_ACTIONS = {
  DeleteBucket: 's3:DeleteBucket',
  PutBucketEncryption: 's3:PutEncryptionConfiguration',
  GetBucketEncryption: 's3:GetEncryptionConfiguration',
  DeleteBucketEncryption: 's3:PutEncryptionConfiguration',
  PutBucketPolicy: 's3:PutBucketPolicy',
  PutBucketReplication: 's3:PutReplicationConfiguration',
  DeleteBucketReplication: 's3:PutReplicationConfiguration',
} as const satisfies Readonly<Record<Exclude<BucketEvent['op'], 'CreateBucket'>, S3Action>>;
