import { defineConfig, mergeConfig } from 'vitest/config';
import base from '../vitest.config.ts';

// The suites that say what rules, operations and oracle have to do; those about commands, files and pages are left out.
const config = mergeConfig(base, defineConfig({ test: { root: '.', testTimeout: 120_000 } }));
config.test.projects = undefined;
config.test.include = [
  'model/**/*.test.ts',
  'properties/*.test.ts',
  'src/oracle/**/*.test.ts',
  'src/check/judge*.test.ts',
  'src/check/shrink-recorded.test.ts',
  'src/report/*.test.ts',
  'tests/{cases,past,traces}.test.ts',
];
// Searches of many seconds each: what they alone would find is told as a survivor.
config.test.exclude = [
  'src/oracle/exact-search.test.ts',
  'src/oracle/soundness.test.ts',
  'model/machine/**',
  'model/charts/**',
];
export default config;
