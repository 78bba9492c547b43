import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const here = import.meta.dirname;

/** Tests that put something of their own in the place of a module, or count what the process has open. */
const APART = ['src/{cli,serve,fast-check}/**/*.test.ts'];

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
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['{model,properties,src,tests,docs,bench}/**/*.test.ts'],
          // The long ones are run by `npm run test:long`.
          exclude: ['**/*.long.test.ts', ...APART],
          // Modules are loaded once for all files that a worker takes: a third of the time went into that.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'apart', include: APART, exclude: ['**/*.long.test.ts'] } },
    ],
  },
});
