import { describe, expect, test } from 'vitest';
import { get, keyPolicy, put } from '../testing/events.ts';
import { AWS, answerOf, IDEAL, ModelRun, type Wanted } from '../testing/model-run.ts';
import { HOME_ACCOUNT, homeKey, SCENE } from '../testing/scene.ts';
import { accountRootArn } from '../vocabulary/arn.ts';
import type { KmsEvent } from '../vocabulary/events/kms-events.ts';
import { LONGEST_VALIDITY_MS } from '../vocabulary/fields.ts';
import type { Setup } from '../vocabulary/setup.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../vocabulary/time.ts';

const KE = { keyId: 'KE' };
const IMPORT: KmsEvent = { op: 'ImportKeyMaterial', ...KE };
const DELETE: KmsEvent = { op: 'DeleteImportedKeyMaterial', ...KE };
const ENABLE: KmsEvent = { op: 'EnableKey', ...KE };
const DISABLE: KmsEvent = { op: 'DisableKey', ...KE };
const SCHEDULE: KmsEvent = { op: 'ScheduleKeyDeletion', ...KE, pendingWindowInDays: 7 };
const CANCEL: KmsEvent = { op: 'CancelKeyDeletion', ...KE };
const STATUS: KmsEvent = { op: 'GetKeyRotationStatus', ...KE };
const INVALID = '400 KMSInvalidStateException';
const UNSUPPORTED = '400 UnsupportedOperationException';

/** The scene with a key for imported material. */
const WITH_KE: Setup = {
  ...SCENE,
  kmsKeys: [...SCENE.kmsKeys, { id: 'KE', account: HOME_ACCOUNT, origin: 'EXTERNAL' }],
};
const UNDER_KE = put('b/k', { sse: 'aws:kms', kmsKeyId: homeKey('KE'), bucketKeyEnabled: false });
const WITH_BUCKET_KEY = put('b/k', { sse: 'aws:kms', kmsKeyId: homeKey('KE'), bucketKeyEnabled: true });

/** A run in which some events have happened, all of which succeed. */
function runAfter(events: readonly KmsEvent[], profile = IDEAL, wanted: Wanted = {}): ModelRun {
  const run = new ModelRun(profile, WITH_KE);
  for (const event of events) expect(run.answer('ann', event, wanted)).toBe('200');
  return run;
}

/** Every answer that a request may have. */
function answers(run: ModelRun, event: KmsEvent): ReadonlySet<string> {
  return new Set(run.outcomes('ann', event).map(answerOf));
}

