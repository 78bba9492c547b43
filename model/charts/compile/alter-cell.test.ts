import { expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { alterCell } from './alter-cell.ts';
import { compileChart } from './compile.ts';

const chart = compileChart(
  createMachine({ id: 'door', initial: 'open', states: { open: { on: { push: 'shut' } }, shut: {} } }),
);
const [cell] = chart.cells;
if (cell === undefined) throw new Error('the chart has no entry');

test('an entry is sent elsewhere for everybody, or refused, and put back', () => {
  const putBack = alterCell(chart, cell, 'open');
  expect([chart.on.push?.after('open'), chart.next('open', 'push')]).toEqual(['open', 'open']);
  putBack();
  expect(chart.next('open', 'push')).toBe('shut');
  const putBackAgain = alterCell(chart, cell, undefined);
  expect(chart.on.push?.refuses('open')).toBe(true);
  putBackAgain();
  expect(chart.next('open', 'push')).toBe('shut');
});

test('what is no entry cannot be altered', () => {
  expect(() => alterCell(chart, { ...cell, event: 'pull' }, 'open')).toThrow(/no table for pull/);
  expect(() => alterCell(chart, { ...cell, state: 'shut' }, 'open')).toThrow(/nothing is known of push in shut/);
});
