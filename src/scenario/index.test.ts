import { describe, expect, test } from 'vitest';
import { requirement } from '../../model/index.ts';
import { SCENARIOS } from './index.ts';
import type { ScenarioResult } from './scenario.ts';

/** The one that steps the model two million times runs in a test of its own. */
const SHORT = SCENARIOS.filter(({ name }) => name !== 'million-a-day');

function idsIn(text: string): readonly string[] {
  return [...text.matchAll(/\b(?:F|K|E|U|D|SC)-\d+\b/g)].map(([id]) => id);
}

test('the command line finds each scenario by its documented name', () => {
  expect(SCENARIOS.map(({ name }) => name)).toEqual([
    'aws-poc',
    'million-a-day',
    'emr-ten',
    'long-ago',
    'policy-pinned-to-objects',
    'policy-demands-headers',
    'revoked-while-warm',
    'plain-replica',
    'old-objects-keep-their-keys',
    'decryptable-after-rotation',
    'forgotten-flag',
    'batch-jobs',
    'writer-without-decrypt',
    'flag-without-kms',
    'key-by-the-wrong-name',
    'over-the-quota',
    'key-scheduled-for-deletion',
    'renamed-by-copy',
    'role-pinned-to-objects',
    'many-readers-read-little',
    'signed-or-not',
    'copy-from-another-account',
    'session-for-each-table',
    'trail-into-bucket-keys',
    'access-logs-under-kms',
    'distribution-reads-kms',
    'etag-taken-for-md5',
    'audit-by-kms-events',
    'bucket-keys-by-default',
    'directory-bucket',
  ]);
});

describe.each(SCENARIOS)('$name', (scenario) => {
  test('cites requirements that exist, and a page to read', () => {
    const cited = idsIn(scenario.description);
    expect(cited.length).toBeGreaterThan(1);
    expect(cited.filter((id) => requirement(id) === undefined)).toEqual([]);
    expect(scenario.description).toContain('https://');
  });

  test('is told in one sentence and one paragraph', () => {
    expect(scenario.title).toMatch(/^[A-Z].*\.$/);
    expect(scenario.description).not.toMatch(/\n| {2}/);
  });

  test('ends at once when it was aborted before it began', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(scenario.run({ seed: 1, signal })).rejects.toThrow('enough');
  });
});

describe.each(SHORT)('$name', (scenario) => {
  test('comes out as expected whatever the seed, and as another time', async () => {
    const results: ScenarioResult[] = [];
    for (const seed of [0, 4_294_967_295, 0]) results.push(await scenario.run({ seed }));
    for (const { name, verdict, figures, notes } of results) {
      expect(figures.filter(({ holds }) => !holds)).toEqual([]);
      expect([name, verdict]).toEqual([scenario.name, 'as-expected']);
      expect(idsIn(notes.join(' ')).filter((id) => requirement(id) === undefined)).toEqual([]);
    }
    expect(results[2]).toEqual(results[0]);
  });
});

test('notes cite', async () => {
  const result = await SCENARIOS.find(({ name }) => name === 'plain-replica')?.run({ seed: 1 });
  expect(idsIn(result?.notes.join(' ') ?? '')).toContain('D-08');
});
