/**
 * For vitest: a suite that holds a system under test to the model, one test for each property; matchers of traces; and
 * a `test` with a session of its own.
 *
 * @module bucketkey/vitest
 */
export type { JudgedSession } from '../vitest/judged-session.ts';
export { bucketkeyMatchers } from '../vitest/matchers.ts';
export { bucketkeyTest, type SessionOptions } from '../vitest/session-test.ts';
export { bucketkeySuite } from '../vitest/suite.ts';
export type { SuiteOptions } from '../vitest/suite-options.ts';
