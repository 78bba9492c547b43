import { claims } from './claims.ts';

/** Bucket keys: what they are, how long they live, what they save. */
export const ttl = claims(`
F-103 | documented | UG:bucket-key | AWS says that a bucket key is short-lived, for a limited time, and gives no figure.
F-104 | folklore, background | third-party | Five minutes (288 calls a day) and five hours circulate without evidence.
F-105 | implied, background | absence | Nothing sets, shows, extends or flushes the lifetime or the cache.
F-106 | implied | UG:bucket-key; REPOST | Two times must be told apart: (a) how long a bucket key makes data keys, (b)
  how long its plaintext serves one requester.
F-107 | implied | REPOST; KMS23:services-s3 | Expiry endangers no data: the bucket key is kept KMS-encrypted, and one
  Decrypt opens an object years later.
F-108 | documented | UG:bucket-key; REPOST | Savings depend on requesters, request pattern and the age of objects: a
  reader pays a Decrypt for each bucket key it meets in a cache window.
F-109 | measured | POC | 50 writes and 100 reads by one role cost 4 KMS calls instead of 150: even one requester is cold
  more than once.
F-110 | documented, background | UG:bucket-key;
  https://dev.to/aws-builders/reducing-kms-costs-with-s3-bucket-encryption-2hi8 | AWS speaks of up to 99 % fewer KMS
  requests; a large user measured 80 %.
F-111 | documented | UG:bucket-key; KMS23:services-s3 | The KMS key protects the bucket key, from which each object gets
  a data key of its own; no two objects share one.
F-112 | documented | UG:bucket-key; KMS23:services-s3; REPOST | Created, wrapped or derived, by text: a data key comes
  from the bucket key and something unique, without KMS.
F-113 | implied | REPOST | An object remembers its bucket key; several may be live for one bucket and KMS key.
F-114 | documented | UG:bucket-key; REPOST | A bucket key serves one bucket and one KMS key. Its encrypted form may
  serve other readers, its plaintext never another requester.
`);
