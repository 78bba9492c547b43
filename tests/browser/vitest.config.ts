import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Tests that need a browser; `npm test` runs without one. */
export default defineConfig({
  root: resolve(import.meta.dirname, '../..'),
  test: { include: ['tests/browser/*.browser.ts'], testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false },
});
