import { describe, expect, test } from 'vitest';
import type { EventName } from '../model/index.ts';
import { PROPERTIES } from './properties.ts';

const KMS: readonly EventName[] = [
  'PutObject',
  'GetObject',
  'HeadObject',
  'GetObjectAttributes',
  'CopyObject',
  'UpdateObjectEncryption',
  'CreateMultipartUpload',
  'UploadPart',
  'UploadPartCopy',
  'CompleteMultipartUpload',
  'ListParts',
  'ReplicateObject',
];
const SHOWN: readonly EventName[] = ['GetObject', 'HeadObject', 'GetObjectAttributes'];

/** What each property looks at, where that is not everything: whoever adds a row sees here where it is looked at. */
const LOOKED_AT: Readonly<Record<string, readonly EventName[]>> = {
  'every-requester-pays': KMS,
  'no-free-ride': KMS,
  'key-scope': KMS,
  'context-names-the-bucket': KMS,
  'bounded-writes': ['PutObject', 'CopyObject', 'CreateMultipartUpload', 'ReplicateObject'],
  'multipart-fixed-at-create': ['UploadPart', 'UploadPartCopy', 'CompleteMultipartUpload'],
  'bounded-reads': KMS,
  'config-is-not-retroactive': SHOWN,
  'update-encryption': SHOWN,
  decryptable: ['GetObject'],
  unrecoverable: KMS.filter((name) => name !== 'PutObject' && name !== 'CreateMultipartUpload'),
  'copy-takes-destination': ['CopyObject'],
  'replica-type': [...SHOWN, 'ReplicateObject'],
  'replication-settles': ['ReplicateObject'],
  'directory-buckets': KMS,
  'atomic-writes': SHOWN,
  throttling: KMS.filter((name) => name !== 'ReplicateObject'),
};

describe('which events a property looks at is read off the rows', () => {
  test.each(PROPERTIES.map(({ id, events }) => [id, events] as const))('%s', (id, events) => {
    expect(events).toEqual(LOOKED_AT[id]);
  });
});
