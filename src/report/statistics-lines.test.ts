import { expect, test } from 'vitest';
import { CHOICE_POINTS, TRANSITIONS, transitionText } from '../../model/index.ts';
import { statisticsLines } from './statistics-lines.ts';

const held = { title: '', verdict: 'holds', checked: 5_000 } as const;

test('what was met is counted, what was not is named', () => {
  const [missed = '', ...taken] = TRANSITIONS.map(transitionText);
  const points = Object.keys(CHOICE_POINTS).slice(1);
  const coverage = {
    steps: 1_234,
    transitions: taken.map((id) => ({ id, steps: 1 })),
    requirements: [{ id: 'E-01', steps: 2 }],
    choices: points.map((point) => ({ point, asked: 3, decided: 1 })),
  };
  const properties = [
    { ...held, id: 'often', exercised: 100 },
    { ...held, id: 'seldom', exercised: 99 },
    { ...held, id: 'later', verdict: 'not-judged', exercised: 0 } as const,
  ];
  const text = statisticsLines({ coverage, properties }).join('\n');
  expect(text).toMatch(/^Statistics of 1,234 steps/);
  expect(text.match(/transitions taken (\d+) of \1$/gm)).toHaveLength(7);
  expect(text).toContain(`but for\n    ${missed}\n`);
  expect(text).toContain(`asked ${points.length} of ${points.length + 1}, but for\n    cache\n`);
  expect(text).toMatch(/errors: answered 1 of \d+, but for\n {4}E-02, E-03/);
  expect(text).toMatch(/fewer than 100 steps: seldom 99\n$/);
});

test('without a step that was looked at there are none', () => {
  expect(statisticsLines({ properties: [] })).toEqual(['No step was looked at for statistics.', '']);
});
