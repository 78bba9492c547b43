import { describe, expect, test } from 'vitest';
import type { Profile } from '../openness/profile.ts';
import { encrypt, get, keyPolicy, put } from '../testing/events.ts';
import { answerOf, callsOf, IDEAL, ModelRun } from '../testing/model-run.ts';
import { RULES } from '../testing/scene.ts';

const GDK = ['GenerateDataKey K1 b'];
const DEC = ['Decrypt K1 b'];
const exactly = (ms: number) => ({ minMs: ms, maxMs: ms });

function running(changes: Partial<Profile> = {}): ModelRun {
  const run = new ModelRun({ ...IDEAL, ...changes });
  run.take('ann', encrypt('b', RULES.B2));
  return run;
}

/** Calls of events at times by one requester. */
function callsAt(
  run: ModelRun,
  by: string,
  ...steps: readonly (readonly [atMs: number, event: ReturnType<typeof put> | ReturnType<typeof get>])[]
) {
  return steps.map(([atMs, event]) => {
    run.atMs = atMs;
    return run.calls(by, event);
  });
}

describe('cache window (F-106 b, U-01)', () => {
  test('a cached bucket key serves until its lifetime is over, which counts as over at its very end', () => {
    expect(
      callsAt(running(), 'ann', [0, put('b/o')], [299_999, put('b/o')], [300_000, put('b/o')], [599_999, put('b/o')]),
    ).toEqual([GDK, [], GDK, []]);
  });

  test('using it does not prolong it (U-02, as the profiles have it)', () => {
    expect(callsAt(running(), 'ann', [0, put('b/o')], [200_000, put('b/o')], [300_000, put('b/o')])).toEqual([
      GDK,
      [],
      GDK,
    ]);
  });

  test('for reads as well', () => {
    const run = running();
    run.take('ann', put('b/o'));
    expect(callsAt(run, 'bob', [0, get('b/o')], [299_999, get('b/o')], [300_000, get('b/o')])).toEqual([DEC, [], DEC]);
  });
});

describe('generation window (F-106 a, U-03)', () => {
  test('a longer cache window does not keep a bucket key making data keys', () => {
    const run = running({ cacheLifetime: exactly(900_000) });
    expect(callsAt(run, 'ann', [0, put('b/o')], [299_999, put('b/o')], [300_000, put('b/o')])).toEqual([GDK, [], GDK]);
  });

  test('but reads go on with it as long as it is cached', () => {
    const run = running({ cacheLifetime: exactly(900_000) });
    expect(callsAt(run, 'ann', [0, put('b/o')], [899_999, get('b/o')], [900_000, get('b/o')])).toEqual([GDK, [], DEC]);
  });

  test('a longer generation window alone saves no call: a cold write makes a bucket key (K-04, generate)', () => {
    const run = running({ generationLifetime: exactly(900_000) });
    expect(callsAt(run, 'ann', [0, put('b/o')], [300_000, put('b/o')])).toEqual([GDK, GDK]);
  });

  test('with unwrapping, a cold write takes the bucket key that is still young enough (K-04, U-07)', () => {
    const run = running({ generationLifetime: exactly(900_000), coldWrite: ['unwrap'] });
    expect(
      callsAt(run, 'ann', [0, put('b/o')], [300_000, put('b/p')], [899_999, put('b/q')], [900_000, put('b/r')]),
    ).toEqual([GDK, DEC, DEC, GDK]);
  });

  test('which then is one bucket key: a reader needs one call for all of its objects (F-108)', () => {
    const run = running({ generationLifetime: exactly(900_000), coldWrite: ['unwrap'] });
    callsAt(run, 'ann', [0, put('b/o')], [300_000, put('b/p')]);
    expect(callsAt(run, 'bob', [300_000, get('b/o')], [300_000, get('b/p')])).toEqual([DEC, []]);
  });

  test("another requester's bucket key is taken as well, by a call of one's own (K-04, F-97)", () => {
    const run = running({ coldWrite: ['unwrap'] });
    run.take('ann', put('b/o'));
    expect([run.calls('bob', put('b/p')), run.calls('bob', put('b/p')), run.calls('bob', get('b/o'))]).toEqual([
      DEC,
      [],
      [],
    ]);
  });

  test('a lifetime known between two bounds leaves the time between them open', () => {
    const run = running({ cacheLifetime: { minMs: 100_000, maxMs: 300_000 } });
    const counts = (atMs: number) => {
      run.atMs = atMs;
      return run.outcomes('ann', put('b/o')).map((outcome) => outcome.kmsCalls.length);
    };
    run.take('ann', put('b/o'));
    expect([counts(99_999), counts(100_000), counts(299_999), counts(300_000)]).toEqual([[0], [0, 1], [0, 1], [1]]);
  });
});

