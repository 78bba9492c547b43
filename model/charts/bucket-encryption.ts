import { setup } from 'xstate';
import type { EncryptionRule } from '../vocabulary/encryption.ts';
import type { StateOf } from './compile/chart-types.ts';
import { compileChart } from './compile/compile.ts';

/** What can happen to the encryption rule of a bucket, once S3 has accepted it. */
export type BucketEncryptionEvent =
  | { readonly type: 'PutBucketEncryption'; readonly rule: EncryptionRule }
  | { readonly type: 'DeleteBucketEncryption' };

/** Whether an event brings a rule that names `aws:kms`, with the bucket-key flag so. */
function bringsKms(event: BucketEncryptionEvent, hasFlag: boolean): boolean {
  if (event.type !== 'PutBucketEncryption' || event.rule.SSEAlgorithm !== 'aws:kms') return false;
  return (event.rule.BucketKeyEnabled === true) === hasFlag;
}

/** The encryption rule of a bucket, as an XState machine. */
export const bucketEncryptionMachine = setup({
  types: {} as { events: BucketEncryptionEvent },
  guards: {
    ruleIsKms: ({ event }) => bringsKms(event, false),
    ruleIsKmsWithBucketKey: ({ event }) => bringsKms(event, true),
    ruleIsDsse: ({ event }) => event.type === 'PutBucketEncryption' && event.rule.SSEAlgorithm === 'aws:kms:dsse',
  },
}).createMachine({
  id: 'bucketEncryption',
  description:
    'The default encryption of a bucket: exactly one rule, replaced as a whole. It decides on later writes only ' +
    '(F-01, F-13).',
  initial: 'sseS3',
  on: {
    PutBucketEncryption: [
      {
        guard: 'ruleIsKmsWithBucketKey',
        target: '.sseKmsBucketKey',
        description: 'The new rule names aws:kms and turns bucket keys on (F-01, F-03).',
      },
      {
        guard: 'ruleIsKms',
        target: '.sseKms',
        description:
          'The new rule names aws:kms and leaves bucket keys off, as it does by saying nothing of them (F-01, F-03).',
      },
      {
        guard: 'ruleIsDsse',
        target: '.dsseKms',
        description: 'The new rule names aws:kms:dsse, which never uses a bucket key (F-01, F-07).',
      },
      {
        target: '.sseS3',
        description: 'The new rule names AES256; a bucket key flag in it has no effect (F-01, F-06).',
      },
    ],
    DeleteBucketEncryption: {
      target: '.sseS3',
      description: 'Back to SSE-S3, whatever the rule was; repeating it is no error (F-15).',
    },
  },
  states: {
    sseS3: {
      description: 'Objects are encrypted with keys of S3 itself; so is a bucket nobody ever configured (F-02).',
    },
    sseKms: { description: 'Objects are encrypted under a KMS key, with a KMS call for each request (F-22, K-02).' },
    sseKmsBucketKey: { description: 'Objects are encrypted under a KMS key by way of a bucket key (F-22, F-23).' },
    dsseKms: {
      description: 'Objects are encrypted twice under a KMS key, with a KMS call for each request (F-07, K-08).',
    },
  },
});

/** States of the encryption rule of a bucket. */
export type BucketEncryptionState = StateOf<typeof bucketEncryptionMachine>;

/** The encryption rule of a bucket, compiled. */
export const bucketEncryption = compileChart(bucketEncryptionMachine);
