import { describe, expect, test } from 'vitest';
import type { Event, Observation, Profile } from '../../model/index.ts';
import { copy, encrypt, get, head, keyPolicy, put, replicate, replication } from '../../model/testing/events.ts';
import { AWS, IDEAL } from '../../model/testing/model-run.ts';
import { homeKey, RULES, TEST_BODY } from '../../model/testing/scene.ts';
import { call, OracleRun, read, seen, seenRefusal, TAG, unseenKms, wroteBk } from './testing/oracle-run.ts';

const ok = seen(200);

/**
 * A read by `ann`, warm, of an object with bucket key that waits for replication: every part a read can show is there.
 */
const READ: Observation = { ...read(wroteBk('K1', TAG)), replicationStatus: 'PENDING' };

function beforeRead(): OracleRun {
  return new OracleRun(IDEAL)
    .given('ann', encrypt('b', RULES.B2), ok)
    .given('ann', replication('b', 'c', 'KR'), ok)
    .given('ann', put('b/o'), wroteBk('K1', TAG, call('GenerateDataKey', 'ann', 'b')));
}

const PARTS = [
  'code',
  'sse',
  'kmsKeyArn',
  'bucketKeyEnabled',
  'etag',
  'contentMd5',
  'replicationStatus',
  'rule',
  'kmsCalls',
] as const;

function without(observation: Observation, part: (typeof PARTS)[number]): Observation {
  const { [part]: _unobserved, ...rest } = observation;
  return rest;
}

describe('what was not observed proves nothing', () => {
  test('the whole observation is accepted', () => {
    expect(beforeRead().see('ann', get('b/o'), READ)).toBe('conforms');
  });

  test.each(PARTS)('nor does it disprove: without %s', (part) => {
    expect(beforeRead().see('ann', get('b/o'), without(READ, part))).toBe('conforms');
  });

  test('a status alone is enough to conform, and to violate', () => {
    expect(beforeRead().see('ann', get('b/o'), { status: 200 })).toBe('conforms');
    expect(beforeRead().see('ann', get('b/o'), { status: 403 })).toBe('violates');
    expect(beforeRead().see('ann', get('b/none'), { status: 404 })).toBe('conforms');
  });

  test.each([
    ['code', 'AccessDenied'],
    ['sse', 'AES256'],
    ['kmsKeyArn', homeKey('K2')],
    ['bucketKeyEnabled', null],
    ['etag', 'a'.repeat(32)],
    ['contentMd5', 'a'.repeat(32)],
    ['replicationStatus', 'COMPLETED'],
    ['rule', RULES.B2],
    ['kmsCalls', [call('Decrypt', 'ann', 'b')]],
  ] as const)('each part is looked at when it is there: %s', (part, value) => {
    expect(beforeRead().see('ann', get('b/o'), { status: 200, [part]: value })).toBe('violates');
  });
});

