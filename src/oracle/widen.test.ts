import { describe, expect, test } from 'vitest';
import {
  HOUR_MS,
  type KeyPolicyStatement,
  type KmsCall,
  MINUTE_MS,
  type Observation,
  type Profile,
  SECOND_MS,
} from '../../model/index.ts';
import { begin, copy, encrypt, get, keyPolicy, part, put, replicate, replication } from '../../model/testing/events.ts';
import { AWS, IDEAL } from '../../model/testing/model-run.ts';
import { RULES } from '../../model/testing/scene.ts';
import { call, OracleRun, read, seen, TAG, unseenKms, wroteBk, wroteKms } from './testing/oracle-run.ts';

const ok = seen(200);
const made = (by: string) => wroteBk('K1', TAG, call('GenerateDataKey', by, 'b'));
const unwrapped = (by: string) => wroteBk('K1', TAG, call('Decrypt', by, 'b'));
const warm = wroteBk('K1', TAG);
const decrypted = (by: string) => read(warm, call('Decrypt', by, 'b'));
const unseenWrite = unseenKms(warm);
const NO_BUCKET_KEY = { sse: 'aws:kms', kmsKeyId: 'K1', bucketKeyEnabled: false } as const;

/** Bucket `b` has bucket keys of K1. */
function inB(profile: Profile = AWS): OracleRun {
  return new OracleRun(profile).given('ann', encrypt('b', RULES.B2), ok).wait(10 * MINUTE_MS);
}

/** Nobody may have a bucket key made, everybody may have one decrypted. */
const NO_NEW_KEYS = keyPolicy(
  'K1',
  { effect: 'Allow', principal: '*', actions: ['kms:*'] },
  { effect: 'Deny', principal: '*', actions: ['kms:GenerateDataKey'] },
);

describe('a copy within one family may obtain two bucket keys, and no later step is refused for it', () => {
  /** Ann has made two; the first is one that nobody can name any more. */
  const twoMade = () =>
    inB().given('ann', put('b/first'), made('ann')).wait(SECOND_MS).given('ann', put('b/second'), made('ann'));

  test('one decrypted that is known, and one made: some bucket key is as young as that one', () => {
    const trial = twoMade()
      .wait(20 * HOUR_MS)
      .given(
        'bob',
        copy('b/first', 'b/p'),
        wroteBk('K1', TAG, call('Decrypt', 'bob', 'b'), call('GenerateDataKey', 'bob', 'b')),
      )
      .wait(HOUR_MS)
      .given('ann-scoped', put('b/r'), unwrapped('ann-scoped'))
      .wait(10 * HOUR_MS);
    expect(trial.see('ann-scoped', put('b/s'), warm)).toBe('conforms');
  });

  test('one decrypted that nobody can name, and one made: the first may be any that there was', () => {
    const trial = twoMade()
      .given('ann', put('b/some'), warm)
      .given(
        'bob',
        copy('b/some', 'b/t'),
        wroteBk('K1', TAG, call('Decrypt', 'bob', 'b'), call('GenerateDataKey', 'bob', 'b')),
      );
    expect(trial.see('bob', get('b/first'), read(warm))).toBe('conforms');
    expect(trial.see('ann-scoped', get('b/first'), read(warm))).toBe('violates');
  });

  test('two decrypted, one of which nobody can name', () => {
    const trial = twoMade().given(
      'bob',
      copy('b/first', 'b/u'),
      wroteBk('K1', TAG, call('Decrypt', 'bob', 'b'), call('Decrypt', 'bob', 'b')),
    );
    expect(trial.see('bob', get('b/second'), read(warm))).toBe('conforms');
  });
});

test('what another has obtained of a bucket key takes nothing from what was obtained later of others', () => {
  const trial = inB()
    .given('ann', put('b/first'), made('ann'))
    .wait(SECOND_MS)
    .given('ann', put('b/second'), made('ann'))
    .given('bob', get('b/first'), decrypted('bob'))
    .given('ann', put('b/some'), warm)
    .wait(22 * HOUR_MS)
    .given('bob', get('b/second'), decrypted('bob'))
    .wait(SECOND_MS)
    .given('ann', get('b/first'), decrypted('ann'))
    .wait(8 * HOUR_MS);
  expect(trial.see('bob', get('b/some'), read(warm))).toBe('conforms');
  expect(trial.wait(16 * HOUR_MS).see('bob', get('b/some'), read(warm))).toBe('violates');
});

