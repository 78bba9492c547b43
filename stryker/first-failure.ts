import { afterEach, beforeEach, inject } from 'vitest';

// A mutant is done with by the first test that fails. Stryker's own way to stop there (bail) ends the worker, on a busy
// machine before it has told of the failure: such a mutant passes for a survivor. So files and tests ask first.
declare module 'vitest' {
  interface ProvidedContext {
    /** The mutant that Stryker asks about; undefined while it runs all tests without any. */
    readonly activeMutant: string | undefined;
  }
}

// Not in this module: it is loaded for each file of tests.
const seen = globalThis as { failedUnder?: string };
const isFound = () => seen.failedUnder !== undefined && seen.failedUnder === inject('activeMutant');

// The file is not even loaded.
if (isFound()) throw new Error('A test has found the mutant.');

beforeEach(({ skip }) => {
  if (isFound()) skip();
});

afterEach(({ task }) => {
  if (task.result?.state === 'fail') seen.failedUnder = inject('activeMutant');
});
