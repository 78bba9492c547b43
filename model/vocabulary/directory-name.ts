/** A base name, the id of a zone, and what ends the names of directory buckets alone. */
const NAME = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?--([a-z0-9]+(?:-[a-z0-9]+)+)--x-s3$/;
const LONGEST_NAME = 63;

/** Id of the zone in the name of a directory bucket, such as `use1-az4`; undefined where it is no such name (F-201). */
export function zoneInName(bucket: string): string | undefined {
  return bucket.length > LONGEST_NAME ? undefined : NAME.exec(bucket)?.[1];
}
