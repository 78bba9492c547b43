import { get, put } from '../../../model/testing/events.ts';
import { OTHER_BODY } from '../../../model/testing/scene.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import { BUCKET_KEY_RULE, does, rule, witness } from '../witness-steps.ts';

const DISABLE = does('ann', { op: 'DisableKey', keyId: 'K1' });

/** Faults in what a failed write leaves behind. */
export const ATOMICITY_MUTANTS: readonly Mutant[] = [
  {
    id: 'failed-write-deletes',
    title: 'The previous version is removed before the new one is encrypted, so a failed write leaves nothing.',
    requirements: ['F-116', 'F-131'],
    killedBy: ['atomic-writes', 'decryptable', 'errors', 'explained'],
    parts: partsWith({ objects: { objectAfterFailedWrite: () => undefined } }),
    witness: witness(
      does('ann', put('b/k')),
      rule('b', BUCKET_KEY_RULE),
      DISABLE,
      does('ann', put('b/k', {}, OTHER_BODY)),
      does('ann', get('b/k')),
    ),
  },
  {
    id: 'failed-write-truncates',
    title:
      'The place of the new content is opened for writing before its data key is there: a failed write leaves an ' +
      'empty object.',
    requirements: ['F-116', 'F-131'],
    killedBy: ['atomic-writes', 'decryptable', 'explained'],
    parts: partsWith({
      objects: {
        objectAfterFailedWrite: (previous) =>
          previous && { ...previous, content: { form: 'clear', bytes: new Uint8Array() } },
      },
    }),
    witness: witness(
      does('ann', put('b/k')),
      rule('b', BUCKET_KEY_RULE),
      does(null, { op: 'ThrottleKms', on: true }),
      does('ann', put('b/k', {}, OTHER_BODY)),
      does('ann', get('b/k')),
    ),
  },
];