describe('observed to be absent is not unobserved', () => {
  test.each(['sse', 'kmsKeyArn', 'bucketKeyEnabled', 'etag', 'contentMd5', 'replicationStatus'] as const)(
    '%s: null where there is one',
    (part) => {
      expect(beforeRead().see('ann', get('b/o'), { ...READ, [part]: null })).toBe('violates');
    },
  );

  test('nothing where there is nothing', () => {
    const trial = new OracleRun(IDEAL);
    expect(trial.see('ann', get('b/old'), seen(200, { etag: TEST_BODY.md5, contentMd5: TEST_BODY.md5 }))).toBe(
      'conforms',
    );
  });

  test.each([
    ['a content with HeadObject', { contentMd5: TEST_BODY.md5 }],
    ['a bucket key on an object that has none', { bucketKeyEnabled: true }],
    ['an algorithm on a plain object', { sse: 'AES256' as const }],
    ['a status where nothing replicates', { replicationStatus: 'PENDING' as const }],
  ])('something where there is nothing: %s', (_what, parts) => {
    expect(new OracleRun(IDEAL).see('ann', head('b/old'), seen(200, { etag: TEST_BODY.md5, ...parts }))).toBe(
      'violates',
    );
  });

  test('the bucket-key header is absent or true, never false (F-26)', () => {
    const written = { sse: 'AES256', etag: TEST_BODY.md5 } as const;
    expect(new OracleRun(IDEAL).see('ann', put('b/o'), seen(200, { ...written, bucketKeyEnabled: null }))).toBe(
      'conforms',
    );
    expect(new OracleRun(IDEAL).see('ann', put('b/o'), seen(200, { ...written, bucketKeyEnabled: false }))).toBe(
      'violates',
    );
  });

  test('a refused HeadObject has a status and no code', () => {
    expect(new OracleRun(IDEAL).see('ann', head('b/none'), seen(404))).toBe('conforms');
    expect(new OracleRun(IDEAL).see('ann', head('b/none'), seenRefusal(404, 'NoSuchKey'))).toBe('violates');
  });

  test('any code explains an error AWS does not name, its absence does not (E-18)', () => {
    const malformed = put('b/o', { context: 'malformed' });
    expect(new OracleRun(IDEAL).see('ann', malformed, seenRefusal(400, 'InvalidArgument'))).toBe('conforms');
    expect(new OracleRun(IDEAL).see('ann', malformed, seen(400))).toBe('violates');
  });

  test('a flag left out of an observed rule is a flag that is off (F-03, F-08)', () => {
    const trial = new OracleRun(IDEAL).given('ann', encrypt('b', RULES.B1), ok);
    const event = { op: 'GetBucketEncryption', bucket: 'b' } as const;
    expect(trial.see('ann', event, seen(200, { rule: RULES.B1 }))).toBe('conforms');
    expect(trial.see('ann', event, seen(200, { rule: { ...RULES.B1, BucketKeyEnabled: false } }))).toBe('conforms');
    expect(trial.see('ann', event, seen(200, { rule: { ...RULES.B1, KMSMasterKeyID: homeKey('K1') } }))).toBe(
      'violates',
    );
  });
});

