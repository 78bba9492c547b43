/**
 * Price of 1,000 PUT or COPY requests of S3 Standard in most regions, in USD (https://aws.amazon.com/s3/pricing/). A
 * bucket key for an old object costs one (F-136).
 */
const PUT_USD_PER_1_000 = 0.005;

/**
 * Price of 100,000 management events, such as KMS calls, in a further copy of a trail, in USD; the first copy is free
 * (https://aws.amazon.com/cloudtrail/pricing/).
 */
const EVENT_USD_PER_100_000 = 2;

/** Price of the requests that give old objects a bucket key, without their KMS calls. */
export function migrationCostUsd(objects: number): number {
  return (objects * PUT_USD_PER_1_000) / 1_000;
}

/** Price of one further copy of a trail that has these KMS calls. */
export function trailCopyCostUsd(calls: number): number {
  return (calls * EVENT_USD_PER_100_000) / 100_000;
}

/** The quotas of KMS for symmetric requests in a second, by region (F-128, D-16). */
export const KMS_QUOTAS: readonly number[] = [10_000, 20_000, 100_000];

/** Price of a job of S3 Batch Operations, and of each million objects in it, in USD (the S3 page as above, 2025). */
const BATCH_USD_PER_JOB = 0.25;
const BATCH_USD_PER_1_000_000 = 1;

/** Price of a batch job over so many objects: the job, and a PUT-class request for each, without their KMS calls. */
export function batchJobCostUsd(objects: number): number {
  return BATCH_USD_PER_JOB + (objects * BATCH_USD_PER_1_000_000) / 1_000_000 + migrationCostUsd(objects);
}
