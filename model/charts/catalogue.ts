import type { AnyStateMachine } from 'xstate';
import { bucketEncryption, bucketEncryptionMachine } from './bucket-encryption.ts';
import { bucketKey, bucketKeyMachine } from './bucket-key.ts';
import { bucketVersioning, bucketVersioningMachine } from './bucket-versioning.ts';
import { cacheEntry, cacheEntryMachine } from './cache-entry.ts';
import type { CompiledChart } from './compile/compile.ts';
import { kmsKey, kmsKeyMachine } from './kms-key.ts';
import { multipartUpload, multipartUploadMachine } from './multipart-upload.ts';
import { objectVersion, objectVersionMachine } from './object-version.ts';
import { replicationStatus, replicationStatusMachine } from './replication-status.ts';

/** A chart with what people want to know of it. */
export interface Chart {
  readonly machine: AnyStateMachine;
  /** The chart as tables: one, or one for each of its regions. */
  readonly tables: readonly CompiledChart<string, string, string>[];
  readonly title: string;
  /** One or two sentences. */
  readonly summary: string;
}

/** Every chart of the model, in the order of the documentation. */
export const CHARTS: readonly Chart[] = [
  {
    machine: bucketEncryptionMachine,
    tables: [bucketEncryption],
    title: 'Bucket encryption',
    summary: 'The default encryption of a bucket. One for each bucket.',
  },
  {
    machine: bucketVersioningMachine,
    tables: [bucketVersioning],
    title: 'Bucket versioning',
    summary: 'Whether a bucket keeps the versions of its objects. One for each bucket.',
  },
  {
    machine: objectVersionMachine,
    tables: [objectVersion.encryption, objectVersion.etag],
    title: 'Object version',
    summary:
      'How an object is encrypted and of which class its ETag is; no change of the bucket touches it. One for each ' +
      'object key.',
  },
  {
    machine: multipartUploadMachine,
    tables: [multipartUpload],
    title: 'Multipart upload',
    summary: 'Whether an upload is there: begun, and neither completed nor gone. One for each upload.',
  },
  {
    machine: kmsKeyMachine,
    tables: [kmsKey],
    title: 'KMS key',
    summary:
      'Whether KMS can use a key: enabled, disabled, without its imported material, waiting for its deletion, ' +
      'deleted. One for each KMS key.',
  },
  {
    machine: bucketKeyMachine,
    tables: [bucketKey],
    title: 'Bucket key',
    summary: 'Makes data keys for a while, then only decrypts what it made. One for each bucket key that is made.',
  },
  {
    machine: cacheEntryMachine,
    tables: [cacheEntry],
    title: 'Cache entry',
    summary: 'Whether the plaintext of a bucket key is at hand. One for each cache, bucket key and requester.',
  },
  {
    machine: replicationStatusMachine,
    tables: [replicationStatus],
    title: 'Replication status',
    summary: 'How far the replication of an object has come. One for each object key.',
  },
];
