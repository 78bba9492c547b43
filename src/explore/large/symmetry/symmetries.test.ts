import { describe, expect, test } from 'vitest';
import { bucketArn, type Event, objectArn, roleArn } from '../../../../model/index.ts';
import type { Action, ExploreScope } from '../../scope.ts';
import { caches } from '../../scopes/caches.ts';
import { BODY, HOME, strictProfile } from '../../scopes/common.ts';
import { copies } from '../../scopes/copies.ts';
import { tiny } from '../../scopes/tiny.ts';
import { symmetriesOf } from './symmetries.ts';
import { alikeScope } from './testing/alike-scope.ts';

const alike = alikeScope(['ann', 'bob'], ['b', 'd'], ['x', 'y']);
const oneBucket = alikeScope(['ann', 'bob'], ['b'], ['x', 'y']);

function count(scope: ExploreScope): number {
  return symmetriesOf(scope).length;
}

function adding(scope: ExploreScope, ...events: readonly Event[]): ExploreScope {
  return { ...scope, actions: [...scope.actions, ...events.map((event): Action => ({ by: 'ann', event }))] };
}

describe('what a scope treats alike is found', () => {
  test('requesters, buckets, and the objects of each bucket by themselves', () => {
    // 2 orders of requesters, 2 of buckets, 2 of the objects in either.
    expect(count(alike)).toBe(16);
    expect(count(oneBucket)).toBe(4);
    expect(count(alikeScope(['ann', 'bob', 'cy'], ['b'], ['x']))).toBe(6);
  });

  test('who configures a bucket or a KMS key does not matter, since only the account is asked for', () => {
    expect([tiny, caches].map(count)).toEqual([2, 2]);
  });

  test('caches, in any order', () => {
    expect(count(alikeScope(['ann'], ['b'], ['x'], { ...strictProfile('two caches'), caches: 2 }))).toBe(2);
    expect(count(alikeScope(['ann'], ['b'], ['x'], { ...strictProfile('any'), caches: 'any' }))).toBe(1);
  });

  test('names that nothing is done with make no symmetry', () => {
    const idle = ['cy', 'dan'].map((name) => ({ name, account: HOME, principal: name, session: 's1' }));
    expect(
      count({ ...oneBucket, setup: { ...oneBucket.setup, requesters: [...oneBucket.setup.requesters, ...idle] } }),
    ).toBe(4);
  });

  test('the renaming that renames nothing comes first', () => {
    const [first] = symmetriesOf(alike);
    expect(first?.actions).toEqual(alike.actions.map((_, place) => place));
  });
});

