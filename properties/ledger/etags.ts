import type { Profile, SseAlgorithm } from '../../model/index.ts';

/** What an object can be under, as far as its ETag hangs on it; null = nothing. */
export type EtagAlgorithm = SseAlgorithm | 'SSE-C' | null;

/**
 * What the ETag of an object may be, by the algorithm it is under (F-80, F-81, F-84). Nobody was seen to show the MD5
 * under a customer key.
 */
export function etagsUnder(
  sse: EtagAlgorithm,
  { aes256Etag, kmsEtag, dsseEtag }: Profile,
): readonly ('md5' | 'opaque')[] {
  switch (sse) {
    case null:
      return ['md5'];
    case 'AES256':
      return aes256Etag;
    case 'aws:kms':
      return kmsEtag;
    case 'SSE-C':
      return ['opaque'];
    case 'aws:kms:dsse':
      return dsseEtag;
  }
}
