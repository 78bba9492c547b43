import { describe, expect, test } from 'vitest';
import { unknownNameText } from './suggestion.ts';

const known = ['aws', 'aws-2023', 'huawei-obs', 'ideal'];

describe('unknownNameText', () => {
  test.each([
    ['idael', 'ideal'],
    ['IDEAL', 'ideal'],
    ['aws2023', 'aws-2023'],
    ['huawei', undefined],
    ['azure-blob-storage', undefined],
    ['__proto__', undefined],
    ['', undefined],
  ])('for %j suggests %j: a slip of the pen, not a guess', (name, suggestion) => {
    const text = unknownNameText('profile', name, known);
    expect(/did you mean (.*)\?/.exec(text)?.[1]).toBe(suggestion);
    expect(text.endsWith('; there is aws, aws-2023, huawei-obs, ideal')).toBe(true);
  });

  test('where there is nothing, says so', () => {
    expect(unknownNameText('scenario', 'x', [])).toBe('there is no scenario "x"; there is none');
  });
});
