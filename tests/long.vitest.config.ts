import { defineConfig, mergeConfig } from 'vitest/config';
import base from '../vitest.config.ts';

/**
 * Long loops: sweeps, faults put in one after the other, the package as a consumer has it. `.ci/run` runs most.
 * The tests of random traces, too, with four times as many of them.
 */
const config = mergeConfig(base, defineConfig({ test: { testTimeout: 180_000 } }));
const randomTraces = [
  'src/{oracle,check,cloudtrail/importing}/soundness.test.ts',
  'src/check/{directory-buckets,partial-calls,region}.test.ts',
  'src/infer/every-point.test.ts',
  'src/oracle/exact-search.test.ts',
  'src/explore/large/symmetry/orbits.test.ts',
];
config.test.include = ['{model,properties,src,tests,docs,bench}/**/*.long.test.ts', ...randomTraces];
config.test.env = { BUCKETKEY_TIMES: '4' };
config.test.exclude = [];
// Some measure memory: each has a process of its own.
config.test.isolate = true;
export default config;
