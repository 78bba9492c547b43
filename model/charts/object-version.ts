import { setup } from 'xstate';
import { type CompiledRegions, compileRegions } from './compile/compile-regions.ts';

/** The encryption that a write can come to: never none, since 2023 (F-33). */
export type WrittenEncryption = 'sseS3' | 'sseKms' | 'sseKmsBucketKey' | 'dsseKms' | 'sseC';

/** The encryption that UpdateObjectEncryption can come to: `aws:kms` alone (F-148, D-18). */
export type RewrappedEncryption = 'sseKms' | 'sseKmsBucketKey';

/** What the source of a replica hands on: a PLAIN one nothing, any other its ETag (F-64, F-78). */
export type KeptEtag = 'nothing' | 'md5' | 'opaque' | 'multipart';

/**
 * What can happen to the object under a key. `Write` is PutObject or CopyObject that succeeds, or, in parts,
 * CompleteMultipartUpload.
 */
export type ObjectVersionEvent =
  | {
      readonly type: 'Write';
      readonly result: WrittenEncryption;
      readonly inParts?: boolean;
      /** Into a directory bucket (F-20). */
      readonly inDirectory?: boolean;
    }
  | { readonly type: 'ReplicaArrives'; readonly result: WrittenEncryption; readonly keeps: KeptEtag }
  | { readonly type: 'UpdateObjectEncryption'; readonly result: RewrappedEncryption }
  | { readonly type: 'DeleteObject' };

/** Where UpdateObjectEncryption leads, whichever encryption it finds: its flag decides. */
const UPDATES = [
  {
    guard: 'resultIsKmsWithBucketKey',
    target: 'sseKmsBucketKey',
    description: 'The data key is wrapped anew under a bucket key (F-147, F-149).',
  },
  {
    target: 'sseKms',
    description: 'The data key is wrapped anew under a KMS key: the flag is off, or was left out (F-147, F-149).',
  },
] as const;