describe('where nobody sees KMS calls (profile aws)', () => {
  function blind(profile: Profile = AWS): OracleRun {
    return new OracleRun(profile)
      .given('ann', encrypt('b', RULES.B2), unseenKms(ok))
      .wait(600_000)
      .given('ann', put('b/o'), unseenKms(wroteBk('K1', TAG)));
  }
  const deny = keyPolicy('K1');

  test('what a cache may still hold serves for a day after the key is denied, and not longer (F-118, U-01)', () => {
    const denied = () => blind().given('ann', deny, unseenKms(ok));
    expect(
      denied()
        .wait(23 * 3_600_000)
        .see('ann', get('b/o'), unseenKms(read(wroteBk('K1', TAG)))),
    ).toBe('conforms');
    expect(
      denied()
        .wait(24 * 3_600_000)
        .see('ann', get('b/o'), unseenKms(read(wroteBk('K1', TAG)))),
    ).toBe('violates');
  });

  test('a refusal is explained as well, since caches may lose anything (U-05)', () => {
    const trial = blind().given('ann', deny, unseenKms(ok)).wait(600_000);
    expect(trial.see('ann', get('b/o'), unseenKms(seenRefusal(403, 'AccessDenied')))).toBe('conforms');
  });

  test('whoever never had a bucket key is not served from one (F-97)', () => {
    const trial = blind().given('ann', deny, unseenKms(ok)).wait(600_000);
    expect(trial.see('bob', get('b/o'), unseenKms(read(wroteBk('K1', TAG))))).toBe('violates');
  });

  test('a restart takes what caches hold (U-05)', () => {
    const trial = blind()
      .given('ann', deny, unseenKms(ok))
      .wait(600_000)
      .given('ann', { op: 'RestartHosts' }, unseenKms(ok));
    expect(trial.see('ann', get('b/o'), unseenKms(read(wroteBk('K1', TAG))))).toBe('violates');
  });

  test('calls that are seen from some step on fit what went before unseen, extra context included (U-12)', () => {
    const pairs = { a: 'b' };
    const trial = blind().given('ann', put('b/c', { context: pairs }), unseenKms(wroteBk('K1', TAG)));
    const reading = (decrypt: Parameters<typeof call>[3]) =>
      read(wroteBk('K1', TAG), call('Decrypt', 'bob', 'b', decrypt));
    expect(trial.see('bob', get('b/c'), reading({ pairs }))).toBe('conforms');
    expect(trial.see('bob', get('b/c'), reading({}))).toBe('conforms');
    expect(trial.see('bob', get('b/c'), reading({ pairs: { a: 'c' } }))).toBe('violates');
  });

  test('unseen, extra context may have made a bucket key that others have decrypted now (U-07, U-12)', () => {
    const pairs = { a: 'b' };
    const write = put('b/c', { context: pairs });
    const unwraps = (given: Readonly<Record<string, string>>) =>
      wroteBk('K1', TAG, call('Decrypt', 'bob', 'b', { pairs: given }));
    expect(
      blind()
        .given('ann', write, unseenKms(wroteBk('K1', TAG)))
        .see('bob', write, unwraps(pairs)),
    ).toBe('conforms');
    expect(blind().see('bob', write, unwraps(pairs))).toBe('violates');
  });

  test('unseen, a read of such an object may have brought a bucket key that was seen being made (U-12)', () => {
    const write = put('b/c', { context: { a: 'b' } });
    const made = call('GenerateDataKey', 'ann', 'b', { pairs: { a: 'b' } });
    const afterwards = (between: (trial: OracleRun) => OracleRun) =>
      between(blind().given('ann', write, wroteBk('K1', TAG, made))).see('bob', get('b/c'), read(wroteBk('K1', TAG)));
    const again = put('b/d', { context: { a: 'b' } });
    const unseenWrite = (trial: OracleRun) => trial.given('ann', again, unseenKms(wroteBk('K1', TAG)));
    expect(
      afterwards((trial) => unseenWrite(trial).given('bob', get('b/d'), unseenKms(read(wroteBk('K1', TAG))))),
    ).toBe('conforms');
    const copied = copy('b/d', 'b/e');
    expect(afterwards((trial) => unseenWrite(trial).given('bob', copied, unseenKms(wroteBk('K1', TAG))))).toBe(
      'conforms',
    );
    expect(afterwards((trial) => trial.given('bob', again, unseenKms(wroteBk('K1', TAG))))).toBe('conforms');
    expect(afterwards(unseenWrite)).toBe('violates');
  });

  const DENY_DECRYPT: Event = keyPolicy(
    'K1',
    { effect: 'Allow', principal: '*', actions: ['kms:*'] },
    { effect: 'Deny', principal: '*', actions: ['kms:Decrypt'] },
  );
  const decryptDenied = (profile: Profile) => blind(profile).given('ann', DENY_DECRYPT, unseenKms(ok)).wait(600_000);

  test('a write that must verify goes on from a warm cache, though it may not decrypt any more (U-08, F-118)', () => {
    const verifying: Profile = { ...AWS, writeVerifies: [true] };
    expect(decryptDenied(verifying).see('ann', put('b/p'), unseenKms(wroteBk('K1', TAG)))).toBe('conforms');
    expect(decryptDenied(verifying).see('bob', put('b/p'), unseenKms(wroteBk('K1', TAG)))).toBe('violates');
  });

  test('a write that never verifies may be refused all the same, where it has a bucket key decrypted (U-07)', () => {
    const never: Profile = { ...AWS, writeVerifies: [false] };
    expect(decryptDenied(never).see('bob', put('b/p'), unseenKms(seenRefusal(403, 'AccessDenied')))).toBe('conforms');
    expect(
      decryptDenied({ ...never, coldWrite: ['generate'] }).see(
        'bob',
        put('b/p'),
        unseenKms(seenRefusal(403, 'AccessDenied')),
      ),
    ).toBe('violates');
  });

  test('what only the replica shows later is open until then (U-13)', () => {
    const trial = new OracleRun(AWS)
      .given('ann', encrypt('c', RULES.B2), unseenKms(ok))
      .given('ann', replication('b', 'c', 'KR'), unseenKms(ok))
      .wait(600_000);
    const written = { sse: 'aws:kms', kmsKeyArn: homeKey('K1'), etag: TAG } as const;
    trial.given('ann', put('b/o', { sse: 'aws:kms', kmsKeyId: 'K1' }), unseenKms(seen(200, written)));
    trial.given('ann', replicate('b/o'), unseenKms(seen(200, { replicationStatus: 'COMPLETED' })));
    expect(trial.oracle.frontier.length).toBeGreaterThan(1);
    const replica = { ...written, kmsKeyArn: homeKey('KR'), replicationStatus: 'REPLICA' } as const;
    trial.given('ann', head('c/o'), unseenKms(seen(200, { ...replica, bucketKeyEnabled: true })));
    expect(trial.see('ann', head('c/o'), unseenKms(seen(200, replica)))).toBe('violates');
  });
});