describe('what warms what (U-08, U-09)', () => {
  test.each([
    [true, []],
    [false, DEC],
  ] as const)('a write serves reads of its requester: %s', (warms, calls) => {
    const run = running({ writeWarmsRead: [warms] });
    run.take('ann', put('b/o'));
    expect(run.calls('ann', get('b/o'))).toEqual(calls);
  });

  test.each([
    [true, []],
    [false, GDK],
  ] as const)('a read serves writes of its requester: %s', (warms, calls) => {
    const run = running({ readWarmsWrite: [warms] });
    run.take('ann', put('b/o'));
    run.take('bob', get('b/o'));
    expect(run.calls('bob', put('b/p'))).toEqual(calls);
  });

  test('a read of an object whose bucket key is too old for writes serves none', () => {
    const run = running({ readWarmsWrite: [true] });
    run.take('ann', put('b/o'));
    expect(callsAt(run, 'bob', [300_000, get('b/o')], [300_000, put('b/p')])).toEqual([DEC, GDK]);
  });

  test.each([
    [true, [...GDK, ...DEC]],
    [false, GDK],
  ] as const)('a write verifies a new bucket key: %s (U-08, F-142)', (verifies, calls) => {
    const run = running({ writeVerifies: [verifies] });
    expect([run.calls('ann', put('b/o')), run.calls('ann', put('b/o'))]).toEqual([calls, []]);
  });

  test('a write that may not verify fails when cold and succeeds when warm: it looks flaky (SC-08)', () => {
    const run = running({ writeVerifies: [true] });
    run.take('ann', put('b/o'));
    run.take('ann', keyPolicy('K1', { effect: 'Allow', principal: '*', actions: ['kms:GenerateDataKey'] }));
    expect(run.answer('ann', put('b/o'))).toBe('200');
    run.atMs = 300_000;
    const cold = run.take('ann', put('b/o'));
    expect([answerOf(cold), callsOf(cold)]).toEqual([
      '403 AccessDenied',
      [...GDK, 'Decrypt K1 b AccessDeniedException'],
    ]);
  });
});

describe('revocation bites at the next cold use (F-117 to F-120, SC-26)', () => {
  test.each([
    ['a disabled key', { op: 'DisableKey', keyId: 'K1' }, '400 KMS.DisabledException'],
    [
      'a key pending deletion',
      { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 },
      '400 KMS.KMSInvalidStateException',
    ],
    ['a key policy', keyPolicy('K1'), '403 AccessDenied'],
    ['throttling (F-132)', { op: 'ThrottleKms', on: true }, '503 SlowDown'],
    ['an outage (U-32)', { op: 'InterruptKms', on: true }, '503 *'],
  ] as const)('%s', (_what, event, refusal) => {
    const run = running();
    run.take('ann', put('b/o'));
    run.take('ann', put('b/without', { bucketKeyEnabled: false }));
    run.take('ann', event);
    expect([run.answer('ann', get('b/o')), run.answer('ann', put('b/o'))]).toEqual(['200', '200']);
    expect([run.answer('bob', get('b/o')), run.answer('ann', get('b/without'))]).toEqual([refusal, refusal]);
    run.atMs = 299_999;
    expect(run.answer('ann', get('b/o'))).toBe('200');
    run.atMs = 300_000;
    expect([run.answer('ann', get('b/o')), run.answer('ann', put('b/o'))]).toEqual([refusal, refusal]);
  });

  test('disabling is reversible, and a cancelled deletion leaves the key disabled (F-121)', () => {
    const run = running();
    run.take('ann', put('b/o'));
    run.take('ann', { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 });
    run.take('ann', { op: 'CancelKeyDeletion', keyId: 'K1' });
    run.atMs = 300_000;
    expect(run.answer('ann', get('b/o'))).toBe('400 KMS.DisabledException');
    run.take('ann', { op: 'EnableKey', keyId: 'K1' });
    expect(run.answer('ann', get('b/o'))).toBe('200');
  });

  test('a deleted key makes its objects unreadable for ever, HeadObject excepted (F-121)', () => {
    const run = running();
    run.take('ann', put('b/o'));
    run.take('ann', { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 });
    run.atMs = 7 * 86_400_000;
    const read = run.take('ann', get('b/o'));
    expect([answerOf(read), callsOf(read)]).toEqual(['400 KMS.NotFoundException', ['Decrypt K1 b NotFoundException']]);
    expect([
      run.answer('ann', { op: 'CancelKeyDeletion', keyId: 'K1' }),
      run.answer('ann', { op: 'HeadObject', bucket: 'b', key: 'o' }),
    ]).toEqual(['400 NotFoundException', '200']);
  });
});
