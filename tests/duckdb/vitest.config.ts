import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Tests that need DuckDB; `npm test` runs without it. */
export default defineConfig({
  root: resolve(import.meta.dirname, '../..'),
  test: { include: ['tests/duckdb/*.duckdb.ts'], testTimeout: 120_000 },
});
