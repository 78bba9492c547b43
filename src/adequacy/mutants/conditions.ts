import { conditional, copy, get, head, put } from '../../../model/testing/events.ts';
import { TEST_BODY } from '../../../model/testing/scene.ts';
import { REFERENCE_PARTS } from '../../reference/index.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import { does, PER_OBJECT_RULE, rule, witness } from '../witness-steps.ts';

const { conditionError, readsContent } = REFERENCE_PARTS.objects;

/** Faults in requests that are carried out on a condition (F-36, F-181, F-182), and in reads of a part (F-44). */
export const CONDITION_MUTANTS: readonly Mutant[] = [
  {
    id: 'if-none-match-ignored',
    title: 'A write that must not write over anything does.',
    requirements: ['F-36', 'E-34'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      objects: {
        conditionError: (conditions, etag, use) =>
          use === 'written' && conditions.ifNoneMatch === '*' ? null : conditionError(conditions, etag, use),
      },
    }),
    witness: witness(does('ann', put('b/k')), does('ann', conditional(put('b/k'), { ifNoneMatch: '*' }))),
  },
  {
    id: 'if-match-goes-by-md5',
    title: 'If-Match compares the MD5 of the content, which is not the ETag of an object under KMS.',
    requirements: ['F-36', 'F-81'],
    killedBy: ['explained'],
    parts: partsWith({
      objects: {
        conditionError: (conditions, etag, use) =>
          conditionError(conditions, etag === null ? null : (conditions.ifMatch ?? etag), use),
      },
    }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      does('ann', put('b/k')),
      does('ann', conditional(put('b/k'), { ifMatch: TEST_BODY.md5 })),
    ),
  },
  {
    id: 'unmodified-is-sent-whole',
    title: 'A read of what has not changed is answered 200.',
    requirements: ['F-181', 'E-53'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      objects: {
        conditionError: ({ ifNoneMatch: _, ...conditions }, etag, use) => conditionError(conditions, etag, use),
      },
    }),
    witness: witness(does('ann', put('b/k')), does('ann', conditional(get('b/k'), { ifNoneMatch: TEST_BODY.md5 }))),
  },
  {
    id: 'unmodified-is-refused',
    title: 'A read of what has not changed is answered 412 in place of 304.',
    requirements: ['F-181', 'E-53'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      objects: {
        conditionError: (conditions, etag, use) => conditionError(conditions, etag, use === 'read' ? 'copied' : use),
      },
    }),
    witness: witness(does('ann', put('b/k')), does('ann', conditional(head('b/k'), { ifNoneMatch: TEST_BODY.md5 }))),
  },
  {
    id: 'copy-of-unmodified-is-304',
    title: 'A copy whose source has not changed is answered 304 in place of 412.',
    requirements: ['F-182'],
    killedBy: ['explained'],
    parts: partsWith({
      objects: {
        conditionError: (conditions, etag, use) => conditionError(conditions, etag, use === 'copied' ? 'read' : use),
      },
    }),
    witness: witness(
      does('ann', put('b/k')),
      does('ann', conditional(copy('b/k', 'c/k'), { ifNoneMatch: TEST_BODY.md5 })),
    ),
  },
  {
    id: 'range-sent-whole',
    title: 'A range of bytes is not looked at, and the whole object is sent.',
    requirements: ['F-44'],
    killedBy: ['explained'],
    parts: partsWith({ objects: { bytesAsked: () => null } }),
    witness: witness(
      does('ann', put('b/k')),
      does('ann', { op: 'GetObject', bucket: 'b', key: 'k', range: 'bytes=0-0' }),
    ),
  },
  {
    id: 'range-costs-nothing',
    title: 'A range of bytes of a KMS object is read without a KMS call.',
    requirements: ['K-11', 'F-44'],
    killedBy: ['no-free-ride', 'explained'],
    parts: partsWith({
      objects: {
        readsContent: (event) => !('range' in event && event.range !== undefined) && readsContent(event),
      },
    }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      does('ann', put('b/k')),
      does('ann', { op: 'GetObject', bucket: 'b', key: 'k', range: 'bytes=0-0' }),
    ),
  },
];