describe('what a scope does not treat alike is no symmetry', () => {
  test('copies has none: its buckets have other parts to play', () => {
    expect(count(copies)).toBe(1);
  });

  test('a requester who alone may do something', () => {
    expect(count(adding(oneBucket, { op: 'GetObject', bucket: 'b', key: 'x' }))).toBe(1);
    expect(
      count(adding(oneBucket, { op: 'GetObject', bucket: 'b', key: 'x' }, { op: 'GetObject', bucket: 'b', key: 'y' })),
    ).toBe(2);
  });

  test('requesters of different accounts, or of whom two share what the third does not', () => {
    const [ann, bob] = oneBucket.setup.requesters;
    if (ann === undefined || bob === undefined) throw new Error('the scope has lost its requesters');
    const foreign = {
      ...oneBucket,
      setup: { ...oneBucket.setup, requesters: [ann, { ...bob, account: '222222222222' }] },
    };
    expect(count(foreign)).toBe(2);
    const three = alikeScope(['ann', 'bob', 'cy'], ['b'], ['x']);
    const [one, two, cy] = three.setup.requesters;
    if (one === undefined || two === undefined || cy === undefined)
      throw new Error('the scope has lost its requesters');
    // Sessions of one role share its bucket keys.
    const sessions = {
      ...three,
      setup: { ...three.setup, requesters: [one, { ...two, principal: 'ann', session: 's2' }, cy] },
    };
    expect(count(sessions)).toBe(2);
    expect(count({ ...sessions, profile: { ...three.profile, requesterMode: 'session' } })).toBe(2);
  });

  test('buckets and objects that begin in another way', () => {
    const [b, d] = alike.setup.buckets;
    if (b === undefined || d === undefined) throw new Error('the scope has lost its buckets');
    const begun = {
      ...alike,
      setup: { ...alike.setup, buckets: [{ ...b, plainObjects: [{ key: 'x', body: BODY }] }, d] },
    };
    // Left: the requesters, and the objects of d.
    expect(count(begun)).toBe(4);
    expect(count({ ...alike, setup: { ...alike.setup, buckets: [b, { ...d, account: '222222222222' }] } })).toBe(8);
  });

  test('a policy that names a role, unless there is one for each', () => {
    const denies = (name: string): Event => ({
      op: 'PutBucketPolicy',
      bucket: 'b',
      statements: [{ effect: 'Deny', principal: roleArn(HOME, name), actions: ['s3:GetObject'] }],
    });
    // Only ann deletes, and a policy may yet come to ask who does.
    const writing = { ...oneBucket, actions: oneBucket.actions.filter(({ event }) => event.op !== 'DeleteObject') };
    expect(count(writing)).toBe(4);
    expect(count(adding(writing, denies('ann')))).toBe(2);
    expect(count(adding(writing, denies('ann'), denies('bob')))).toBe(4);
    expect(count(adding(oneBucket, denies('ann'), denies('bob')))).toBe(2);
  });

  test('who controls a KMS key, where a key policy names roles', () => {
    const allows = (principal: string): Event => ({
      op: 'PutKeyPolicy',
      keyId: 'k1',
      statements: [{ effect: 'Allow', principal, actions: ['kms:*'] }],
    });
    const disables: Event = { op: 'DisableKey', keyId: 'k1' };
    expect(count(adding(oneBucket, disables, allows('*')))).toBe(4);
    // Once bob alone is allowed, ann can no longer disable the key; bob never does.
    const roles = ['ann', 'bob'].map((name) => allows(roleArn(HOME, name)));
    expect(count(adding(oneBucket, disables, ...roles))).toBe(2);
  });

  test('a key policy for one bucket or one object, and a pattern of which nobody knows what it becomes', () => {
    const allows = (contextArn: string): Event => ({
      op: 'PutKeyPolicy',
      keyId: 'k1',
      statements: [{ effect: 'Allow', principal: '*', actions: ['kms:*'], contextArn }],
    });
    expect(count(adding(alike, allows('*')))).toBe(16);
    expect(count(adding(alike, allows(bucketArn('b'))))).toBe(8);
    expect(count(adding(alike, allows(bucketArn('b')), allows(bucketArn('d'))))).toBe(16);
    expect(count(adding(alike, allows(objectArn('b', '*'))))).toBe(8);
    expect(count(adding(alike, allows(objectArn('b', 'x'))))).toBe(4);
    expect(count(adding(alike, allows('arn:aws:s3:::*/x')))).toBe(2);
  });

  test('keys in a bucket by themselves, where replicas take the key of their source', () => {
    const replicate = (bucket: string, destination: string): readonly Event[] => [
      { op: 'PutBucketReplication', bucket, destination, role: 'ann', replicaKmsKeyId: 'k1' },
      { op: 'ReplicateObject', bucket, key: 'x' },
      { op: 'ReplicateObject', bucket, key: 'y' },
    ];
    // The role is ann, for good; the keys are swapped in both buckets or in none.
    expect(count(adding(alike, ...replicate('b', 'd')))).toBe(2);
    expect(count(adding(alike, ...replicate('b', 'd'), ...replicate('d', 'b')))).toBe(4);
  });
});
