import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const here = import.meta.dirname;

export default defineConfig({
  resolve: {
    // Examples of the documentation import the package by its name; tests run them on the sources.
    alias: [
      { find: /^bucketkey$/, replacement: resolve(here, 'src/api/index.ts') },
      { find: /^bucketkey\/([a-z-]+)$/, replacement: `${here}/src/api/$1.ts` },
      // The scripts in conformance/ run on what was built; tests run them on the sources, too.
      { find: /^(?:\.\.\/)+dist\/(.+)\.js$/, replacement: `${here}/$1.ts` },
    ],
  },
  test: {
    testTimeout: 60_000,
    // One more than by default: half the time on a machine of two cores.
    maxWorkers: '100%',
    include: ['{model,properties,src,tests,docs,bench}/**/*.test.ts'],
    // The long ones are run by `npm run test:long`.
    exclude: ['**/*.long.test.ts'],
    // Modules are loaded once for all files that a worker takes, so what a module registers when it is loaded is there
    // for the first file alone: helpers of tests clean up by `onTestFinished`.
    isolate: false,
  },
});
