import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const here = import.meta.dirname;

export default defineConfig({
  resolve: {
    // Examples of the documentation import the package by its name; tests run them on the sources.
    alias: [
      { find: /^bucketkey$/, replacement: resolve(here, 'src/index.ts') },
      { find: /^bucketkey\/(model|properties)$/, replacement: `${here}/$1/index.ts` },
      { find: /^bucketkey\/(fast-check|reference|vitest)$/, replacement: `${here}/src/$1/index.ts` },
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
  },
});
