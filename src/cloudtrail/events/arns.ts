import type { RawRecord } from '../reading/read-records.ts';
import { objectsAt, textAt } from './fields.ts';
import type { Target } from './trail-event.ts';

/** ARN of a bucket, or of an object in it, in any partition. The key may hold anything, newlines too. */
const S3_ARN = /^arn:aws[a-z-]*:s3:::([^/]+)(?:\/(.*))?$/s;
/** ARN of a KMS key in any partition. */
const KEY_ARN = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):(\d{12}):key\/([^/]+)$/;

/** Buckets by their ARNs, as far as they are remembered: the same few stand in most records. */
const buckets = new Map<string, Target>();
const MAX_BUCKETS = 10_000;

/** What an ARN of a bucket names; undefined for any other one. */
export function bucketOf(arn: string | undefined): string | undefined {
  if (arn === undefined) return undefined;
  const known = buckets.get(arn);
  if (known !== undefined) return known.bucket;
  const target = targetOf(arn);
  if (target === undefined || target.key !== undefined) return undefined;
  if (buckets.size >= MAX_BUCKETS) buckets.clear();
  buckets.set(arn, target);
  return target.bucket;
}

/** What an ARN of S3 names: a bucket, or an object in it; undefined for other ARNs, such as of access points. */
export function targetOf(arn: string | undefined): Target | undefined {
  const [, bucket, key] = arn === undefined ? [] : (S3_ARN.exec(arn) ?? []);
  return bucket === undefined ? undefined : { bucket, key };
}

/** Region, account and id of a KMS key; undefined where it is no ARN of one. */
export function keyArnParts(arn: string): { region: string; account: string; id: string } | undefined {
  const [, region, account, id] = KEY_ARN.exec(arn) ?? [];
  return region === undefined || account === undefined || id === undefined ? undefined : { region, account, id };
}

/** One of the things that a record says it is about. */
export interface Resource {
  readonly arn: string;
  readonly account: string | undefined;
}

/**
 * The first thing of a type that a record says it is about. `ARN` is CloudTrail's own spelling, `arn` that of Athena.
 * `part` is looked for in the ARN where the type is not told.
 */
export function resourceOf(record: RawRecord, type: string, part: string): Resource | undefined {
  for (const resource of objectsAt(record, 'resources')) {
    const arn = textAt(resource, 'ARN') ?? textAt(resource, 'arn');
    if (arn === undefined) continue;
    const told = textAt(resource, 'type');
    if (told === type || (told === undefined && arn.includes(part)))
      return { arn, account: textAt(resource, 'accountId') };
  }
  return undefined;
}
