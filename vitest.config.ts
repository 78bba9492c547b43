import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['model/**/*.test.ts', 'properties/**/*.test.ts', 'src/**/*.test.ts', 'tests/**/*.test.ts', 'docs/**/*.test.ts'],
    testTimeout: 60_000,
  },
});
