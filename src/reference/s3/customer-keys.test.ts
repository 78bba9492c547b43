import { expect, test } from 'vitest';
import { encrypt, get, put } from '../../../model/testing/events.ts';
import { RULES, SCENE, TEST_BODY } from '../../../model/testing/scene.ts';
import { REFERENCE_PARTS } from '../parts/parts.ts';
import { openReference } from '../reference.ts';

const UNDER_KEY = { customerKey: 'c1' } as const;

async function written() {
  const { s3, apply } = openReference(REFERENCE_PARTS, SCENE);
  const does = (event: Parameters<typeof apply>[0]['event']) => apply({ atMs: 0, by: 'ann', event });
  await does(encrypt('b', { ...RULES.B2, BlockedEncryptionTypes: ['NONE'] }));
  await does(put('b/k', UNDER_KEY));
  const object = s3.buckets.get('b')?.objects.get('k');
  if (object?.content.form !== 'sealed' || object.content.dataKey.by !== 'customer') throw new Error('not under a key');
  return { does, content: object.content, dataKey: object.content.dataKey };
}

test('what is stored is sealed, and has neither the customer key nor its name', async () => {
  const { content } = await written();
  const stored = JSON.stringify(content, (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
  );
  expect(stored).not.toContain(Buffer.from(REFERENCE_PARTS.customerKeys.bytesOf('c1')).toString('hex'));
  expect(stored).not.toContain(Buffer.from(TEST_BODY.text ?? '').toString('hex'));
  expect(stored).not.toContain('c1"');
});

test('the key that is sent opens it, and no other', async () => {
  const { does, dataKey } = await written();
  const { bytesOf, isKnown } = REFERENCE_PARTS.customerKeys;
  expect([isKnown(bytesOf('c1'), dataKey.check), isKnown(bytesOf('c2'), dataKey.check)]).toEqual([true, false]);
  expect(await does(get('b/k', UNDER_KEY))).toMatchObject({ status: 200, contentMd5: TEST_BODY.md5, kmsCalls: [] });
  expect(await does(get('b/k', { customerKey: 'c2' }))).toMatchObject({ status: 403, code: 'AccessDenied' });
});

test('equal keys leave different checks behind, since each has a salt', async () => {
  const { dataKey } = await written();
  const { checkOf, bytesOf } = REFERENCE_PARTS.customerKeys;
  const random = { bytes: (length: number) => new Uint8Array(length).fill(7), below: () => 0 };
  expect(checkOf(bytesOf('c1'), random).hmac).not.toEqual(dataKey.check.hmac);
});
