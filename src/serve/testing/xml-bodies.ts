import { locationXml, replicationXml as replicationXmlOf } from '../../drivers/s3/xml-bodies.ts';

export { directoryXml, encryptionXml, objectEncryptionXml, versioningXml } from '../../drivers/s3/xml-bodies.ts';

/** A role that nobody has the keys of. */
const COPIER = 'arn:aws:iam::111111111111:role/copier';

/** The body of a CreateBucket in the region of the tests. */
export const LOCATION_XML = locationXml('eu-west-1');

/** The body of a PutBucketReplication of all objects. */
export function replicationXml(destination: string, replicaKmsKeyId?: string, deleteMarkerReplication = false): string {
  const key = replicaKmsKeyId === undefined ? {} : { replicaKmsKeyId };
  return replicationXmlOf({ destination, deleteMarkerReplication, ...key }, COPIER);
}