describe('a KMS key for imported material', () => {
  test.each([
    ['begins without it', [], '400 KMS.KMSInvalidStateException'],
    ['is used once it has it', [IMPORT], '200'],
    ['is not used any more once that is deleted', [IMPORT, DELETE], '400 KMS.KMSInvalidStateException'],
    ['is used again with the same material', [IMPORT, DELETE, IMPORT], '200'],
    ['loses it while it is disabled as well', [IMPORT, DISABLE, DELETE], '400 KMS.KMSInvalidStateException'],
    ['loses it twice without effect', [IMPORT, DELETE, DELETE, IMPORT], '200'],
    ['keeps it through a deletion that is cancelled', [IMPORT, SCHEDULE, CANCEL, ENABLE], '200'],
    ['stays disabled when it takes it again', [IMPORT, DISABLE, IMPORT], '400 KMS.DisabledException'],
    ['is without it when its deletion is cancelled', [SCHEDULE, CANCEL], '400 KMS.KMSInvalidStateException'],
    [
      'may lose it while its deletion is pending',
      [IMPORT, SCHEDULE, DELETE, CANCEL],
      '400 KMS.KMSInvalidStateException',
    ],
    ['and take it again afterwards', [IMPORT, SCHEDULE, DELETE, CANCEL, IMPORT], '200'],
  ] as const)('%s (F-209 to F-211)', (_what, events, answer) => {
    expect(runAfter(events).answer('ann', UNDER_KE)).toBe(answer);
  });

  test('without its material what was written is not read, unless its bucket key is cached (F-117, F-211)', () => {
    const run = runAfter([IMPORT]);
    run.take('ann', WITH_BUCKET_KEY);
    run.take('ann', { ...UNDER_KE, key: 'o' });
    run.take('ann', get('b/k'));
    run.take('ann', DELETE);
    expect([run.answer('ann', get('b/k')), run.answer('ann', get('b/o'))]).toEqual([
      '200',
      '400 KMS.KMSInvalidStateException',
    ]);
    run.atMs += HOUR_MS;
    expect(run.answer('ann', get('b/k'))).toBe('400 KMS.KMSInvalidStateException');
    run.take('ann', IMPORT);
    expect([run.answer('ann', get('b/k')), run.answer('ann', get('b/o'))]).toEqual(['200', '200']);
  });

  test('loses it at the time that was said, whatever its state is, and not before (F-210, F-211)', () => {
    const limited = { ...IMPORT, validForMs: HOUR_MS };
    for (const [events, before, afterwards] of [
      [[], '200', '400 KMS.KMSInvalidStateException'],
      [[DISABLE], '400 KMS.DisabledException', '400 KMS.KMSInvalidStateException'],
      [[{ ...limited, validForMs: 2 * HOUR_MS }], '200', '200'],
      [[IMPORT], '200', '200'],
      [[DELETE, IMPORT], '200', '200'],
      [[SCHEDULE, CANCEL, ENABLE], '200', '400 KMS.KMSInvalidStateException'],
    ] as const) {
      const run = runAfter([limited, ...events]);
      run.atMs = HOUR_MS - 1;
      expect([events, run.answer('ann', UNDER_KE)]).toEqual([events, before]);
      run.atMs = HOUR_MS;
      expect([events, run.answer('ann', UNDER_KE)]).toEqual([events, afterwards]);
    }
  });

  test('that has lost it while its deletion was pending is deleted all the same (F-121, F-211)', () => {
    const expiring = { ...IMPORT, validForMs: HOUR_MS };
    for (const run of [runAfter([expiring, SCHEDULE]), runAfter([IMPORT, SCHEDULE, DELETE])]) {
      run.atMs = HOUR_MS;
      expect(run.answer('ann', IMPORT)).toBe(INVALID);
      run.atMs = 7 * DAY_MS;
      expect(run.answer('ann', IMPORT)).toBe('400 NotFoundException');
    }
  });

  test.each([
    [DISABLE, INVALID],
    [ENABLE, INVALID],
    [CANCEL, INVALID],
    [{ op: 'CreateGrant', ...KE, grant: 'g', granteePrincipal: accountRootArn(HOME_ACCOUNT), operations: [] }, INVALID],
    [{ op: 'RotateKeyOnDemand', ...KE }, INVALID],
    [{ op: 'EnableKeyRotation', ...KE, rotationPeriodInDays: 90 }, UNSUPPORTED],
    [{ op: 'DisableKeyRotation', ...KE }, UNSUPPORTED],
    [STATUS, '200'],
    [SCHEDULE, '200'],
    [DELETE, '200'],
    [keyPolicy('KE', { effect: 'Allow', principal: '*', actions: ['kms:*'] }), '200'],
    [{ op: 'UpdateAlias', alias: 'alias/x', ...KE }, '200'],
    [{ op: 'CreateAlias', alias: 'alias/new', ...KE }, '200'],
  ] as const)('without it answers %j with %s (F-209, F-212)', (event, answer) => {
    expect(runAfter([]).answer('ann', event)).toBe(answer);
  });

  test('does not rotate with it either (F-212)', () => {
    for (const [event, answer] of [
      [{ op: 'RotateKeyOnDemand', ...KE }, INVALID],
      [{ op: 'EnableKeyRotation', ...KE, rotationPeriodInDays: 90 }, UNSUPPORTED],
      [{ op: 'DisableKeyRotation', ...KE }, UNSUPPORTED],
    ] as const)
      expect(runAfter([IMPORT]).answer('ann', event)).toBe(answer);
    expect(runAfter([IMPORT]).take('ann', STATUS).keyRotationEnabled).toBe(false);
  });

  test.each([1, LONGEST_VALIDITY_MS])('keeps it for %d ms, if that is asked (F-210)', (validForMs) => {
    expect(runAfter([]).answer('ann', { ...IMPORT, validForMs })).toBe('200');
  });

  test.each([-1, 0, LONGEST_VALIDITY_MS + 1])('does not keep it for %d ms (F-210)', (validForMs) => {
    expect(runAfter([]).answer('ann', { ...IMPORT, validForMs })).toBe('400 ValidationException');
  });

  test('is another one than those that KMS makes material for, in any state (F-210)', () => {
    const run = runAfter([]);
    for (const op of ['ImportKeyMaterial', 'DeleteImportedKeyMaterial'] as const) {
      expect(run.answer('ann', { op, keyId: 'K1' })).toBe(UNSUPPORTED);
      expect(run.answer('ann', { op, keyId: 'KD' })).toBe(UNSUPPORTED);
      expect(run.take('ann', { op, keyId: 'K1' }).because).toEqual(['F-210']);
    }
    run.take('ann', { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 });
    expect(run.answer('ann', { op: 'ImportKeyMaterial', keyId: 'K1' })).toBe(UNSUPPORTED);
  });
});

