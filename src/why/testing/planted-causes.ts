import type { Requester } from '../../../model/index.ts';
import { NO_DAMAGE } from '../../cloudtrail/testing/trail-of-world.ts';
import { keyOf, MINUTE, PlantedWorld, requester } from '../../cloudtrail/testing/worlds.ts';

export const ann = requester('ann');
const bob = requester('bob');
const roles = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6'].map((role) => requester(role));
const scoped = ['p1', 'p2', 'p3', 'p4', 'p5'].map((policy) => requester('vending', `for-${policy}`, policy));
export const KEYS = Array.from({ length: 20 }, (_, index) => `k${index}`);

/** A world in which the bucket key was on for a while. */
export function on(...requesters: readonly Requester[]): PlantedWorld {
  return new PlantedWorld(ann, ...requesters).rule(ann, 'alpha', true).wait(20 * MINUTE);
}

/** Worlds in which a cause is planted, and what cuts the beginning of their trail off. */
export const WORLDS: [id: string, what: string, world: () => PlantedWorld, sinceMinute?: number][] = [
  [
    'WHY-0',
    'the bucket key is off',
    () => {
      const world = new PlantedWorld(ann).rule(ann, 'alpha', false).wait(20 * MINUTE);
      for (const key of KEYS) world.put(ann, 'alpha', key).get(ann, 'alpha', key);
      return world;
    },
  ],
  [
    'WHY-1',
    'old objects keep their keys',
    () => {
      const world = new PlantedWorld(ann).rule(ann, 'alpha', false).wait(20 * MINUTE);
      for (const key of KEYS) world.put(ann, 'alpha', key);
      world
        .rule(ann, 'alpha', true)
        .wait(20 * MINUTE)
        .put(ann, 'alpha', 'new');
      for (const key of KEYS) world.wait(10_000).get(ann, 'alpha', key);
      return world;
    },
    30,
  ],
  [
    'WHY-2',
    'a writer turns the bucket key off',
    () => {
      const world = on().put(ann, 'alpha', 'first');
      for (const key of KEYS)
        world.put(ann, 'alpha', key, { sse: 'aws:kms', kmsKeyId: keyOf('k1'), bucketKeyEnabled: false });
      return world;
    },
  ],
  [
    'WHY-4',
    'there are many requesters',
    () => {
      const world = on(...roles);
      for (const role of roles) for (const key of KEYS.slice(0, 3)) world.put(role, 'alpha', `${role.name}${key}`);
      return world;
    },
  ],
  [
    'WHY-5',
    'one role has many scoping policies',
    () => {
      const world = on(...scoped);
      for (const one of scoped) for (const key of KEYS.slice(0, 3)) world.put(one, 'alpha', `${one.name}${key}`);
      return world;
    },
  ],
  [
    'WHY-6',
    'traffic is sparse',
    () => {
      const world = on();
      for (const key of KEYS) world.put(ann, 'alpha', key).wait(10 * MINUTE);
      return world;
    },
  ],
  [
    'WHY-7',
    'reads are spread over many bucket keys',
    () => {
      const world = on(bob);
      for (const key of KEYS) world.put(ann, 'alpha', key).wait(5 * MINUTE);
      for (let round = 0; round < 6; round += 1) {
        for (const key of KEYS) world.get(bob, 'alpha', key);
        world.wait(5 * MINUTE);
      }
      return world;
    },
  ],
  [
    'WHY-8',
    'objects are under DSSE',
    () => {
      const world = on().put(ann, 'alpha', 'first');
      for (const key of KEYS) world.put(ann, 'alpha', key, { sse: 'aws:kms:dsse', kmsKeyId: keyOf('k1') });
      return world;
    },
  ],
  [
    'WHY-9',
    'a bucket has several KMS keys',
    () => {
      const world = on();
      for (const key of KEYS) {
        world.put(ann, 'alpha', `1${key}`).put(ann, 'alpha', `2${key}`, { sse: 'aws:kms', kmsKeyId: keyOf('k2') });
        world.wait(4 * MINUTE);
      }
      return world;
    },
  ],
  [
    'WHY-13',
    'replication asks KMS',
    () => {
      const world = on(bob).rule(ann, 'beta', true);
      world.does(ann, {
        op: 'PutBucketReplication',
        bucket: 'alpha',
        destination: 'beta',
        role: bob.name,
        replicaKmsKeyId: keyOf('k1'),
      });
      world.wait(20 * MINUTE);
      for (const key of KEYS)
        world
          .put(ann, 'alpha', key)
          .happens({ op: 'ReplicateObject', bucket: 'alpha', key })
          .wait(6 * MINUTE);
      return world;
    },
  ],
  [
    'WHY-15',
    'a key policy names objects only',
    () => {
      const world = new PlantedWorld(ann, bob).rule(ann, 'alpha', true);
      const all = ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:Encrypt', 'kms:PutKeyPolicy'] as const;
      world.does(ann, {
        op: 'PutKeyPolicy',
        keyId: 'k1',
        statements: [
          { effect: 'Allow', principal: `arn:aws:iam::${ann.account}:role/ann`, actions: all },
          {
            effect: 'Allow',
            principal: `arn:aws:iam::${ann.account}:role/bob`,
            actions: all,
            contextArn: 'arn:aws:s3:::alpha/*',
          },
        ],
      });
      world.wait(20 * MINUTE).put(ann, 'alpha', 'first');
      for (const key of KEYS) world.put(bob, 'alpha', key);
      return world;
    },
  ],
  [
    'WHY-16',
    'an object is opened again and again',
    () => {
      const world = new PlantedWorld(ann)
        .rule(ann, 'alpha', false)
        .wait(20 * MINUTE)
        .put(ann, 'alpha', 'a');
      for (const _key of KEYS) world.get(ann, 'alpha', 'a');
      return world;
    },
  ],
];

/** The trail of a world in which a cause is planted, whole or damaged. */
export async function trailOf(
  world: PlantedWorld,
  sinceMinute: number | undefined,
  seed = 1,
  damage = NO_DAMAGE,
): Promise<readonly object[]> {
  const records = await world.trail(seed, damage);
  if (sinceMinute === undefined) return records;
  const start = new Date(Date.UTC(2026, 0, 2, 3, sinceMinute)).toISOString();
  return records.filter((record) => 'eventTime' in record && String(record.eventTime) >= start);
}