describe('some bucket key admits no more than the worlds it stands for', () => {
  const nobody = keyPolicy('K1');

  test('what a write has obtained does not serve reads where it never does (U-09)', () => {
    const written = (profile: Profile) =>
      inB(profile)
        .given('ann', put('b/o'), unseenWrite)
        .given('ann', nobody, unseenKms(ok))
        .wait(10 * MINUTE_MS);
    const never: Profile = { ...AWS, writeWarmsRead: [false] };
    expect(written(never).see('ann', get('b/o'), unseenKms(read(warm)))).toBe('violates');
    expect(written(AWS).see('ann', get('b/o'), unseenKms(read(warm)))).toBe('conforms');
  });

  test('what a read has obtained does not serve writes where it never does (U-09)', () => {
    const readOnly = (profile: Profile) =>
      inB(profile)
        .given('ann', put('b/o'), unseenWrite)
        .given('bob', get('b/o'), decrypted('bob'))
        .given('ann', nobody, ok)
        .wait(10 * MINUTE_MS);
    const never: Profile = { ...AWS, readWarmsWrite: [false] };
    expect(readOnly(never).see('bob', put('b/p'), warm)).toBe('violates');
    expect(readOnly(AWS).see('bob', put('b/p'), warm)).toBe('conforms');
  });

  test.each([
    [
      'that is read for the first time',
      'bob',
      get('b/o'),
      unseenKms({ ...decrypted('bob'), replicationStatus: 'PENDING' }),
    ],
    ['whose replication ends', 'ann', replicate('b/o'), unseenKms(seen(200, { replicationStatus: 'COMPLETED' }))],
  ] as const)(
    'an object %s has not been written again: its bucket key is as old as it was',
    (_what, by, event, shown) => {
      const { etag: _unseenEtag, ...written } = unseenWrite;
      const later = (hours: number) =>
        inB()
          .given('ann', replication('b', 'c', 'KR'), ok)
          .given('ann', put('b/o'), written)
          .wait(20 * HOUR_MS)
          .given(by, event, shown)
          .wait((hours - 20) * HOUR_MS)
          .see('ann-scoped', put('b/p'), unwrapped('ann-scoped'));
      expect([later(23), later(24)]).toEqual(['conforms', 'violates']);
    },
  );

  test('an object without bucket key that is decrypted under the ARN of its bucket brings no bucket key (F-72)', () => {
    const replicated = (...kmsCalls: readonly KmsCall[]) => seen(200, { replicationStatus: 'COMPLETED', kmsCalls });
    const mixed = () =>
      inB()
        .given('ann', encrypt('c', RULES.B2), ok)
        .given('ann', replication('b', 'c', 'K1'), ok)
        .wait(10 * MINUTE_MS)
        .given('ann', put('b/with'), made('ann'))
        .given(
          'ann',
          put('b/without', { bucketKeyEnabled: false }),
          wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/without')),
        )
        .given('ann', replicate('b/without'), replicated(call('Decrypt', 'repl', 'b'), call('Encrypt', 'repl', 'c')));
    expect(mixed().see('ann', replicate('b/with'), replicated(call('Decrypt', 'repl', 'b')))).toBe('conforms');
    expect(mixed().see('ann', replicate('b/with'), replicated())).toBe('violates');
  });

  test('an unseen write that can only have decrypted a bucket key made none of its own context (U-07, U-12)', () => {
    const context = { a: 'b' };
    const decryptedOwn = wroteBk('K1', TAG, call('Decrypt', 'ann-scoped', 'b', { pairs: context }));
    const written = (...denied: readonly KeyPolicyStatement[]) =>
      inB()
        .given('ann', put('b/o'), made('ann'))
        .given('ann', keyPolicy('K1', { effect: 'Allow', principal: '*', actions: ['kms:*'] }, ...denied), ok)
        .wait(10 * MINUTE_MS)
        .given('bob', put('b/p', { context }), unseenWrite)
        .see('ann-scoped', put('b/q', { context }), decryptedOwn);
    expect(written()).toBe('conforms');
    expect(written({ effect: 'Deny', principal: '*', actions: ['kms:GenerateDataKey'] })).toBe('violates');
  });

  test('one that an unseen write has decrypted makes data keys no longer than since it was made (F-106)', () => {
    const later = (hours: number) =>
      inB()
        .given('ann', put('b/o'), made('ann'))
        .given('ann', NO_NEW_KEYS, ok)
        .wait(20 * HOUR_MS)
        .given('bob', put('b/p'), unseenWrite)
        .wait((hours - 20) * HOUR_MS)
        .see('bob', put('b/q'), warm);
    expect([later(23), later(24)]).toEqual(['conforms', 'violates']);
  });

  const MINUTES_60 = { minMs: 0, maxMs: HOUR_MS };

  test.each<[string, Partial<Profile>]>([
    ['cached', { cacheLifetime: MINUTES_60, readWarmsWrite: [false] }],
    ['making data keys', { generationLifetime: MINUTES_60 }],
  ])('an older bucket key serves writes as long as the requester has it %s, not others', (_what, bounds) => {
    const writtenAfter = (minutes: number) =>
      inB({ ...AWS, ...bounds })
        .given('ann', put('b/first'), made('ann'))
        .wait(50 * MINUTE_MS)
        .given('bob', get('b/first'), decrypted('bob'))
        .given('ann', get('b/first'), decrypted('ann'))
        .given('ann', put('b/second'), made('ann'))
        .wait((minutes - 50) * MINUTE_MS)
        .given('ann', put('b/some'), warm)
        .see('bob', get('b/some'), read(warm));
    expect([writtenAfter(59), writtenAfter(60)]).toEqual(['conforms', 'violates']);
  });

  test('some bucket key that is decrypted is none that was made later (F-97), and may be an older one', () => {
    const trial = inB()
      .given('ann', put('b/first'), made('ann'))
      .given('ann', put('b/second'), made('ann'))
      .wait(SECOND_MS)
      .given('bob', put('b/some'), unwrapped('bob'))
      .wait(SECOND_MS)
      .given('ann', put('b/third'), made('ann'));
    expect(trial.see('bob', get('b/first'), read(warm))).toBe('conforms');
    expect(trial.see('bob', get('b/third'), read(warm))).toBe('violates');
  });

  test('some bucket key that is decrypted may be the youngest that was made, however many were made before', () => {
    const later = (hours: number) =>
      inB()
        .given('ann', put('b/first'), made('ann'))
        .wait(SECOND_MS)
        .given('ann', put('b/second'), made('ann'))
        .wait(20 * HOUR_MS)
        .given('ann', put('b/third'), made('ann'))
        .wait(HOUR_MS)
        .given('ann-scoped', put('b/o'), unwrapped('ann-scoped'))
        .wait((hours - 21) * HOUR_MS)
        .see('ann-scoped', put('b/p'), warm);
    expect([later(43), later(46)]).toEqual(['conforms', 'violates']);
  });

  test('an unseen write made one of its extra context where a profile has it so (U-12)', () => {
    const context = { a: 'b' };
    const decryptedBy = (pairs: Readonly<Record<string, string>>) =>
      inB({ ...AWS, extraContext: ['partitions'] })
        .given('ann', put('b/o', { context }), unseenWrite)
        .see('bob', get('b/o'), read(warm, call('Decrypt', 'bob', 'b', { pairs })));
    expect([decryptedBy(context), decryptedBy({})]).toEqual(['conforms', 'violates']);
  });

  test.each([
    ['a restart takes it', { op: 'RestartHosts' }, 'violates'],
    ['an eviction takes it', { op: 'EvictBucketKeys', bucket: 'b' }, 'violates'],
    ['an eviction of another bucket does not', { op: 'EvictBucketKeys', bucket: 'c' }, 'conforms'],
  ] as const)('%s, and what is obtained afterwards brings nothing back (U-05, U-09)', (_what, event, verdict) => {
    for (const obtained of [unwrapped, made]) {
      const trial = inB({ ...AWS, writeWarmsRead: [false] })
        .given('ann', put('b/first'), made('ann'))
        .given('ann', put('b/second'), made('ann'))
        .given('ann', put('b/some'), warm)
        .given('bob', get('b/some'), decrypted('bob'));
      trial.given('bob', get('b/some'), read(warm)).given('bob', event, ok);
      trial.given('bob', put('b/other'), obtained('bob'));
      expect(trial.see('bob', get('b/some'), read(warm))).toBe(verdict);
    }
  });

  test('an unseen copy that can only have used what it decrypted is under that bucket key (U-09)', () => {
    const readBy = (decryptedBefore: 'b/first' | 'b/second') =>
      inB({ ...AWS, coldWrite: ['generate'] })
        .given('ann', put('b/first'), made('ann'))
        .given('ann', put('b/second'), made('ann'))
        .given('ann-scoped', get(decryptedBefore), decrypted('ann-scoped'))
        .given('ann', NO_NEW_KEYS, ok)
        .wait(10 * MINUTE_MS)
        .given('bob', copy('b/second', 'b/copy'), unseenWrite)
        .see('ann-scoped', get('b/copy'), read(warm));
    expect([readBy('b/first'), readBy('b/second')]).toEqual(['violates', 'conforms']);
  });

  test('an object that was copied onto itself was read as it was before, with no extra context (U-12)', () => {
    const context = { a: 'b' };
    const copied = (target: 'b/some' | 'b/other') =>
      inB({ ...AWS, generationLifetime: MINUTES_60 })
        .given(
          'ann',
          put('b/own', { context }),
          wroteBk('K1', TAG, call('GenerateDataKey', 'ann', 'b', { pairs: context })),
        )
        .wait(2 * HOUR_MS)
        .given('ann', put('b/first'), made('ann'))
        .given('ann', put('b/second'), made('ann'))
        .given('ann', put('b/some'), warm)
        .given('ann', NO_NEW_KEYS, ok)
        .wait(10 * MINUTE_MS)
        .given('bob', copy('b/some', target, { context }), unseenWrite)
        .see('bob', get('b/own'), read(warm));
    expect([copied('b/some'), copied('b/other')]).toEqual(['violates', 'violates']);
  });

  const STRICT: Profile = { ...IDEAL, readWarmsWrite: [true, false], coldWrite: ['generate'] };

  test('what one strict cache surely has serves the next write, whatever else it may have (U-05, U-09)', () => {
    const trial = inB(STRICT)
      .given('ann', put('b/o'), made('ann'))
      .given('bob', get('b/o'), decrypted('bob'))
      .wait(SECOND_MS)
      .given('bob', put('b/p'), made('bob'))
      .wait(SECOND_MS);
    expect(trial.see('bob', put('b/q'), warm)).toBe('conforms');
    expect(trial.see('bob', put('b/q'), made('bob'))).toBe('violates');
  });

  test('one that was made for a copy that KMS refused then is there all the same (U-20)', () => {
    const trial = inB()
      .given('ann', put('b/k', NO_BUCKET_KEY), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/k')))
      .given(
        'ann',
        keyPolicy(
          'K1',
          { effect: 'Allow', principal: '*', actions: ['kms:*'] },
          { effect: 'Deny', principal: '*', actions: ['kms:Decrypt'] },
        ),
        ok,
      )
      .wait(10 * MINUTE_MS)
      .given('ann', copy('b/k', 'b/o'), { status: 403, code: 'AccessDenied' });
    expect(trial.see('ann', put('b/p'), warm)).toBe('conforms');
  });

  test('a young bucket key that is listed has to be decrypted, whatever older ones there are (U-07)', () => {
    const profile: Profile = {
      ...AWS,
      coldWrite: ['unwrap'],
      generationLifetime: { minMs: 5 * MINUTE_MS, maxMs: HOUR_MS },
    };
    const trial = inB(profile)
      .given('ann', put('b/o'), made('ann'))
      .wait(6 * MINUTE_MS)
      .given('ann', put('b/p'), made('ann'))
      .wait(MINUTE_MS);
    expect(trial.see('bob', put('b/q'), unwrapped('bob'))).toBe('conforms');
    expect(trial.see('bob', put('b/r'), made('bob'))).toBe('violates');
  });
});

describe('however many bucket keys there are, there is one world where caches are open (U-05)', () => {
  const afterWrites = (trial: OracleRun, many: number, write: Observation) => {
    for (let i = 0; i < many; i++) trial.given('ann', put(`b/${i}`), write).wait(SECOND_MS);
    return trial;
  };
  /** Soon where there are more: with each step there would be more again. */
  const expectOneWorld = (trial: OracleRun) => expect(trial.oracle.largestFrontier).toBe(1);

  test('300 cold writes that were seen, then warm ones and reads of all (profile aws)', () => {
    const trial = afterWrites(inB(), 300, made('ann'));
    afterWrites(trial, 50, warm);
    for (let i = 0; i < 300; i += 10) trial.given('ann', get(`b/${i}`), read(warm));
    expectOneWorld(trial);
  });

  test('300 that had a bucket key decrypted (profile aws)', () => {
    const trial = afterWrites(inB(), 20, made('ann'));
    afterWrites(trial, 300, unwrapped('ann'));
    expectOneWorld(trial);
  });

  test('300 of which nobody saw whether they were cold (profile aws)', () => {
    const trial = afterWrites(inB(), 300, unseenWrite);
    afterWrites(trial, 50, warm);
    afterWrites(trial, 50, made('ann'));
    for (let i = 0; i < 300; i += 10) trial.given('bob', get(`b/${i}`), unseenKms(decrypted('bob')));
    expectOneWorld(trial);
  });

  test('300 unseen ones where no other is made while one is young (U-07)', () => {
    const profile: Profile = {
      ...AWS,
      coldWrite: ['unwrap'],
      generationLifetime: { minMs: MINUTE_MS, maxMs: HOUR_MS },
    };
    const trial = inB(profile);
    for (let i = 0; i < 300; i++) {
      const by = i % 2 === 0 ? 'ann' : 'bob';
      trial.given(by, put(`b/${i}`), i % 9 === 8 ? unwrapped(by) : unseenWrite);
      expectOneWorld(trial.wait(SECOND_MS));
    }
  });

  test('300 unseen writes and reads with extra context, which may be of two families each (profile aws, U-12)', () => {
    const trial = inB();
    for (let i = 0; i < 300; i++) {
      const by = i % 3 === 0 ? 'bob' : 'ann';
      const context = { a: String(i % 4) };
      trial.given(by, put(`b/${i % 40}`, i % 5 === 0 ? {} : { context }), unseenWrite).wait(MINUTE_MS);
      expectOneWorld(trial.given('ann', get(`b/${(i * 7) % Math.min(i + 1, 40)}`), unseenKms(decrypted('ann'))));
    }
  });

  test('100 unseen uploads that are begun, and go on with parts (profile aws)', () => {
    const trial = inB();
    for (let i = 0; i < 100; i++) {
      trial.given('ann', begin(`b/${i}`, {}, `${i}`), { ...unseenWrite, etag: null }).wait(SECOND_MS);
      expectOneWorld(trial.given('bob', part(`b/${i}`, 1, undefined, `${i}`), unseenWrite));
    }
  });

  /** Both strict caches have a bucket key of ann's by now. */
  const bothHave = () => afterWrites(inB({ ...IDEAL, caches: 2 }), 2, made('ann'));

  test('two strict caches: for each object that is there it is open which of the two has served it', () => {
    const trial = bothHave();
    for (let i = 0; i < 100; i++) trial.given('ann', put(`b/${i % 3}`), warm);
    expect(trial.oracle.largestFrontier).toBe(2 ** 3);
  });

  test('two strict caches and many objects: the search gives up, and says so', () => {
    const trial = bothHave();
    for (let i = 0; i < 10; i++) trial.given('ann', put(`b/new-${i}`), warm);
    expect(trial.see('ann', put('b/new-10'), warm)).toBe('unknown');
  });
});
