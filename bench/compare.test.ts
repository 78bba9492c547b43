import { describe, expect, test } from 'vitest';
import { type Comparable, compare, passes } from './compare.ts';
import { comparisonText } from './table.ts';

const slower: Comparable = { id: 'cost', title: 'a cost', better: 'lower', target: 3, unit: 'x' };
const faster: Comparable = { id: 'gain', title: 'a gain', better: 'higher', target: 30, unit: 'x' };

function standingOf(figure: Comparable, value: number | undefined, baseline: number | undefined) {
  const asMap = (number: number | undefined) => new Map(number === undefined ? [] : [[figure.id, { value: number }]]);
  const compared = compare([figure], asMap(value), asMap(baseline));
  return { standing: compared[0]?.standing, passes: passes(compared, true), reachesTarget: compared[0]?.reachesTarget };
}

describe('a figure is held to its baseline', () => {
  test.each([
    ['a gain that fell by more than 30 %', faster, 69, 100],
    ['a cost that rose until its speed was less than 70 %', slower, 1.5, 1],
    ['a gain that is gone', faster, 0.001, 100],
  ])('%s is refused', (_, figure, value, baseline) => {
    expect(standingOf(figure, value, baseline)).toMatchObject({ standing: 'fallen', passes: false });
  });

  test.each([
    ['a gain that fell by less than 30 %', faster, 71, 100],
    ['a cost that rose by less than that', slower, 1.4, 1],
    ['a gain that rose', faster, 1_000, 100],
    ['a cost that fell', slower, 0.01, 1],
    ['a figure that stayed as it was', slower, 1, 1],
  ])('%s is not', (_, figure, value, baseline) => {
    expect(standingOf(figure, value, baseline)).toMatchObject({ standing: 'kept', passes: true });
  });

  test.each([
    ['was not measured', undefined, 1, 'not measured'],
    ['was measured as something that is no number', Number.NaN, 1, 'not measured'],
    ['is missing from the baseline', 1, undefined, 'not in the baseline'],
    ['has no number in the baseline', 1, Number.NaN, 'not in the baseline'],
  ])('one that %s is an error, never a pass', (_, value, baseline, standing) => {
    expect(standingOf(slower, value, baseline)).toMatchObject({ standing, passes: false });
  });

  test('nothing compared is no pass', () => {
    expect(passes([], true)).toBe(false);
    expect(passes([], false)).toBe(false);
  });

  test('one fallen figure among others refuses them all', () => {
    const measured = new Map([
      ['cost', { value: 1 }],
      ['gain', { value: 10 }],
    ]);
    const baseline = new Map([
      ['cost', { value: 1 }],
      ['gain', { value: 100 }],
    ]);
    const compared = compare([slower, faster], measured, baseline);
    expect(compared.map(({ standing }) => standing)).toEqual(['kept', 'fallen']);
    expect(passes(compared, true)).toBe(false);
  });

  test('without a gate a fallen figure is told and refuses nothing; a missing one is an error', () => {
    const measured = new Map([['gain', { value: 10 }]]);
    const fallen = compare([faster], measured, new Map([['gain', { value: 100 }]]));
    expect(comparisonText(fallen, false)).toContain('fallen, baseline 100 x');
    expect(passes(fallen, false)).toBe(true);
    expect(passes(compare([faster], measured, new Map()), false)).toBe(false);
    expect(passes(compare([faster], new Map(), measured), false)).toBe(false);
  });

  test('what follows from a fallen figure is said', () => {
    const fallen = compare([faster], new Map([['gain', { value: 10 }]]), new Map([['gain', { value: 100 }]]));
    expect(comparisonText(fallen, true)).toContain('\n1 fallen, refused\n');
    expect(comparisonText(fallen, false)).toContain('\n1 fallen, not refused');
    expect(comparisonText([], false)).not.toContain('refused');
  });

  test('a missed target is shown and refuses nothing: the baseline is what is kept', () => {
    expect(standingOf(slower, 4, 4)).toEqual({ standing: 'kept', passes: true, reachesTarget: false });
    expect(standingOf(faster, 31, 31)).toEqual({ standing: 'kept', passes: true, reachesTarget: true });
  });
});
