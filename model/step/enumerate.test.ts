import { describe, expect, test } from 'vitest';
import { CHOICE_POINTS } from '../openness/choice.ts';
import { requirement } from '../requirements/index.ts';
import { encrypt, put } from '../testing/events.ts';
import { AWS, answerOf, callsOf, IDEAL, ModelRun } from '../testing/model-run.ts';
import { RULES } from '../testing/scene.ts';
import type { Step } from '../vocabulary/events/event.ts';
import { choicesOf, forEachResult, type Seen } from './enumerate.ts';

const SEEN: Seen = { etag: () => undefined };

/** `ann` wrote with a bucket key; `bob` is about to write. */
function written(): { readonly run: ModelRun; readonly step: Step } {
  const run = new ModelRun({ ...AWS, ruleDelayMs: 0, kmsDelayMs: 0 });
  run.take('ann', encrypt('b', RULES.B2));
  run.take('ann', put('b/o'));
  return { run, step: { atMs: 0, by: 'bob', event: put('b/p') } };
}

describe('every way to resolve a step', () => {
  test('is visited once, in a fixed order', () => {
    const { run, step } = written();
    const visit = () => {
      const ways: string[] = [];
      forEachResult(run.world, step, SEEN, ({ outcome }) => ways.push(callsOf(outcome).join(' + ')) > 0);
      return ways;
    };
    expect(visit()).toEqual(['GenerateDataKey K1 b', 'GenerateDataKey K1 b + Decrypt K1 b', 'Decrypt K1 b']);
    expect(visit()).toEqual(visit());
  });

  test('is one where nothing is open', () => {
    const run = new ModelRun(IDEAL);
    run.take('ann', encrypt('b', RULES.B2));
    const answers: string[] = [];
    forEachResult(
      run.world,
      { atMs: 0, by: 'ann', event: put('b/o') },
      SEEN,
      ({ outcome }) => answers.push(answerOf(outcome)) > 0,
    );
    expect(answers).toEqual(['200']);
  });

  test('is visited no further when the visitor has had enough', () => {
    const { run, step } = written();
    let visits = 0;
    forEachResult(run.world, step, SEEN, () => ++visits < 2);
    expect(visits).toBe(2);
  });

  test('can be told by the choices behind it', () => {
    const { run, step } = written();
    expect([0, 1, 2].map((place) => choicesOf(run.world, step, SEEN, place))).toEqual([
      [
        { point: 'coldWrite', option: 'generate' },
        { point: 'verified', option: false },
      ],
      [
        { point: 'coldWrite', option: 'generate' },
        { point: 'verified', option: true },
      ],
      [{ point: 'coldWrite', option: 'unwrap' }],
    ]);
    expect(() => choicesOf(run.world, step, SEEN, 3)).toThrow(RangeError);
  });
});

test('every choice point cites a requirement that exists', () => {
  expect(Object.values(CHOICE_POINTS).filter((id) => requirement(id) === undefined)).toEqual([]);
});
