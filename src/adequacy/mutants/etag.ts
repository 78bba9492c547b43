import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { get, put } from '../../../model/testing/events.ts';
import { REFERENCE_PARTS } from '../../reference/index.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import { BUCKET_KEY_RULE, does, rule, witness } from '../witness-steps.ts';

const { etagFor } = REFERENCE_PARTS.objects;

/** Faults of ETags. */
export const ETAG_MUTANTS: readonly Mutant[] = [
  {
    id: 'etag-is-md5-under-kms',
    title: 'The ETag is the MD5 of the content under SSE-KMS too.',
    requirements: ['F-81'],
    killedBy: ['etag-class', 'explained'],
    parts: partsWith({ objects: { etagFor: (_algorithm, content) => bytesToHex(md5(content)) } }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k'))),
  },
  {
    id: 'etag-is-md5-under-dsse',
    title: 'DSSE was left out of the list of algorithms with an opaque ETag.',
    requirements: ['F-84'],
    killedBy: ['etag-class', 'explained'],
    parts: partsWith({
      objects: {
        etagFor: (algorithm, content, random) =>
          etagFor(algorithm === 'aws:kms:dsse' ? 'AES256' : algorithm, content, random),
      },
    }),
    witness: witness(does('ann', put('b/k', { sse: 'aws:kms:dsse' }))),
  },
  {
    id: 'etag-salt-is-fixed',
    title: 'The opaque ETag is the MD5 of the content and a fixed salt: equal contents show equal ETags.',
    requirements: ['F-81'],
    killedBy: ['etag-class'],
    parts: partsWith({
      objects: {
        etagFor: (algorithm, content, random) =>
          algorithm === 'aws:kms'
            ? bytesToHex(md5(Uint8Array.of(...content, 0x5a)))
            : etagFor(algorithm, content, random),
      },
    }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k1')), does('ann', put('b/k2'))),
  },
  {
    id: 'etag-opaque-under-sse-s3',
    title: 'SSE-S3 objects have an opaque ETag.',
    requirements: ['F-80'],
    killedBy: ['etag-class', 'explained'],
    parts: partsWith({
      objects: {
        etagFor: (algorithm, content, random) =>
          etagFor(algorithm === 'AES256' ? 'aws:kms' : algorithm, content, random),
      },
    }),
    witness: witness(does('ann', put('b/k'))),
  },
  {
    id: 'etag-looks-multipart',
    title: 'Objects written in one part under SSE-KMS show the ETag of a multipart upload of one part.',
    requirements: ['F-81', 'F-83'],
    killedBy: ['etag-class', 'explained'],
    parts: partsWith({
      objects: {
        etagFor: (algorithm, content, random) =>
          etagFor(algorithm, content, random) + (algorithm === 'AES256' ? '' : '-1'),
      },
    }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k')), does('ann', get('b/k'))),
  },
];
