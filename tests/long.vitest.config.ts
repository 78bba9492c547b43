import { defineConfig, mergeConfig } from 'vitest/config';
import base from '../vitest.config.ts';

/** Long loops: sweeps, faults put in one after the other, the package as a consumer has it. `.ci/run` runs most. */
const config = mergeConfig(base, defineConfig({ test: { testTimeout: 180_000 } }));
config.test.projects = undefined;
config.test.include = ['{model,properties,src,tests,docs,bench}/**/*.long.test.ts'];
export default config;
