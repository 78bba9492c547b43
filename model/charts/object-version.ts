import { setup } from 'xstate';
import type { StateOf } from './compile/chart-types.ts';
import { compileChart } from './compile/compile.ts';
import { namedGuards } from './compile/named-guards.ts';

/** What can happen to the object under a key. `Write` is PutObject or CopyObject that succeeds. */
export type ObjectVersionEvent = 'Write' | 'ReplicaArrives' | 'DeleteObject';

/** The encryption an object is stored with, as an XState machine. */
export const objectVersionMachine = setup({
  types: {} as { events: { type: ObjectVersionEvent } },
  guards: namedGuards('resultIsKms', 'resultIsKmsWithBucketKey', 'resultIsDsse'),
}).createMachine({
  id: 'objectVersion',
  description:
    'The encryption an object is stored with. Only writing the object anew changes it, never a change of the bucket (F-13, F-40).',
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
        target: '.sseS3',
        description: 'The source is encrypted by S3, or a plain source met such a bucket (F-64, F-65).',
      },
    ],
    DeleteObject: { target: '.absent', description: 'Deleting what is not there is no error.' },
  },
  states: {
    absent: { description: 'There is no object under this key.' },
    plain: { description: 'Stored without encryption: written before 5 January 2023, and never since (F-33).' },
    sseS3: { description: 'Encrypted by S3; the ETag is the MD5 of the content (F-80).' },
    sseKms: {
      description:
        'Encrypted under a KMS key without bucket key, each read a Decrypt with the ARN of the object (F-38, F-88).',
    },
    sseKmsBucketKey: {
      description: 'Encrypted by way of a bucket key: KMS sees the ARN of the bucket, on cold reads only (F-38, F-88).',
    },
    dsseKms: { description: 'Encrypted twice, never with a bucket key (F-07, F-93).' },
  },
});

/** States of the object under a key. */
export type ObjectVersionState = StateOf<typeof objectVersionMachine>;

/** The encryption an object is stored with, compiled. */
export const objectVersion = compileChart(objectVersionMachine);
