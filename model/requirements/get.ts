import type { Claim } from './requirement.ts';

/** Reading an object and its headers. */
export const get: readonly Claim[] = [
  {
    id: 'F-38',
    confidence: 'documented',
    source: 'UG:UsingKMSEncryption; UG:bucket-key',
    text: 'Reading a KMS object needs `kms:Decrypt` on the key it was stored under. Without a bucket key every read exercises the permission, with one only cold reads do.',
  },
  {
    id: 'F-39',
    confidence: 'documented',
    source: 'API:GetObject; API:HeadObject; GH:s3tools/s3cmd#276; GH:s3fs-fuse/s3fs-fuse#2401',
    text: 'Reads take no encryption headers: sending the algorithm or a key id is refused with 400.',
  },
  {
    id: 'F-40',
    confidence: 'implied',
    source: 'UG:bucket-key',
    text: 'What is stored with the object version governs its reads: algorithm, key, flag, bucket key, context. The rule of the bucket today has no say, so no change of it can break a read.',
  },
  {
    id: 'F-41',
    confidence: 'measured',
    source: 'POC',
    text: 'A HEAD request costs no KMS call: in one published run 50 uploads and 100 downloads, each with a HEAD, made exactly 150 KMS events.',
  },
  {
    id: 'F-42',
    confidence: 'documented',
    source: 'API:HeadObject; UG:UsingKMSEncryption',
    text: 'Checksums of KMS objects are stored encrypted. Asking for one, even by HEAD, needs `kms:Decrypt`.',
  },
  {
    id: 'F-43',
    confidence: 'documented',
    source: 'API:GetObject; API:HeadObject',
    text: 'Reads never show the encryption context; only responses to writes may.',
  },
  {
    id: 'F-44',
    confidence: 'implied',
    source: 'UG:bucket-key',
    text: 'Each ranged or part read is a request of its own and costs what a whole read costs: one Decrypt without a bucket key, cold or warm with one.',
  },
  {
    id: 'F-45',
    confidence: 'documented',
    source: 'API:ListObjectsV2; API:GetObjectAttributes',
    text: 'Listings and GetObjectAttributes say nothing of encryption. The flag can be seen through HEAD, GET and S3 Inventory alone.',
  },
  {
    id: 'F-46',
    confidence: 'implied',
    source: 'UG:bucket-key',
    text: 'S3 checks its own permissions on every request. A warm bucket key skips the check at KMS and nothing else.',
  },
  {
    id: 'F-183',
    confidence: 'documented',
    source: 'API:GetObjectAttributes',
    text: 'GetObjectAttributes tells the ETag, and on request the checksum, parts, class and size. The caller needs `s3:GetObject` and `s3:GetObjectAttributes`. Whether the checksum of a KMS object costs a Decrypt is not said.',
  },
];
