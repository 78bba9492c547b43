import { defineConfig, mergeConfig } from 'vitest/config';
import base from '../vitest.config.ts';

/** Long loops: sweeps, faults put in one after the other, the package as a consumer has it. `.ci/run` runs most. */
const config = mergeConfig(base, defineConfig({ test: { testTimeout: 180_000 } }));
config.test.include = ['{model,properties,src,tests,docs,bench}/**/*.long.test.ts'];
config.test.exclude = [];
// Some measure memory: each has a process of its own.
config.test.isolate = true;
export default config;
