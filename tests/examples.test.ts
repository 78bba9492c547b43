import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { examples, writeExamples } from './testing/doc-examples.ts';

const root = resolve(import.meta.dirname, '..');
const folder = join(root, '.examples');

/**
 * What an example says it prints: the comments behind its console.log calls, or on lines of their own after the last of
 * them.
 */
function promisedOutput(code: string): string[] {
  const lines = code.split('\n');
  const behind = lines.flatMap((line) => /console\.log\(.*\);\s*\/\/ (.*)$/.exec(line)?.[1] ?? []);
  if (behind.length > 0) return behind;
  const last = lines.findLastIndex((line) => line.includes('console.log('));
  return last < 0 ? [] : lines.slice(last).flatMap((line) => /^\/\/ (.*)$/.exec(line)?.[1] ?? []);
}

beforeAll(() => {
  // Examples leave seed and number of runs to fast-check; here they are to do the same each time, and not for long.
  fc.configureGlobal({ seed: 1, numRuns: 5 });
  writeExamples(folder);
});

afterAll(() => {
  fc.resetConfigureGlobal();
  rmSync(folder, { recursive: true, force: true });
});

describe('examples in the documentation', () => {
  test('there are some, and the README has one', () => {
    expect(examples.map(({ where }) => where)).toContain('README.md #1');
  });

  // Suites and tests cannot be declared inside a test; the package test runs such examples. Nor does a test open a
  // browser.
  const runnable = examples
    .map((example, i) => ({ ...example, i }))
    .filter(({ code }) => !/^(bucketkeySuite|test|test\.prop)\(|createInspectorServer\(/m.test(code));

  test.each(runnable)('$where prints what it says', async ({ code, i }) => {
    const printed: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((...values) => void printed.push(values.join(' ')));
    try {
      await import(join(folder, `example-${i}.ts`));
    } finally {
      log.mockRestore();
    }
    expect(printed).toEqual(promisedOutput(code));
  });
});
