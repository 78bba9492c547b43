import { zoneInName } from '../../../model/vocabulary/directory-name.ts';
import type { Reply } from '../http/reply.ts';
import { S3Error } from './s3-error.ts';
import { xmlReply } from './s3-reply.ts';
import type { S3Request } from './s3-request.ts';
import type { Xml, XmlElement } from './xml.ts';

/** The redundancy of a bucket, by the type of its location. */
const REDUNDANCY: ReadonlyMap<string, string> = new Map([
  ['AvailabilityZone', 'SingleAvailabilityZone'],
  ['LocalZone', 'SingleLocalZone'],
]);

/**
 * Refuses the creation of a bucket whose name and configuration do not agree: names of directory buckets are for those
 * alone, and end with the zone that the bucket is to be in (F-201). API:BucketInfo requires none of its elements.
 */
export function requireDirectory(bucket: string, configuration: XmlElement | null | undefined): void {
  if (configuration === null) throw new S3Error(400, 'MalformedXML');
  const { type, redundancy } = bucketInfo(configuration);
  if (type !== 'Directory')
    throw new S3Error(400, 'InvalidBucketName', 'Only a directory bucket can have a name that ends with --x-s3');
  const location = configuration?.one('Location');
  const expected = REDUNDANCY.get(location?.textOf('Type') ?? '');
  if (expected === undefined || (redundancy ?? expected) !== expected) throw new S3Error(400, 'MalformedXML');
  if (location?.textOf('Name') !== zoneInName(bucket))
    throw new S3Error(400, 'InvalidBucketName', 'The zone in the name of the bucket is not that of its location');
}

/** Refuses a directory bucket under the name of another. */
export function requireNoDirectory(configuration: XmlElement | undefined): void {
  if (bucketInfo(configuration).type === 'Directory')
    throw new S3Error(400, 'InvalidBucketName', 'The name of a directory bucket ends with --ZONE--x-s3');
}

function bucketInfo(configuration: XmlElement | undefined) {
  const info = configuration?.one('Bucket');
  return { type: info?.textOf('Type'), redundancy: info?.textOf('DataRedundancy') };
}

/** The directory buckets of the account. */
export async function listDirectoryBuckets({ world, asker }: S3Request): Promise<Reply> {
  const { account } = asker.requester;
  if (account === '') throw new S3Error(403, 'AccessDenied');
  const own = [...world.buckets.values()].filter((bucket) => bucket.isDirectory && bucket.account === account);
  const sorted = own.sort((a, b) => (a.name < b.name ? -1 : 1));
  const buckets = sorted.map((bucket): Xml => ['Bucket', world.bucketNotes.told(bucket)]);
  return xmlReply(['ListAllMyDirectoryBucketsResult', [['Buckets', buckets]]]);
}
