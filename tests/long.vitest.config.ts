import { defineConfig, mergeConfig } from 'vitest/config';
import base from '../vitest.config.ts';

/**
 * Long loops: sweeps, faults put in one after the other, the package as a consumer has it. `.ci/run` runs most.
 * Loops that `npm test` has as well are here four times as long: most are of random traces.
 */
const config = mergeConfig(base, defineConfig({ test: { testTimeout: 180_000 } }));
const loops = [
  'src/{oracle,check,cloudtrail/importing}/soundness.test.ts',
  'src/check/{directory-buckets,lost-answers,partial-calls,region,tiered-judge}.test.ts',
  'src/cloudtrail/importing/hostile.test.ts',
  'src/drivers/endpoint/directory-buckets.test.ts',
  'src/cli/checkpoint-file/checkpoint-file.test.ts',
  'src/infer/every-point.test.ts',
  'src/oracle/exact-search.test.ts',
  'src/explore/large/symmetry/orbits.test.ts',
  'tests/model/openness.test.ts',
  'bench/reducer/reducer.test.ts',
];
config.test.include = ['{model,properties,src,tests,docs,bench}/**/*.long.test.ts', ...loops];
config.test.env = { BUCKETKEY_TIMES: '4' };
config.test.exclude = [];
// Some measure memory: each has a process of its own.
config.test.isolate = true;
export default config;