/** The encryption an object is stored with and the class of its ETag, as an XState machine. */
export const objectVersionMachine = setup({
  types: {} as { events: ObjectVersionEvent },
  guards: {
    resultIsKms: ({ event }) => resultOf(event) === 'sseKms',
    resultIsKmsWithBucketKey: ({ event }) => resultOf(event) === 'sseKmsBucketKey',
    resultIsDsse: ({ event }) => resultOf(event) === 'dsseKms',
    resultIsCustomer: ({ event }) => resultOf(event) === 'sseC',
    resultIsOpaque: ({ event }) => resultOf(event) !== 'sseS3' || isInDirectory(event),
    inParts: ({ event }) => madeOfParts(event),
    keepsMd5: ({ event }) => event.type === 'ReplicaArrives' && event.keeps === 'md5',
    keepsOpaque: ({ event }) => event.type === 'ReplicaArrives' && event.keeps === 'opaque',
  },
}).createMachine({
  id: 'objectVersion',
  description:
    'The object under a key. Writing it anew or updating its encryption changes it, never a change of the bucket ' +
    '(F-13, F-40, F-149).',
  type: 'parallel',
  states: {
    encryption: {
      description: 'The encryption it is stored with (F-22, F-23).',
      initial: 'absent',
      on: {
        Write: [
          {
            guard: 'resultIsKmsWithBucketKey',
            target: '.sseKmsBucketKey',
            description: 'Headers and bucket rule come to aws:kms with a bucket key (F-22, F-23).',
          },
          {
            guard: 'resultIsKms',
            target: '.sseKms',
            description: 'Headers and bucket rule come to aws:kms without a bucket key (F-22, F-23).',
          },
          {
            guard: 'resultIsDsse',
            target: '.dsseKms',
            description: 'Headers and bucket rule come to aws:kms:dsse (F-22).',
          },
          { guard: 'resultIsCustomer', target: '.sseC', description: 'The headers bring a customer key (P12).' },
          {
            target: '.sseS3',
            description: 'Headers and bucket rule come to AES256, the least there is since 2023 (F-22, F-33).',
          },
        ],
        ReplicaArrives: [
          {
            guard: 'resultIsKmsWithBucketKey',
            target: '.sseKmsBucketKey',
            description: 'The source has a bucket key, or a plain source met a bucket with bucket keys (F-64, F-68).',
          },
          {
            guard: 'resultIsKms',
            target: '.sseKms',
            description: 'The source has no bucket key, or a plain source met such a bucket (F-64, F-65).',
          },
          {
            guard: 'resultIsDsse',
            target: '.dsseKms',
            description: 'The source is doubly encrypted, or a plain source met such a bucket (F-64, F-65).',
          },
          {
            guard: 'resultIsCustomer',
            target: '.sseC',
            description: 'The source is under a customer key, and so is the replica (F-75).',
          },
          {
            target: '.sseS3',
            description: 'The source is encrypted by S3, or a plain source met such a bucket (F-64, F-65).',
          },
        ],
        DeleteObject: { target: '.absent', description: 'Deleting what is not there is no error.' },
      },
      states: {
        absent: { description: 'There is no object under this key.' },
        plain: { description: 'Stored without encryption: written before 5 January 2023, and never since (F-33).' },
        sseS3: { description: 'Encrypted by S3.', on: { UpdateObjectEncryption: UPDATES } },
        sseKms: {
          description:
            'Encrypted under a KMS key without bucket key, each read a Decrypt with the ARN of the object (F-38, ' +
            'F-88).',
          on: { UpdateObjectEncryption: UPDATES },
        },
        sseKmsBucketKey: {
          description:
            'Encrypted by way of a bucket key: KMS sees the ARN of the bucket, on cold reads only (F-38, F-88).',
          on: { UpdateObjectEncryption: UPDATES },
        },
        dsseKms: { description: 'Encrypted twice, never with a bucket key (F-07, F-93).' },
        sseC: { description: 'Encrypted under a key that the customer sends with each request, without KMS (K-01).' },
      },
    },
    etag: {
      description: 'The class of its ETag, which tells whether it is the MD5 of the content (F-80 to F-84, F-86).',
      initial: 'none',
      on: {
        Write: [
          {
            guard: 'inParts',
            target: '.multipart',
            description: 'Made of the parts of an upload, whatever its encryption (F-83).',
          },
          {
            guard: 'resultIsOpaque',
            target: '.opaque',
            description:
              'Under a KMS key, with or without a bucket key, under a customer key, or in a directory bucket (F-81, ' +
              'F-82, F-189).',
          },
          { target: '.md5', description: 'Encrypted by S3 (F-80).' },
        ],
        ReplicaArrives: [
          { guard: 'inParts', target: '.multipart', description: 'A replica keeps the ETag of its source (F-78).' },
          { guard: 'keepsMd5', target: '.md5', description: 'A replica keeps the ETag of its source (F-78).' },
          { guard: 'keepsOpaque', target: '.opaque', description: 'A replica keeps the ETag of its source (F-78).' },
          {
            guard: 'resultIsOpaque',
            target: '.opaque',
            description: 'A plain source is encrypted for the first time, under a KMS key (F-64, F-81).',
          },
          { target: '.md5', description: 'A plain source is encrypted for the first time, by S3 (F-64, F-80).' },
        ],
      },
      states: {
        none: { description: 'There is no object, and so no ETag.' },
        md5: {
          description: 'The MD5 of the content, as hex digits (F-80).',
          on: { DeleteObject: { target: 'none', description: 'The ETag goes with the object.' } },
        },
        opaque: {
          description: 'Looks like an MD5, and is not that of the content (F-81, F-84).',
          on: { DeleteObject: { target: 'none', description: 'The ETag goes with the object.' } },
        },
        multipart: {
          description: 'The MD5 of the ETags of its parts, a hyphen and their number (F-83).',
          on: { DeleteObject: { target: 'none', description: 'The ETag goes with the object.' } },
        },
      },
    },
  },
});

function madeOfParts(event: ObjectVersionEvent): boolean {
  return event.type === 'Write'
    ? event.inParts === true
    : event.type === 'ReplicaArrives' && event.keeps === 'multipart';
}

/** In a directory bucket no ETag is an MD5 (F-189). */
function isInDirectory(event: ObjectVersionEvent): boolean {
  return event.type === 'Write' && event.inDirectory === true;
}

function resultOf(event: ObjectVersionEvent): WrittenEncryption | undefined {
  return event.type === 'DeleteObject' ? undefined : event.result;
}

/** The object under a key, compiled: a table for the encryption and one for the class of the ETag. */
export const objectVersion: CompiledRegions<typeof objectVersionMachine> = compileRegions(objectVersionMachine);

/** States of the encryption of the object under a key. */
export type ObjectVersionState = (typeof objectVersion)['encryption']['initial'];

/** Classes of the ETag of the object under a key. */
export type EtagClass = (typeof objectVersion)['etag']['initial'];
