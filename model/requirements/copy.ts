import type { Claim } from './requirement.ts';

/** Copying an object. */
export const copy: readonly Claim[] = [
  {
    id: 'F-47',
    confidence: 'documented',
    source: 'API:CopyObject; LS:test_s3_copy_object_in_place_with_encryption',
    text: 'A copy without encryption headers is encrypted as the destination bucket says. Nothing is inherited from the source: not the algorithm, not the key, not the flag, not the context.',
  },
  {
    id: 'F-48',
    confidence: 'documented',
    source: 'API:CopyObject; LS:test_copy_object_kms',
    text: 'A copy with encryption headers is resolved at the destination exactly like a PutObject with those headers, and changes no bucket setting.',
  },
  {
    id: 'F-49',
    confidence: 'measured',
    source: 'LS:test_s3_copy_object_in_place_with_encryption',
    text: 'In an `AES256` bucket, copying an object with a bucket key onto itself with `aws:kms` alone gives `aws/s3` without a bucket key. A second copy without headers gives AES256 and an MD5 ETag.',
  },
  {
    id: 'F-50',
    confidence: 'documented',
    source: 'API:CopyObject',
    text: 'Extra context pairs do not travel with a copy; whoever wants them has to send them again.',
  },
  {
    id: 'F-51',
    confidence: 'measured',
    source: 'LS:test_s3_copy_object_in_place; LS:test_copy_in_place_with_bucket_encryption',
    text: 'A copy onto itself that changes nothing is refused with 400 `InvalidRequest`. It passes if an encryption header is given, even with the same value, if the bucket has a rule of its own, or if the encryption comes out different.',
  },
  {
    id: 'F-52',
    confidence: 'implied',
    source: 'GH:apache/hadoop#1823; inference',
    text: 'A copy needs `kms:Decrypt` on the key of a KMS source and `kms:GenerateDataKey` on the key of a KMS destination, both for the copying caller; with a bucket key at the destination it is wise to allow `kms:Decrypt` there too.',
  },
  {
    id: 'F-53',
    confidence: 'documented',
    source: 'API:CopyObject',
    text: 'Where a directory bucket takes part in a copy no bucket key is used and each request costs a KMS call.',
  },
  {
    id: 'F-54',
    confidence: 'documented',
    source: 'API:CopyObject',
    text: 'CopyObject handles up to 5 GB. Larger objects are copied part by part and end with a multipart ETag.',
  },
  {
    id: 'F-55',
    confidence: 'documented',
    source: 'UG23:configuring-bucket-key',
    text: 'The console behaves differently from the API: it keeps the bucket key of an object that has one and applies the setting of the destination to the others.',
  },
  {
    id: 'F-56',
    confidence: 'documented',
    source: 'API:CopyObject',
    text: 'CopyObject and CompleteMultipartUpload may answer 200 first and report an error in the body.',
  },
];
