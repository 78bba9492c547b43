import { describe, expect, test } from 'vitest';
import { homeKey, SCENE } from '../../../model/testing/scene.ts';
import { DAY_MS } from '../../../model/vocabulary/time.ts';
import { createRandom } from '../crypto/random.ts';
import { Sealer } from '../crypto/sealer.ts';
import { DEFAULT_REFERENCE_OPTIONS } from '../options.ts';
import { REFERENCE_PARTS } from '../parts/parts.ts';
import type { RequestScope } from '../request-scope.ts';
import { newHost } from '../s3/plaintext-cache.ts';
import { applyKmsEvent } from './control.ts';
import { KeyStore } from './key-store.ts';
import { ReferenceKms } from './kms.ts';
import { Quotas } from './quotas.ts';

const ANN = { name: 'ann', account: '111111111111', principal: 'ann', session: 's1' };
const K1 = homeKey('K1');
const CONTEXT = { 'aws:s3:arn': 'arn:aws:s3:::b', team: 'blue' };

const NO_QUOTAS = new Quotas(SCENE, 'eu-west-1');

function start() {
  const random = createRandom(1);
  const keys = new KeyStore(SCENE, random, REFERENCE_PARTS);
  const sealer = new Sealer(random, REFERENCE_PARTS.crypto);
  const kms = new ReferenceKms(keys, sealer, random, REFERENCE_PARTS, DEFAULT_REFERENCE_OPTIONS, NO_QUOTAS);
  const at = (atMs: number): RequestScope => ({
    atMs,
    requester: ANN,
    host: newHost(REFERENCE_PARTS.bucketKeys),
    trail: { kmsCalls: [], seals: [], wraps: [], stored: {} },
  });
  const control = (event: Parameters<typeof applyKmsEvent>[2], atMs = 0) =>
    applyKmsEvent(keys, REFERENCE_PARTS, event, ANN, atMs);
  return { keys, kms, at, control };
}

describe('wrapping', () => {
  test('a data key comes back with the context it was made with, in any order of the pairs', async () => {
    const { kms, at } = start();
    const { plaintext, blob } = await kms.generateDataKey(at(0), K1, CONTEXT);
    const again = await kms.decrypt(at(1), blob, { team: 'blue', 'aws:s3:arn': 'arn:aws:s3:::b' });
    expect(again.bytes).toEqual(plaintext.bytes);
  });

  test.each([
    ['another value', { ...CONTEXT, team: 'red' }],
    ['a pair less', { 'aws:s3:arn': 'arn:aws:s3:::b' }],
    ['a pair more', { ...CONTEXT, more: '' }],
    ['a pair named __proto__', JSON.parse('{"aws:s3:arn":"arn:aws:s3:::b","team":"blue","__proto__":"x"}')],
  ])('%s in the context is an invalid ciphertext, and the caller is broken (F-91)', async (_what, wrong) => {
    const { kms, at } = start();
    const { blob } = await kms.generateDataKey(at(0), K1, CONTEXT);
    await expect(kms.decrypt(at(0), blob, wrong)).rejects.toThrow('InvalidCiphertextException');
  });

  test('encrypt wraps a key that decrypt brings back', async () => {
    const { kms, at } = start();
    const { plaintext } = await kms.generateDataKey(at(0), K1, CONTEXT);
    const blob = await kms.encrypt(at(0), homeKey('K2'), plaintext, CONTEXT);
    expect((await kms.decrypt(at(0), blob, CONTEXT)).bytes).toEqual(plaintext.bytes);
  });
});

describe('rotation (F-124)', () => {
  test('on demand, new blobs take the new material and old ones still open', async () => {
    const { kms, at, control } = start();
    const old = await kms.generateDataKey(at(0), K1, CONTEXT);
    expect(control({ op: 'RotateKeyOnDemand', keyId: 'K1' })).toBeNull();
    const young = await kms.generateDataKey(at(0), K1, CONTEXT);
    expect([old.blob.version, young.blob.version]).toEqual([1, 2]);
    expect((await kms.decrypt(at(0), old.blob, CONTEXT)).bytes).toEqual(old.plaintext.bytes);
  });

  test('automatic, it happens when the period is over, and not before', async () => {
    const { kms, at, control } = start();
    control({ op: 'EnableKeyRotation', keyId: 'K1', rotationPeriodInDays: 100 });
    const versionAt = async (days: number) => (await kms.generateDataKey(at(days * DAY_MS), K1, CONTEXT)).blob.version;
    expect(await versionAt(99)).toBe(1);
    expect(await versionAt(100)).toBe(2);
    expect(await versionAt(199)).toBe(2);
    expect(await versionAt(200)).toBe(3);
    expect(await versionAt(499)).toBe(4);
    expect(await versionAt(500)).toBe(5);
  });
});

test('automatic rotation that is turned off happens no more (F-193)', async () => {
  const { kms, at, control } = start();
  control({ op: 'EnableKeyRotation', keyId: 'K1', rotationPeriodInDays: 100 });
  expect(control({ op: 'DisableKeyRotation', keyId: 'K1' })).toBeNull();
  expect((await kms.generateDataKey(at(100 * DAY_MS), K1, CONTEXT)).blob.version).toBe(1);
});

describe('deletion (F-121)', () => {
  test('the waiting period over, the material is erased and nobody can unwrap any more', async () => {
    const { keys, kms, at, control } = start();
    const { blob } = await kms.generateDataKey(at(0), K1, CONTEXT);
    const material = keys.find(K1, 0)?.material[0]?.key.bytes;
    control({ op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 });
    await expect(kms.decrypt(at(7 * DAY_MS - 1), blob, CONTEXT)).rejects.toMatchObject({
      failure: 'KMSInvalidStateException',
    });
    await expect(kms.decrypt(at(7 * DAY_MS), blob, CONTEXT)).rejects.toMatchObject({ failure: 'NotFoundException' });
    expect(material).toEqual(new Uint8Array(32));
    expect(keys.find(K1, 7 * DAY_MS)?.material).toEqual([]);
  });
});

test('each refusal comes before the next: throttling, existence, policy, state', async () => {
  const { keys, kms, at, control } = start();
  const refusal = async (arn: string) => {
    const scope = at(0);
    await expect(kms.generateDataKey(scope, arn, CONTEXT)).rejects.toThrow();
    return scope.trail.kmsCalls[0]?.result;
  };
  control({ op: 'DisableKey', keyId: 'K1' });
  control({
    op: 'PutKeyPolicy',
    keyId: 'K1',
    statements: [{ effect: 'Allow', principal: '*', actions: ['kms:PutKeyPolicy'] }],
  });
  kms.throttling = true;
  expect(await refusal('nothing')).toBe('ThrottlingException');
  kms.throttling = false;
  expect(await refusal('nothing')).toBe('NotFoundException');
  expect(await refusal(K1)).toBe('AccessDeniedException');
  control({ op: 'PutKeyPolicy', keyId: 'K1', statements: [{ effect: 'Allow', principal: '*', actions: ['kms:*'] }] });
  expect(await refusal(K1)).toBe('DisabledException');
  expect(keys.find(K1, 0)?.state).toBe('Disabled');
});
