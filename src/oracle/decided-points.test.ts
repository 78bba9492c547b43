import { describe, expect, test } from 'vitest';
import type { ChoicePoint, Profile } from '../../model/index.ts';
import { encrypt, head, put } from '../../model/testing/events.ts';
import { IDEAL } from '../../model/testing/model-run.ts';
import { RULES } from '../../model/testing/scene.ts';
import { DecidedPoints, NotedChoices } from './decided-points.ts';
import { call, OracleRun, seen, seenRefusal, TAG, unseenKms, wroteKms } from './testing/oracle-run.ts';

/** HeadObject may decrypt, or not. */
const EITHER: Profile = { ...IDEAL, headDecrypts: [false, true] };
const written = wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o'));
const shown = wroteKms('K1', TAG);
const decrypt = call('Decrypt', 'ann', 'b/o');

/** An object without a bucket key, and the points counted. */
function begun(profile: Profile): OracleRun {
  const trial = new OracleRun(profile);
  trial.oracle.countPoints();
  return trial.given('ann', encrypt('b', RULES.B1), seen(200)).given('ann', put('b/o'), written);
}

describe('an open point', () => {
  test('decides a step that only one of its options explains', () => {
    const trial = begun(EITHER).given('ann', head('b/o'), { ...shown, kmsCalls: [decrypt] });
    trial.given('ann', head('b/o'), { ...shown, kmsCalls: [decrypt] }).given('ann', head('b/o'), shown);
    expect(trial.oracle.points).toEqual([
      {
        point: 'headDecrypts',
        requirement: 'F-41',
        asked: 3,
        decided: 3,
        options: [
          { option: 'true', steps: 2 },
          { option: 'false', steps: 1 },
        ],
      },
    ]);
  });

  test('is asked and decides nothing where either option explains what was seen', () => {
    const trial = begun(EITHER).given('ann', head('b/o'), unseenKms(shown));
    expect(trial.oracle.points).toMatchObject([{ point: 'headDecrypts', asked: 1, decided: 0, options: [] }]);
  });

  test('is not asked where the profile closes it, nor counted of a step that nothing explains', () => {
    expect(begun(IDEAL).given('ann', head('b/o'), shown).oracle.points).toEqual([]);
    const trial = begun(EITHER);
    expect(trial.see('ann', head('b/o'), seenRefusal(403, 'AccessDenied', decrypt))).toBe('violates');
    expect(trial.oracle.points).toEqual([]);
  });

  test('decides nothing where S3 may have failed by itself', () => {
    const trial = begun({ ...EITHER, transientErrors: true });
    // That KMS throttles explains it as well, by a HeadObject that decrypts.
    trial.given('', { op: 'ThrottleKms', on: true }, seen(200));
    trial.given('ann', head('b/o'), { status: 503 });
    expect(trial.oracle.isTransient).toBe(false);
    expect(trial.oracle.points).toEqual([]);
  });

  test('changes no verdict, and leaves the worlds as they are', () => {
    const [counted, plain] = [begun(EITHER), new OracleRun(EITHER)];
    plain.given('ann', encrypt('b', RULES.B1), seen(200)).given('ann', put('b/o'), written);
    for (const trial of [counted, plain]) trial.given('ann', head('b/o'), { ...shown, kmsCalls: [decrypt] });
    expect(counted.oracle.frontier).toEqual(plain.oracle.frontier);
    expect(plain.oracle.points).toEqual([]);
  });
});

test('a point that is asked twice in one way is taken for what it was answered, if it was answered alike', () => {
  const noted = new NotedChoices({ etag: () => undefined });
  const taken: (string | undefined)[] = [];
  let isLast = false;
  while (!isLast) {
    for (const _ of ['once', 'again']) noted.pick('coldWrite', ['generate', 'unwrap']);
    isLast = !noted.advance();
    taken.push(noted.before.get('coldWrite'));
  }
  expect(taken).toEqual(['generate', undefined, undefined, 'unwrap']);
});

describe('what was counted', () => {
  /** One more step, in which each point was asked and taken in these ways. */
  function step(points: DecidedPoints, point: ChoicePoint, ...options: readonly string[]): void {
    for (const option of options) points.explainedBy(new Map([[point, option]]));
    points.settle(true);
  }

  test('begins with what decided most, then with what was asked most', () => {
    const points = new DecidedPoints();
    step(points, 'verified', 'false', 'true');
    for (const _ of [1, 2, 3]) step(points, 'ruleSeen', 'new', 'old');
    step(points, 'coldWrite', 'unwrap');
    for (const option of ['true', 'false', 'false']) step(points, 'headDecrypts', option);
    expect(points.counts().map(({ point, asked, decided }) => [point, asked, decided])).toEqual([
      ['headDecrypts', 3, 3],
      ['coldWrite', 1, 1],
      ['ruleSeen', 3, 0],
      ['verified', 1, 0],
    ]);
    expect(points.counts()[0]?.options).toEqual([
      { option: 'false', steps: 2 },
      { option: 'true', steps: 1 },
    ]);
  });

  test('counts a point as decided where all ways that explain a step take one option, however many there are', () => {
    const points = new DecidedPoints();
    step(points, 'ruleSeen', 'new', 'new', 'new');
    expect(points.counts()).toMatchObject([{ asked: 1, decided: 1, options: [{ option: 'new', steps: 1 }] }]);
  });

  test('has the first ten options of a point, and goes on to count these', () => {
    const points = new DecidedPoints();
    for (let option = 0; option < 12; option++) step(points, 'coldWrite', `${option}`);
    step(points, 'coldWrite', '9');
    const [count] = points.counts();
    expect([count?.decided, count?.options.length, count?.options[0]]).toEqual([13, 10, { option: '9', steps: 2 }]);
  });
});
