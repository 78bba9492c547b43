import { begin, copy, get, head, part, put, replicate } from '../../../model/testing/events.ts';
import type { BlockedEncryptionType } from '../../../model/vocabulary/encryption.ts';
import { REFERENCE_PARTS } from '../../reference/index.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import { does, replicateBToC, rule, witness } from '../witness-steps.ts';

const { readError, partError, headersError } = REFERENCE_PARTS.customerKeys;
const { resolveEncryption } = REFERENCE_PARTS.encryption;
const { etagFor } = REFERENCE_PARTS.objects;
const { replicaEncryption } = REFERENCE_PARTS.replication;

const UNDER_KEY = { customerKey: 'c1' } as const;
const DENIED = { status: 403, code: 'AccessDenied' } as const;
const INVALID = { status: 400, code: 'InvalidRequest' } as const;

/** A bucket blocks customer keys, or takes them. */
function blocks(bucket: string, type: BlockedEncryptionType) {
  return rule(bucket, { SSEAlgorithm: 'AES256', BlockedEncryptionTypes: [type] });
}

const WRITTEN = [blocks('b', 'NONE'), does('ann', put('b/k', UNDER_KEY))];

/** Faults of those who take keys that requesters bring themselves (P12, P13, E-19 to E-25). */
export const CUSTOMER_KEY_MUTANTS: readonly Mutant[] = [
  {
    id: 'customer-key-ignored-on-write',
    title: 'A customer key of a write is ignored, and the rule of the bucket decides.',
    requirements: ['P12'],
    killedBy: ['copy-takes-destination', 'explained'],
    parts: partsWith({
      encryption: {
        resolveEncryption: ({ customerKey: _, ...headers }, bucketRule) => resolveEncryption(headers, bucketRule),
      },
    }),
    witness: witness(blocks('b', 'NONE'), does('ann', put('b/k')), does('ann', copy('b/k', 'b/copy', UNDER_KEY))),
  },
  {
    id: 'customer-key-beside-algorithm',
    title: 'A customer key goes together with an algorithm of S3.',
    requirements: ['P13', 'E-19'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({ customerKeys: { headersError: ({ sse: _, ...headers }) => headersError(headers) } }),
    witness: witness(blocks('b', 'NONE'), does('ann', put('b/k', { ...UNDER_KEY, sse: 'AES256' }))),
  },
  {
    id: 'customer-algorithm-ignored',
    title: 'A customer key is taken for whatever algorithm.',
    requirements: ['E-20'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      customerKeys: { headersError: ({ customerAlgorithm: _, ...headers }) => headersError(headers) },
    }),
    witness: witness(blocks('b', 'NONE'), does('ann', put('b/k', { ...UNDER_KEY, customerAlgorithm: 'malformed' }))),
  },
  {
    id: 'customer-key-missing-denied',
    title: 'Who does not send the customer key of an object is told that access is denied.',
    requirements: ['E-21'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      customerKeys: {
        readError: (sent, check) => (sent === null && check !== null ? DENIED : readError(sent, check)),
      },
    }),
    witness: witness(...WRITTEN, does('ann', get('b/k'))),
  },
  {
    id: 'customer-key-wrong-invalid',
    title: 'Who sends another customer key than that of the object is told that the request is invalid.',
    requirements: ['E-22'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      customerKeys: { readError: (sent, check) => (readError(sent, check) === null ? null : INVALID) },
    }),
    witness: witness(...WRITTEN, does('ann', get('b/k', { customerKey: 'c2' }))),
  },
  {
    id: 'customer-key-for-another-object',
    title: 'A customer key that is sent for an object without one is ignored.',
    requirements: ['E-23'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      customerKeys: { readError: (sent, check) => (check === null ? null : readError(sent, check)) },
    }),
    witness: witness(does('ann', put('b/k')), does('ann', head('b/k', UNDER_KEY))),
  },
  {
    id: 'customer-key-part-denied',
    title: 'A part with another customer key than its upload is told that access is denied.',
    requirements: ['E-25', 'F-63'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      customerKeys: { partError: (sent, check) => (partError(sent, check) === null ? null : DENIED) },
    }),
    witness: witness(blocks('b', 'NONE'), does('ann', begin('b/k', UNDER_KEY)), does('ann', part('b/k', 1))),
  },
  {
    id: 'customer-key-block-ignored',
    title: 'A bucket takes the customer keys that it blocks.',
    requirements: ['P12', 'E-24', 'F-17'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({ customerKeys: { blockError: () => null } }),
    witness: witness(blocks('b', 'SSE-C'), does('ann', put('b/k', UNDER_KEY))),
  },
  {
    id: 'new-bucket-takes-customer-keys',
    title: 'A bucket that was never told takes customer keys, as before April 2026.',
    requirements: ['F-17'],
    killedBy: ['explained'],
    parts: partsWith({ customerKeys: { blockedFromStart: () => 'NONE' } }),
    witness: witness(does('ann', put('b/k', UNDER_KEY))),
  },
  {
    id: 'customer-key-etag-is-md5',
    title: 'The ETag of an object under a customer key is the MD5 of its content.',
    requirements: ['F-81'],
    killedBy: ['etag-class', 'explained'],
    parts: partsWith({
      objects: {
        etagFor: (algorithm, content, random) => etagFor(algorithm === 'SSE-C' ? 'AES256' : algorithm, content, random),
      },
    }),
    witness: witness(...WRITTEN),
  },
  {
    id: 'customer-key-replica-shows-default',
    title: 'The replica of an object under a customer key shows the default of its bucket.',
    requirements: ['F-75'],
    killedBy: ['replica-type', 'explained'],
    parts: partsWith({
      replication: {
        replicaEncryption: (source, replicationRule, destinationRule, resolve) =>
          source.algorithm === 'SSE-C'
            ? resolve({}, { SSEAlgorithm: 'AES256' })
            : replicaEncryption(source, replicationRule, destinationRule, resolve),
      },
    }),
    witness: witness(
      replicateBToC(),
      ...WRITTEN,
      blocks('c', 'NONE'),
      does(null, replicate('b/k')),
      does('ann', get('c/k', UNDER_KEY)),
    ),
  },
];
