import { bytesToHex, utf8ToBytes } from '@noble/ciphers/utils.js';
import { md5 } from '@noble/hashes/legacy.js';
import { abort, begin, complete, get, part } from '../../../model/testing/events.ts';
import { OTHER_BODY } from '../../../model/testing/scene.ts';
import { REFERENCE_PARTS } from '../../reference/index.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import { BUCKET_KEY_RULE, does, PER_OBJECT_RULE, rule, witness } from '../witness-steps.ts';

const { etagOf } = REFERENCE_PARTS.uploads;

const TWO_PARTS = [does('ann', begin('b/k')), does('ann', part('b/k', 2)), does('ann', part('b/k', 1, OTHER_BODY))];

/** Faults of multipart uploads. */
export const UPLOAD_MUTANTS: readonly Mutant[] = [
  {
    id: 'upload-follows-the-rule',
    title: 'Parts, and what is made of them, have the bucket-key flag of the rule of today.',
    requirements: ['F-57', 'F-58'],
    killedBy: ['multipart-fixed-at-create', 'explained'],
    parts: partsWith({
      uploads: {
        encryptionOf: (settled, { BucketKeyEnabled }) => ({ ...settled, bucketKey: BucketKeyEnabled === true }),
      },
    }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      does('ann', begin('b/k')),
      rule('b', BUCKET_KEY_RULE),
      does('ann', part('b/k', 1)),
    ),
  },
  {
    id: 'part-opened-as-creator',
    title: 'KMS is asked for the data key of an upload as whoever created it, whoever sends the part.',
    requirements: ['K-16', 'K-17', 'F-100'],
    killedBy: ['audit-complete', 'explained'],
    parts: partsWith({ uploads: { opener: (_sender, creator) => creator } }),
    witness: witness(rule('b', PER_OBJECT_RULE), does('ann', begin('b/k')), does('bob', part('b/k', 1))),
  },
  {
    id: 'upload-etag-without-number',
    title: 'The ETag of what is made of parts does not say of how many.',
    requirements: ['F-83'],
    killedBy: ['etag-class', 'explained'],
    parts: partsWith({ uploads: { etagOf: (etags) => etagOf(etags).slice(0, 32) } }),
    witness: witness(...TWO_PARTS, does('ann', complete('b/k', [1, 2]))),
  },
  {
    id: 'upload-etag-of-hex-digits',
    title: 'The ETag of what is made of parts is the MD5 of the hex digits of their ETags, not of the bytes.',
    requirements: ['F-83'],
    killedBy: ['explained'],
    parts: partsWith({
      uploads: { etagOf: (etags) => `${bytesToHex(md5(utf8ToBytes(etags.join(''))))}-${etags.length}` },
    }),
    witness: witness(...TWO_PARTS, does('ann', complete('b/k', [1, 2]))),
  },
  {
    id: 'parts-in-order-of-arrival',
    title: 'An object is made of the parts of its upload in the order in which they were sent.',
    requirements: ['F-83'],
    killedBy: ['explained'],
    parts: partsWith({ uploads: { chosen: (_listed, there) => [...there.values()] } }),
    witness: witness(...TWO_PARTS, does('ann', complete('b/k', [1, 2]))),
  },
  {
    id: 'unlisted-parts-kept',
    title: 'An object is made of all parts that were sent, not of those that its completion lists.',
    requirements: ['F-83', 'E-35'],
    killedBy: ['etag-class', 'decryptable', 'explained'],
    parts: partsWith({
      uploads: {
        chosen: (_listed, there) => [...there].sort(([a], [b]) => a - b).map(([, stored]) => stored),
      },
    }),
    witness: witness(...TWO_PARTS, does('ann', complete('b/k', [1])), does('ann', get('b/k'))),
  },
  {
    id: 'parts-listed-in-any-order',
    title: 'A completion may list parts in any order.',
    requirements: ['E-35'],
    killedBy: ['explained'],
    parts: partsWith({ uploads: { listError: () => null } }),
    witness: witness(...TWO_PARTS, does('ann', complete('b/k', [2, 1]))),
  },
  {
    id: 'part-of-any-number',
    title: 'A part may have any number.',
    requirements: ['F-157'],
    killedBy: ['explained'],
    parts: partsWith({ uploads: { partNumberError: () => null } }),
    witness: witness(does('ann', begin('b/k')), does('ann', part('b/k', 0))),
  },
  {
    id: 'completed-upload-lives-on',
    title: 'An upload can be completed again and again.',
    requirements: ['E-35'],
    killedBy: ['explained'],
    parts: partsWith({ uploads: { outlivesCompletion: true } }),
    witness: witness(...TWO_PARTS, does('ann', complete('b/k', [1])), does('ann', part('b/k', 1))),
  },
  {
    id: 'aborted-upload-lives-on',
    title: 'An upload that was aborted can be completed.',
    requirements: ['E-35'],
    killedBy: ['explained'],
    parts: partsWith({ uploads: { outlivesAbortion: true } }),
    witness: witness(...TWO_PARTS, does('ann', abort('b/k')), does('ann', complete('b/k', [1]))),
  },
];
