/**
 * Records what a program asks S3 and KMS, as a trace for `bucketkey judge`.
 *
 * @module bucketkey/record
 */
export { Recorder } from '../record/recorder.ts';
