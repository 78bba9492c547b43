import { describe, expect, expectTypeOf, test } from 'vitest';
import { encrypt, get, put } from '../../model/testing/events.ts';
import { IDEAL } from '../../model/testing/model-run.ts';
import { RULES } from '../../model/testing/scene.ts';
import type { Oracle } from './oracle.ts';
import { call, OracleRun, read, seen, TAG, TAG2, unseenKms, wroteBk } from './testing/oracle-run.ts';

type Excuse = NonNullable<Parameters<Oracle['see']>[1]>['excuse'];

const MADE = call('GenerateDataKey', 'ann', 'b');
const written = wroteBk('K1', TAG, MADE);

/** A bucket with bucket keys. */
function begun(): OracleRun {
  return new OracleRun(IDEAL).given('ann', encrypt('b', RULES.B2), seen(200));
}

describe('a difference that is known', () => {
  test('is excused, counted, and the rest of the trace is judged', () => {
    const trial = begun().given('ann', put('b/o'), written);
    expect(trial.see('ann', get('b/o'), read(wroteBk('K1', TAG2)), { excuse: ['etag', 'contentMd5'] })).toBe(
      'conforms',
    );
    expect([trial.oracle.excusedSteps, trial.oracle.violation]).toEqual([1, undefined]);
    // What was excused in one step is looked at again in the next, and counts as a step.
    expect(trial.see('ann', get('b/o'), read(wroteBk('K1', TAG2)))).toBe('violates');
    expect(trial.oracle.violation).toMatchObject({ stepIndex: 3, parts: [{ part: 'etag' }] });
    expect(trial.oracle.excusedSteps).toBe(1);
  });

  test('is no excuse for another part of the same answer, and the violation is of the whole', () => {
    const trial = begun().given('ann', put('b/o'), written);
    const wrong = { ...read(wroteBk('K1', TAG2)), sse: 'AES256' } as const;
    expect(trial.see('ann', get('b/o'), wrong, { excuse: ['etag'] })).toBe('violates');
    expect(trial.oracle.violation?.parts.map(({ part }) => part).sort()).toEqual(['etag', 'sse']);
    expect([trial.oracle.violation?.stepIndex, trial.oracle.excusedSteps]).toEqual([2, 0]);
    expect(trial.see('ann', get('b/o'), read(wroteBk('K1', TAG)), { excuse: ['etag'] })).toBe('violates');
  });

  test('is not counted where the whole answer is explained, nor is anything forgotten then', () => {
    const trial = begun();
    expect(trial.see('ann', put('b/o'), written, { excuse: ['etag', 'kmsCalls'] })).toBe('conforms');
    expect(trial.oracle.excusedSteps).toBe(0);
    expect(trial.see('ann', get('b/o'), read(wroteBk('K1', TAG2)))).toBe('violates');
  });

  test('counts from then on as what nobody has looked at', () => {
    const [excused, unlooked] = [begun(), begun()];
    // A bucket key is due, and nobody has asked KMS for it.
    const silent = wroteBk('K1', TAG);
    expect(excused.see('ann', put('b/o'), silent, { excuse: ['kmsCalls'] })).toBe('conforms');
    expect(unlooked.see('ann', put('b/o'), unseenKms(silent))).toBe('conforms');
    expect(excused.oracle.frontier).toEqual(unlooked.oracle.frontier);
    expect([excused.oracle.excusedSteps, unlooked.oracle.excusedSteps]).toEqual([1, 0]);
    expect(begun().see('ann', put('b/o'), silent, { excuse: ['etag'] })).toBe('violates');
    expect(begun().see('ann', put('b/o'), silent, { excuse: [] })).toBe('violates');
  });

  test('may be of any part but the status, which says whether it was done', () => {
    expectTypeOf<'kmsCalls' | 'etag' | 'code'>().toExtend<NonNullable<Excuse>[number]>();
    expectTypeOf<'status'>().not.toExtend<NonNullable<Excuse>[number]>();
    expectTypeOf<'etags'>().not.toExtend<NonNullable<Excuse>[number]>();
    const untyped = JSON.parse('["status", "code"]') as Excuse;
    const trial = begun();
    expect(
      trial.see('ann', put('b/o'), { status: 403, code: 'AccessDenied' }, { ...(untyped && { excuse: untyped }) }),
    ).toBe('violates');
  });
});
