import { type ObjectEvent, type S3Action, versionNamed } from '../../model/index.ts';

/** Actions that S3 must allow. */
export type Actions = readonly Exclude<S3Action, 's3:*'>[];

/** What S3 must allow, on the bucket that is read from and on the one that is written to. */
interface Needed {
  readonly read: Actions;
  readonly write: Actions;
}

/** What S3 must allow for each operation on objects, whatever is cached (F-46). */
const NEEDED_ACTIONS: Readonly<Record<ObjectEvent['op'], Needed>> = {
  PutObject: { read: [], write: ['s3:PutObject'] },
  GetObject: { read: ['s3:GetObject'], write: [] },
  HeadObject: { read: ['s3:GetObject'], write: [] },
  GetObjectAttributes: { read: ['s3:GetObject', 's3:GetObjectAttributes'], write: [] },
  CopyObject: { read: ['s3:GetObject'], write: ['s3:PutObject'] },
  DeleteObject: { read: [], write: ['s3:DeleteObject'] },
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
export function neededActions(event: ObjectEvent): Needed {
  return (versionNamed(event) === undefined ? NEEDED_ACTIONS : NEEDED_FOR_VERSIONS)[event.op];
}
