import type { PutBucketReplication, Step } from '../../../model/index.ts';
import {
  copy,
  get,
  head,
  ofVersion,
  put,
  remove,
  replicate,
  update,
  versioning,
} from '../../../model/testing/events.ts';
import { homeKey, OTHER_BODY, SCENE } from '../../../model/testing/scene.ts';
import { type Mutant, partsWith, type Witness } from '../mutant.ts';
import { BUCKET_KEY_RULE, does, replicateBToC, rule, witness } from '../witness-steps.ts';

const K2 = { sse: 'aws:kms', kmsKeyId: homeKey('K2'), bucketKeyEnabled: false } as const;
const KEEPS_VERSIONS = does('ann', versioning('b', 'Enabled'));

/** The version of b/k is locked, and then something is done with it. */
function locking(then: Step): Witness {
  const buckets = SCENE.buckets.map((bucket) => ({ ...bucket, versioning: 'Enabled', objectLock: true }) as const);
  return { setup: { ...SCENE, buckets }, steps: [does('ann', { ...put('b/k'), legalHold: true }), then] };
}

/** b/k is replicated to c and deleted, and replication takes it up again; the rule is about delete markers or not. */
function replicatedAndDeleted(deleteMarkerReplication: boolean): Witness {
  const { by, event } = replicateBToC();
  return witness(
    KEEPS_VERSIONS,
    does('ann', versioning('c', 'Enabled')),
    does(by, { ...(event as PutBucketReplication), deleteMarkerReplication }),
    does('ann', put('b/k')),
    does(null, replicate('b/k')),
    does('ann', get('c/k')),
    does('ann', remove('b/k')),
    does(null, replicate('b/k')),
    does('ann', get('c/k')),
  );
}

/** Faults of buckets that keep versions. */
export const VERSION_MUTANTS: readonly Mutant[] = [
  {
    id: 'new-version-relabels-older',
    title: 'A new version passes its encryption on to what is told of those before it.',
    requirements: ['F-27', 'F-176'],
    killedBy: ['config-is-not-retroactive', 'explained'],
    parts: partsWith({
      versions: {
        underNew: (older, { encryption }) =>
          older.map(({ id, object }) => ({ id, object: object && { ...object, encryption } })),
      },
    }),
    witness: witness(
      KEEPS_VERSIONS,
      rule('b', BUCKET_KEY_RULE),
      does('ann', put('b/k')),
      does('ann', put('b/k', K2)),
      does('ann', ofVersion(head('b/k'), '#1')),
    ),
  },
  {
    id: 'new-version-replaces-older',
    title: 'A write replaces the current object although the bucket keeps versions.',
    requirements: ['F-176'],
    killedBy: ['decryptable', 'explained'],
    parts: partsWith({ versions: { underNew: () => [] } }),
    witness: witness(
      KEEPS_VERSIONS,
      does('ann', put('b/k')),
      does('ann', put('b/k', {}, OTHER_BODY)),
      does('ann', ofVersion(get('b/k'), '#1')),
    ),
  },
  {
    id: 'marker-loses-versions',
    title: 'A delete marker hides what is under it for good.',
    requirements: ['F-177'],
    killedBy: ['decryptable', 'explained'],
    parts: partsWith({ versions: { underMarker: () => [] } }),
    witness: witness(
      KEEPS_VERSIONS,
      does('ann', put('b/k')),
      does('ann', remove('b/k')),
      does('ann', ofVersion(get('b/k'), '#1')),
    ),
  },
  {
    id: 'removal-takes-newer',
    title: 'The removal of a version takes those with it that are newer.',
    requirements: ['F-177'],
    killedBy: ['decryptable', 'explained'],
    parts: partsWith({
      versions: { afterRemoval: (versions, gone) => versions.slice(versions.indexOf(gone) + 1) },
    }),
    witness: witness(
      KEEPS_VERSIONS,
      does('ann', put('b/k')),
      does('ann', put('b/k', {}, OTHER_BODY)),
      does('ann', ofVersion(remove('b/k'), '#1')),
      does('ann', get('b/k')),
    ),
  },
  {
    id: 'named-version-is-current',
    title: 'Whichever version a request names, it gets the current one.',
    requirements: ['F-178', 'F-179'],
    killedBy: ['decryptable', 'explained'],
    parts: partsWith({
      versions: { named: (version, current) => ({ id: version.id, object: current ?? version.object }) },
    }),
    witness: witness(
      KEEPS_VERSIONS,
      does('ann', put('b/k')),
      does('ann', put('b/k', {}, OTHER_BODY)),
      does('ann', ofVersion(copy('b/k', 'c/k'), '#1')),
      does('ann', get('c/k')),
      does('ann', ofVersion(get('b/k'), '#1')),
    ),
  },
  {
    id: 'replicates-without-versions',
    title: 'A bucket that keeps no versions may be replicated.',
    requirements: ['E-48', 'F-163'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({ versions: { mayReplicate: () => true } }),
    witness: witness(KEEPS_VERSIONS, does('ann', versioning('c', 'Suspended')), replicateBToC()),
  },
  {
    id: 'delete-markers-not-replicated',
    title: 'Delete markers stay where they are although the rule has them replicated.',
    requirements: ['F-180'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({ replication: { wantsMarkers: () => false } }),
    witness: replicatedAndDeleted(true),
  },
  {
    id: 'delete-markers-replicated-unasked',
    title: 'A deletion is replicated although the rule says nothing of delete markers.',
    requirements: ['F-180'],
    killedBy: ['decryptable', 'explained'],
    parts: partsWith({ replication: { wantsMarkers: () => true } }),
    witness: replicatedAndDeleted(false),
  },
  {
    id: 'locked-version-removed',
    title: 'A DELETE of a version by its id looks at no legal hold.',
    requirements: ['E-55', 'F-188'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({ versions: { removalError: () => null } }),
    witness: locking(does('ann', ofVersion(remove('b/k'), '#1'))),
  },
  {
    id: 'locked-object-updated',
    title: 'UpdateObjectEncryption looks at no legal hold.',
    requirements: ['E-32', 'F-150'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({ updates: { lockError: () => null } }),
    witness: locking(does('ann', update('b/k', homeKey('K1')))),
  },
];
