import { createAlias, deleteAlias, put } from '../../../model/testing/events.ts';
import { HOME_ACCOUNT } from '../../../model/testing/scene.ts';
import { REFERENCE_PARTS } from '../../reference/index.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import { after, does, rule, witness } from '../witness-steps.ts';

const { resolveKeyReference } = REFERENCE_PARTS.kms;

const DAY_MINUTES = 24 * 60;
const SCHEDULE_DELETION = does('ann', { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 });

/** The keys of the home account that the aliases of scenes, and of random setups, name at first. */
const NAMED_AT_FIRST: ReadonlyMap<string, string> = new Map([
  ['alias/x', 'K1'],
  ['alias/data', 'key-1'],
]);

/** Faults around aliases that are made and deleted. */
export const ALIAS_MUTANTS: readonly Mutant[] = [
  {
    id: 'alias-made-twice',
    title: 'CreateAlias of a name that is taken points the alias to the new key.',
    requirements: ['F-191', 'E-58'],
    killedBy: ['explained'],
    parts: partsWith({ kms: { aliasIsFree: () => true } }),
    witness: witness(does('ann', createAlias('alias/x', 'K2'))),
  },
  {
    id: 'aliases-outlive-key',
    title: 'The aliases of a deleted key stay, so that their names are taken for ever.',
    requirements: ['F-192'],
    killedBy: ['explained'],
    parts: partsWith({ kms: { aliasesLost: () => [] } }),
    witness: witness(SCHEDULE_DELETION, ...after(7 * DAY_MINUTES, does('ann', createAlias('alias/x', 'K2')))),
  },
  {
    id: 'alias-of-aws-made',
    title: 'Whoever likes makes an alias that begins as those of AWS do.',
    requirements: ['F-185', 'F-191'],
    killedBy: ['explained'],
    parts: partsWith({ kms: { isAliasOfAws: () => false } }),
    witness: witness(does('ann', createAlias('alias/aws/s3', 'K2'))),
  },
  {
    id: 'deleted-alias-remembered',
    title: 'S3 goes on using the key that an alias named before it was deleted.',
    requirements: ['F-191', 'E-07'],
    killedBy: ['explained'],
    parts: partsWith({
      kms: {
        resolveKeyReference: (reference, owner, writer, keys) => {
          const first = NAMED_AT_FIRST.get(reference ?? '');
          const isGone = writer === HOME_ACCOUNT && keys.aliasTarget(writer, reference ?? '') === null;
          return first !== undefined && isGone
            ? keys.arns.kmsKey(HOME_ACCOUNT, first)
            : resolveKeyReference(reference, owner, writer, keys);
        },
      },
    }),
    witness: witness(
      rule('b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/x' }),
      does('ann', deleteAlias('alias/x')),
      ...after(31, does('ann', put('b/k'))),
    ),
  },
];
