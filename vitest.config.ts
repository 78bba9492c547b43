import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const here = import.meta.dirname;

export default defineConfig({
  resolve: {
    // Examples of the documentation import the package by its name; tests run them on the sources.
    alias: [
      { find: /^bucketkey$/, replacement: resolve(here, 'src/api/index.ts') },
      { find: /^bucketkey\/([a-z-]+)$/, replacement: `${here}/src/api/$1.ts` },
    ],
  },
  test: {
    include: [
      'model/**/*.test.ts',
      'properties/**/*.test.ts',
      'src/**/*.test.ts',
      'tests/**/*.test.ts',
      'docs/**/*.test.ts',
      'bench/**/*.test.ts',
    ],
    testTimeout: 60_000,
    // One more than by default: half the time on a machine of two cores.
    maxWorkers: '100%',
  },
});