describe('what AWS leaves open of imported material', () => {
  test('a key that has it takes it again, or not, and is enabled by that, or not (D-21)', () => {
    const run = runAfter([IMPORT], AWS);
    run.atMs += HOUR_MS;
    expect(answers(run, IMPORT)).toEqual(new Set(['200', INVALID]));
    run.take('ann', DISABLE);
    run.atMs += HOUR_MS;
    expect(answers(run, IMPORT)).toEqual(new Set(['200', INVALID]));
    for (const [reimport, state] of [
      ['kept', 'disabled'],
      ['enabled', 'enabled'],
    ]) {
      const other = runAfter([IMPORT], AWS);
      other.take('ann', DISABLE);
      other.atMs += HOUR_MS;
      other.take('ann', IMPORT, { reimport });
      expect(controlOf(other).state).toBe(state);
    }
  });

  test('one without it whose deletion is cancelled may be said to be disabled, and is not usable (U-40)', () => {
    const wanted = { cancelWithoutMaterial: 'disabled' };
    const run = runAfter([SCHEDULE, CANCEL], AWS, wanted);
    run.atMs += HOUR_MS;
    expect(controlOf(run).state).toBe('disabled');
    run.take('ann', ENABLE);
    run.atMs += HOUR_MS;
    expect(controlOf(run).state).toBe('pendingImport');
    const other = runAfter([SCHEDULE, CANCEL, DELETE], AWS, wanted);
    expect(controlOf(other).state).toBe('pendingImport');
  });

  test('whether it rotates is told, or refused (D-22)', () => {
    expect(answers(runAfter([IMPORT], AWS), STATUS)).toEqual(new Set(['200', UNSUPPORTED]));
    expect(answers(runAfter([IMPORT], AWS), { ...STATUS, keyId: 'K1' })).toEqual(new Set(['200']));
  });

  test('of a key of the past nobody knows whether its material is imported', () => {
    const run = new ModelRun(AWS, { ...SCENE, unknown: { kmsKeys: ['K1'] } });
    const K1 = { keyId: 'K1' };
    for (const event of [
      { ...IMPORT, ...K1 },
      { ...STATUS, ...K1 },
    ] as const)
      expect([...answers(run, event)]).toEqual(expect.arrayContaining(['200', UNSUPPORTED]));
    expect([...answers(run, { ...DELETE, ...K1 })]).toEqual(expect.arrayContaining(['200', UNSUPPORTED]));
  });
});

function controlOf({ world }: ModelRun) {
  const key = world.kmsKeys.get(world.scope.keyWithId('KE')?.number ?? -1);
  if (key === undefined) throw new Error('there is no KE');
  return key.control.current;
}

test('what was to expire and is imported anew is not seen to expire by who sees it late (F-122)', () => {
  const run = runAfter([{ ...IMPORT, validForMs: MINUTE_MS }], AWS);
  run.take('ann', IMPORT, { kmsAnswer: 'ok' });
  run.atMs = 2 * MINUTE_MS;
  expect(controlOf(run)).toMatchObject({ state: 'enabled', materialEndsMs: Number.POSITIVE_INFINITY });
});
