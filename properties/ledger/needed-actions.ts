import {
  type BucketEvent,
  type ObjectEvent,
  type S3Action,
  type UploadEvent,
  versionNamed,
} from '../../model/index.ts';

/** Actions that S3 must allow. */
export type Actions = readonly Exclude<S3Action, 's3:*'>[];

/** What S3 must allow, on the bucket that is read from and on the one that is written to. */
interface Needed {
  readonly read: Actions;
  readonly write: Actions;
}

/** What S3 must allow for each operation on objects and uploads, whatever is cached (F-46). */
const NEEDED_ACTIONS: Readonly<Record<(ObjectEvent | UploadEvent)['op'], Needed>> = {
  PutObject: { read: [], write: ['s3:PutObject'] },
  GetObject: { read: ['s3:GetObject'], write: [] },
  HeadObject: { read: ['s3:GetObject'], write: [] },
  GetObjectAttributes: { read: ['s3:GetObject', 's3:GetObjectAttributes'], write: [] },
  CopyObject: { read: ['s3:GetObject'], write: ['s3:PutObject'] },
  // Whether s3:PutObject is needed as well is open (F-151).
  UpdateObjectEncryption: { read: [], write: ['s3:UpdateObjectEncryption'] },
  DeleteObject: { read: [], write: ['s3:DeleteObject'] },
  CreateMultipartUpload: { read: [], write: ['s3:PutObject'] },
  UploadPart: { read: [], write: ['s3:PutObject'] },
  UploadPartCopy: { read: ['s3:GetObject'], write: ['s3:PutObject'] },
  CompleteMultipartUpload: { read: [], write: ['s3:PutObject'] },
  // Who began an upload needs no action for these.
  AbortMultipartUpload: { read: [], write: [] },
  ListParts: { read: [], write: [] },
};

/** The same where a version is named (F-177, F-178). */
const NEEDED_FOR_VERSIONS: typeof NEEDED_ACTIONS = {
  ...NEEDED_ACTIONS,
  GetObject: { read: ['s3:GetObjectVersion'], write: [] },
  HeadObject: { read: ['s3:GetObjectVersion'], write: [] },
  GetObjectAttributes: { read: ['s3:GetObjectVersion', 's3:GetObjectVersionAttributes'], write: [] },
  CopyObject: { read: ['s3:GetObjectVersion'], write: ['s3:PutObject'] },
  DeleteObject: { read: [], write: ['s3:DeleteObjectVersion'] },
};

/** What S3 must allow for a request on objects. */
export function neededActions(
  event: ObjectEvent | UploadEvent,
  namesVersion: boolean = versionNamed(event) !== undefined,
): Needed {
  return (namesVersion ? NEEDED_FOR_VERSIONS : NEEDED_ACTIONS)[event.op];
}

/** What S3 must allow for each operation that configures a bucket (F-16, F-184). */
export const CONFIGURING_ACTIONS = {
  DeleteBucket: 's3:DeleteBucket',
  PutBucketEncryption: 's3:PutEncryptionConfiguration',
  GetBucketEncryption: 's3:GetEncryptionConfiguration',
  DeleteBucketEncryption: 's3:PutEncryptionConfiguration',
  PutBucketPolicy: 's3:PutBucketPolicy',
  PutBucketReplication: 's3:PutReplicationConfiguration',
  PutBucketVersioning: 's3:PutBucketVersioning',
  DeleteBucketReplication: 's3:PutReplicationConfiguration',
} as const satisfies Readonly<Record<Exclude<BucketEvent['op'], 'CreateBucket'>, S3Action>>;
