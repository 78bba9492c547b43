import { describe, expect, test } from 'vitest';
import type { Scenario, ScenarioResult } from '../scenario/scenario.ts';
import { scenarioJson, scenarioListJson, scenarioListText, scenarioText } from './scenario-report.ts';

const result: ScenarioResult = {
  name: 'fifty-uploads',
  verdict: 'differs',
  figures: [
    { name: 'KMS calls without bucket keys', value: 1_050, unit: 'calls', expected: '150', holds: false },
    { name: 'cost', value: 0.00315, unit: 'USD', holds: true },
    { name: 'ETag', value: 'opaque', holds: true },
  ],
  notes: ['Prices are those of 2026.'],
};
const scenario: Scenario = {
  name: 'fifty-uploads',
  title: 'Fifty uploads, with and without bucket keys.',
  description: 'One role writes fifty objects.',
  run: async () => result,
};

describe('a scenario', () => {
  test('is told with its figures', () => {
    expect(scenarioText(scenario, result, 5)).toMatchInlineSnapshot(`
      "Fifty uploads, with and without bucket keys.

      One role writes fifty objects.

      figure                           value  unit   as expected
      KMS calls without bucket keys    1,050  calls  NO: 150 expected
      cost                           0.00315  USD
      ETag                            opaque

      - Prices are those of 2026.

      verdict: differs from what is expected (seed 5)
      "
    `);
  });

  test('is listed with its title', () => {
    expect(scenarioListText([scenario])).toMatchInlineSnapshot(`
      "scenario       what it shows
      fifty-uploads  Fifty uploads, with and without bucket keys.
      "
    `);
  });

  test('gives the numbers as numbers in JSON', () => {
    expect(JSON.parse(scenarioJson(scenario, result, 5))).toEqual({
      name: 'fifty-uploads',
      title: scenario.title,
      seed: 5,
      verdict: 'differs',
      figures: [
        { name: 'KMS calls without bucket keys', value: 1_050, unit: 'calls', expected: '150', holds: false },
        { name: 'cost', value: 0.00315, unit: 'USD', expected: null, holds: true },
        { name: 'ETag', value: 'opaque', unit: null, expected: null, holds: true },
      ],
      notes: result.notes,
    });
    expect(JSON.parse(scenarioListJson([scenario]))).toEqual({
      scenarios: [{ name: scenario.name, title: scenario.title, description: scenario.description }],
    });
  });
});
