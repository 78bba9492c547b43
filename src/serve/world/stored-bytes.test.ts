import { expect, test } from 'vitest';
import { newStoredBucket } from '../../reference/s3/stored-bucket.ts';
import type { StoredObject } from '../../reference/s3/stored-object.ts';
import { bytesIn, OBJECT_BYTES } from './stored-bytes.ts';

const OBJECT: StoredObject = {
  encryption: { algorithm: 'PLAIN', kmsKeyArn: null, bucketKey: false, context: {} },
  content: { form: 'clear', bytes: new Uint8Array(100) },
  etag: '',
  replication: null,
};

test('objects, older versions and delete markers take room', () => {
  const bucket = newStoredBucket('b', '111111111111', true, new Map([['k', OBJECT]]), false, [], false);
  expect(bytesIn(bucket)).toBe(100 + OBJECT_BYTES);
  bucket.older.set('k', [
    { id: '2', object: OBJECT },
    { id: '1', object: null },
  ]);
  expect(bytesIn(bucket)).toBe(200 + 3 * OBJECT_BYTES);
  bucket.currentIds.set('gone', '3');
  expect(bytesIn(bucket)).toBe(200 + 4 * OBJECT_BYTES);
});

test('so do uploads and their parts', () => {
  const bucket = newStoredBucket('b', '111111111111', true, new Map(), false, [], false);
  const sealed = { nonce: new Uint8Array(12), bytes: new Uint8Array(50) };
  bucket.uploads.set('u', {
    resolution: { algorithm: 'AES256', keyReference: null, namedBy: 'header', bucketKey: false, context: {} },
    encryption: OBJECT.encryption,
    dataKey: { by: 's3', sealed },
    creator: { name: 'ann', account: '111111111111', principal: 'ann', session: 's' },
    parts: new Map([[1, { sealed, etag: '' }]]),
  });
  expect(bytesIn(bucket)).toBe(50 + 2 * OBJECT_BYTES);
});
