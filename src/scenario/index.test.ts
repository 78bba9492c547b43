import { describe, expect, test } from 'vitest';
import { requirement } from '../../model/index.ts';
import { SCENARIOS } from './index.ts';

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
  test.each([0, 7, 4_294_967_295])('comes out as expected whatever the seed: %i', async (seed) => {
    const result = await scenario.run({ seed });
    expect(result.figures.filter(({ holds }) => !holds)).toEqual([]);
    expect(result).toMatchObject({ name: scenario.name, verdict: 'as-expected' });
  });

  test('equal seeds give equal results', async () => {
    expect(await scenario.run({ seed: 3 })).toEqual(await scenario.run({ seed: 3 }));
  });
});

test('what the notes cite exists', async () => {
  const results = await Promise.all(SHORT.map((scenario) => scenario.run({ seed: 1 })));
  const cited = results.flatMap(({ notes }) => idsIn(notes.join(' ')));
  expect(cited).toContain('D-08');
  expect(cited.filter((id) => requirement(id) === undefined)).toEqual([]);
});
