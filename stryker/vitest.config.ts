import { defineConfig, mergeConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import base from '../vitest.config.ts';

/** Short test files come first: a mutant is done with by the first test that fails, and long ones run for many. */
class ShortFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).reverse();
  }
}

// The suites that say what rules, operations and oracle have to do, and how it is told; those about commands, files and
// pages are left out.
const config = mergeConfig(base, defineConfig({ test: { root: '.', testTimeout: 600_000 } }));
config.test.sequence = { sequencer: ShortFirst };
config.test.setupFiles = ['stryker/first-failure.ts'];
config.test.include = [
  'model/**/*.test.ts',
  'properties/*.test.ts',
  'src/oracle/**/*.test.ts',
  'src/check/{judge,judge-steps,shrink-recorded}.test.ts',
  'src/report/{judge-report,story,violation-text}.test.ts',
  'tests/{cases,past,traces}.test.ts',
];
// Searches of many seconds each, and what is too slow with the mutants in it: what they alone would find is told as a
// survivor.
const searches = [
  'src/oracle/exact-search.test.ts',
  'src/oracle/soundness.test.ts',
  'model/rules/pattern-cost.test.ts',
];
config.test.exclude = [...searches, 'model/machine/**', 'model/charts/**'];
export default config;
