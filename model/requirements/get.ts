import { claims } from './claims.ts';

/** Reading an object. */
export const get = claims(`
F-38 | documented | UG:UsingKMSEncryption; UG:bucket-key | Reading a KMS object needs kms:Decrypt on its own key: on
  every read without a bucket key, on cold reads with one.
F-39 | documented | API:GetObject; API:HeadObject; GH:s3tools/s3cmd#276; GH:s3fs-fuse/s3fs-fuse#2401 | Reads take no
  encryption headers: algorithm or key id are answered 400.
F-40 | implied | UG:bucket-key | What is stored with the version governs its reads, never the bucket's rule of today.
F-41 | measured | POC | HEAD does not call KMS: 50 uploads and 100 downloads, each with a HEAD, made exactly 150 calls.
F-42 | documented | API:HeadObject; UG:UsingKMSEncryption | The checksum of a KMS object is stored encrypted; asking for
  it, even by HEAD, needs kms:Decrypt.
F-43 | documented | API:GetObject; API:HeadObject | Reads never show the encryption context; only answers to writes may.
F-44 | implied | UG:bucket-key; API:GetObject; GH:ceph/ceph#66780 | Each ranged or part read, 206, is a request of its
  own: a Decrypt without a bucket key, cold or warm with one. What is not there is 416, range and part together 400.
F-45 | documented | API:ListObjectsV2; API:GetObjectAttributes | Listings and GetObjectAttributes show nothing of the
  encryption; HEAD, GET and S3 Inventory show the flag.
F-46 | implied | UG:bucket-key | S3's own authorisation is evaluated on every request, warm or cold; only the check at
  KMS is skipped when warm. A change of the bucket policy is itself eventual (F-14).
F-161 | documented | API:GetObject; API:HeadObject | Whether a missing key is 404 or 403 hangs on s3:ListBucket (E-41).
F-181 | documented | API:GetObject; API:HeadObject | Conditional reads compare the stored ETag: If-Match or
  If-Unmodified-Since not met 412, If-None-Match or If-Modified-Since not met 304; of two that disagree the ETag
  decides. Whether KMS is called is not said (U-34).
F-183 | documented | API:GetObjectAttributes | GetObjectAttributes tells ETag, checksum, parts, class and size; it needs
  s3:GetObject and s3:GetObjectAttributes, and refuses encryption headers with 400. Whether an encrypted checksum costs
  a Decrypt is not said (U-34).
`);
