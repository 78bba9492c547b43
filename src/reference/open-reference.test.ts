import { expect, test } from 'vitest';
import { REFERENCE_PARTS } from './parts/parts.ts';
import { openReference } from './reference.ts';
import type { TouchedObject } from './request-scope.ts';

const ACCOUNT = '111111111111';
const body = { text: 'abc', md5: '900150983cd24fb0d6963f7d28e17f72' };

test('a step gives whoever asks the object it stored or read, and the content it decrypted', async () => {
  const { apply } = openReference(REFERENCE_PARTS, {
    requesters: [{ name: 'app', account: ACCOUNT, principal: 'app', session: 's' }],
    kmsKeys: [],
    aliases: [],
    buckets: [{ name: 'b', account: ACCOUNT, plainObjects: [] }],
  });
  const written: TouchedObject = {};
  const read: TouchedObject = {};
  const shown: TouchedObject = {};
  const at = { atMs: 0, by: 'app' };
  const object = { bucket: 'b', key: 'k' };
  await apply({ ...at, event: { op: 'PutObject', ...object, body, headers: { sse: 'aws:kms' } } }, written);
  await apply({ ...at, event: { op: 'GetObject', ...object } }, read);
  await apply({ ...at, event: { op: 'HeadObject', ...object } }, shown);
  expect(written.object?.encryption.algorithm).toBe('aws:kms');
  expect(read.object).toBe(written.object);
  expect(Buffer.from(read.content ?? []).toString()).toBe('abc');
  expect(shown).toEqual({ object: written.object });
});

test('trouble that was ordered for a call of KMS is what S3 sees of it', async () => {
  const { apply, s3 } = openReference(REFERENCE_PARTS, {
    requesters: [{ name: 'app', account: ACCOUNT, principal: 'app', session: 's' }],
    kmsKeys: [],
    aliases: [],
    buckets: [{ name: 'b', account: ACCOUNT, plainObjects: [] }],
  });
  s3.kms.trouble = async (operation) => (operation === 'GenerateDataKey' ? 'ThrottlingException' : null);
  const event = { op: 'PutObject', bucket: 'b', key: 'k', body, headers: { sse: 'aws:kms' } } as const;
  expect(await apply({ atMs: 0, by: 'app', event })).toMatchObject({
    status: 503,
    code: 'SlowDown',
    kmsCalls: [{ operation: 'GenerateDataKey', result: 'ThrottlingException' }],
  });
});
