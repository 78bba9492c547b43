import type { RawRecord } from '../reading/read-records.ts';
import { objectsAt, textAt } from './fields.ts';
import type { Target } from './trail-event.ts';

/** ARN of a bucket, or of an object in it, in any partition. The key may hold anything, newlines too. */
const S3_ARN = /^arn:aws[a-z-]*:s3:::([^/]+)(?:\/(.*))?$/s;
/** ARN of a KMS key in any partition. */
const KEY_ARN = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):(\d{12}):key\/([^/]+)$/;

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

/** One of the things that a record says it is about; `ARN` is CloudTrail's own spelling, `arn` that of Athena. */
export interface Resource {
  readonly type: string | undefined;
  readonly arn: string;
  readonly account: string | undefined;
}

/** What a record says it is about. */
export function resourcesOf(record: RawRecord): readonly Resource[] {
  return objectsAt(record, 'resources').flatMap((resource) => {
    const arn = textAt(resource, 'ARN') ?? textAt(resource, 'arn');
    return arn === undefined ? [] : [{ type: textAt(resource, 'type'), arn, account: textAt(resource, 'accountId') }];
  });
}
