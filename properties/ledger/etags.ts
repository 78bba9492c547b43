import type { Profile, SseAlgorithm } from '../../model/index.ts';

/** What the ETag of an object may be, by the algorithm it is under; null = none (F-80, F-81, F-84). */
export function etagsUnder(
  sse: SseAlgorithm | null,
  { aes256Etag, kmsEtag, dsseEtag }: Profile,
): readonly ('md5' | 'opaque')[] {
  switch (sse) {
    case null:
      return ['md5'];
    case 'AES256':
      return aes256Etag;
    case 'aws:kms':
      return kmsEtag;
    case 'aws:kms:dsse':
      return dsseEtag;
  }
}
