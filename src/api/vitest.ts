/**
 * A vitest suite that holds a system under test to the model: one test for each property.
 *
 * @module bucketkey/vitest
 */
export { bucketkeySuite, type SuiteOptions } from '../vitest/suite.ts';
