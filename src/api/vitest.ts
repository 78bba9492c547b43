/**
 * A vitest suite that holds a system under test to the model: one test for each property.
 *
 * @module bucketkey/vitest
 */
export { bucketkeySuite } from '../vitest/suite.ts';
export type { SuiteOptions } from '../vitest/suite-options.ts';
