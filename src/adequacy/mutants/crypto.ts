import { put } from '../../../model/testing/events.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import { after, BUCKET_KEY_RULE, does, PER_OBJECT_RULE, rule, witness } from '../witness-steps.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;

/** Counts nonces; of another reference, which has its own source of randomness, from the beginning. */
class NonceCounter {
  #of: unknown;
  #made = 0;

  next(of: unknown): Uint8Array {
    if (of !== this.#of) this.#made = 0;
    this.#of = of;
    const nonce = new Uint8Array(NONCE_BYTES);
    new DataView(nonce.buffer).setUint32(NONCE_BYTES - 4, this.#made++);
    return nonce;
  }

  restart(): void {
    this.#made = 0;
  }
}

const COUNTER = new NonceCounter();

/** Faults in keys and nonces, which only an implementation that opens itself up can show. */
export const CRYPTO_MUTANTS: readonly Mutant[] = [
  {
    id: 'data-key-without-salt',
    title: 'Data keys are derived without anything of the object in them: all are the same.',
    requirements: ['F-111', 'F-112'],
    killedBy: ['unique-data-keys'],
    parts: partsWith({ crypto: { newDataKey: () => new Uint8Array(KEY_BYTES).fill(0x42) } }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k1')), does('ann', put('b/k2'))),
  },
  {
    id: 'nonce-always-zero',
    title: 'AES-GCM always takes the nonce zero.',
    requirements: ['F-111', 'U-18'],
    killedBy: ['unique-nonces'],
    parts: partsWith({ crypto: { newNonce: () => new Uint8Array(NONCE_BYTES) } }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k1')), does('ann', put('b/k2'))),
  },
  {
    id: 'nonce-of-one-byte',
    title: 'Only one byte of the nonce is random.',
    requirements: ['F-111', 'U-18'],
    killedBy: ['unique-nonces'],
    parts: partsWith({ crypto: { newNonce: (random) => new Uint8Array(NONCE_BYTES).fill(random.below(256), 0, 1) } }),
    witness: witness(rule('b', BUCKET_KEY_RULE), ...Array.from({ length: 60 }, (_, i) => does('ann', put(`b/k${i}`)))),
  },
  {
    id: 'bucket-key-from-fixed-seed',
    title: 'KMS draws keys from a generator that starts afresh each time: all bucket keys are the same.',
    requirements: ['F-28', 'F-114'],
    killedBy: ['key-scope'],
    parts: partsWith({ crypto: { newKey: () => new Uint8Array(KEY_BYTES).fill(0x17) } }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      rule('c', BUCKET_KEY_RULE),
      does('ann', put('b/k')),
      does(null, { op: 'RestartHosts' }),
      does('ann', put('c/k')),
    ),
  },
  {
    id: 'nonce-tail-constant',
    title: 'Only the first four bytes of the nonce are random.',
    requirements: ['F-111', 'U-18'],
    killedBy: ['unique-nonces'],
    parts: partsWith({
      crypto: {
        newNonce: (random) => {
          const nonce = new Uint8Array(NONCE_BYTES);
          nonce.set(random.bytes(4));
          return nonce;
        },
      },
    }),
    witness: witness(rule('b', BUCKET_KEY_RULE), ...Array.from({ length: 12 }, (_, i) => does('ann', put(`b/k${i}`)))),
  },
  {
    id: 'nonce-counter-restarts',
    title: 'Nonces are counted, and counting begins again when caches are evicted, though keys of KMS live on.',
    requirements: ['F-111', 'U-18'],
    killedBy: ['unique-nonces'],
    parts: partsWith({
      crypto: { newNonce: (random) => COUNTER.next(random) },
      bucketKeys: {
        keptAtEviction: (bucketKeys) => {
          COUNTER.restart();
          return bucketKeys;
        },
      },
    }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      does('ann', put('b/k1')),
      does('ann', put('b/k2')),
      does(null, { op: 'EvictBucketKeys', bucket: 'b' }),
      does('ann', put('b/k3')),
    ),
  },
  {
    id: 'rotation-keeps-material',
    title: 'A rotation counts, and goes on with the key material it had.',
    requirements: ['F-124', 'F-125'],
    killedBy: ['rotation-renews'],
    parts: partsWith({
      kms: {
        materialAfterRotation: (material, fresh) => {
          const { key } = material.at(-1) ?? fresh;
          return [...material, { version: fresh.version, key }];
        },
      },
    }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      does('ann', put('b/k1')),
      does('ann', { op: 'RotateKeyOnDemand', keyId: 'K1' }),
      does('ann', put('b/k2')),
    ),
  },
  {
    id: 'rotation-not-ended',
    title: 'Automatic rotation that was turned off goes on.',
    requirements: ['F-193'],
    killedBy: ['rotation-renews'],
    parts: partsWith({ kms: { rotationWhenOff: ({ automaticRotation }) => automaticRotation } }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      does('ann', { op: 'EnableKeyRotation', keyId: 'K1', rotationPeriodInDays: 90 }),
      does('ann', { op: 'DisableKeyRotation', keyId: 'K1' }),
      ...after(60, does('ann', put('b/k1'))),
      ...after(91 * 24 * 60, does('ann', put('b/k2'))),
    ),
  },
  {
    id: 'rotation-told-while-pending',
    title: 'A key that is pending deletion is said to rotate.',
    requirements: ['F-207'],
    killedBy: ['explained'],
    parts: partsWith({ kms: { rotationStatus: ({ automaticRotation }) => automaticRotation !== null } }),
    witness: witness(
      does('ann', { op: 'EnableKeyRotation', keyId: 'K1', rotationPeriodInDays: 90 }),
      does('ann', { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 }),
      does('ann', { op: 'GetKeyRotationStatus', keyId: 'K1' }),
    ),
  },
  {
    id: 'rotation-untold-when-disabled',
    title: 'A disabled key is said not to rotate.',
    requirements: ['F-207'],
    killedBy: ['explained'],
    parts: partsWith({
      kms: { rotationStatus: ({ state, automaticRotation }) => state === 'Enabled' && automaticRotation !== null },
    }),
    witness: witness(
      does('ann', { op: 'EnableKeyRotation', keyId: 'K1', rotationPeriodInDays: 90 }),
      does('ann', { op: 'DisableKey', keyId: 'K1' }),
      does('ann', { op: 'GetKeyRotationStatus', keyId: 'K1' }),
    ),
  },
];
