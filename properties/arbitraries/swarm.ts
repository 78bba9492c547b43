import { EVENT_NAMES, type EventName, type Setup } from '../../model/index.ts';
import { type Draw, WeightedChoice } from './draw.ts';
import { conditionMotifs } from './motifs/condition-motifs.ts';
import { copyMotifs } from './motifs/copy-motifs.ts';
import { customerKeyMotifs } from './motifs/customer-key-motifs.ts';
import { grantMotifs } from './motifs/grant-motifs.ts';
import { keyMotifs } from './motifs/key-motifs.ts';
import { lifecycleMotifs } from './motifs/lifecycle-motifs.ts';
import { lockMotifs } from './motifs/lock-motifs.ts';
import { markerMotifs } from './motifs/marker-motifs.ts';
import { materialMotifs } from './motifs/material-motifs.ts';
import type { Motif } from './motifs/motif.ts';
import { newKeyMotifs } from './motifs/new-key-motifs.ts';
import { refusalMotifs } from './motifs/refusal-motifs.ts';
import { replicationMotifs } from './motifs/replication-motifs.ts';
import { serviceMotifs } from './motifs/service-motifs.ts';
import { updateMotifs } from './motifs/update-motifs.ts';
import { uploadMotifs } from './motifs/upload-motifs.ts';
import { useMotifs } from './motifs/use-motifs.ts';
import { versionMotifs } from './motifs/version-motifs.ts';
import { HOSTILE_KEYS, LOOK_ALIKE_KEYS, PLAIN_KEYS } from './pools.ts';
import type { WalkStyle } from './walk.ts';

/** Everything a trace may be made of. */
const MOTIFS: readonly Motif[] = [
  ...useMotifs,
  ...keyMotifs,
  ...newKeyMotifs,
  ...grantMotifs,
  ...materialMotifs,
  ...copyMotifs,
  ...uploadMotifs,
  ...replicationMotifs,
  ...refusalMotifs,
  ...serviceMotifs,
  ...versionMotifs,
  ...markerMotifs,
  ...lockMotifs,
  ...lifecycleMotifs,
  ...updateMotifs,
  ...customerKeyMotifs,
  ...conditionMotifs,
];

/**
 * What one trace is made of. Every trace leaves some events and motifs out (swarm testing): what never occurs cannot
 * hide what the others do, and some traces are about one thing only.
 */
export interface Swarm {
  readonly events: WeightedChoice<EventName>;
  readonly motifs: WeightedChoice<Motif>;
  /** How many turns out of a hundred play a motif instead of taking a single event. */
  readonly motifPercent: number;
  /** How many single events out of a hundred are taken without regard to the state. */
  readonly carelessPercent: number;
  /** How many turns out of a hundred begin with a wait. */
  readonly waitPercent: number;
  readonly manner: WalkStyle;
}

/** How often each event is drawn when nothing is left out. */
const EVENT_WEIGHTS: Readonly<Record<EventName, number>> = {
  CreateBucket: 3,
  DeleteBucket: 2,
  PutBucketEncryption: 8,
  GetBucketEncryption: 4,
  DeleteBucketEncryption: 2,
  PutBucketPolicy: 4,
  PutBucketVersioning: 1,
  PutBucketReplication: 4,
  DeleteBucketReplication: 1,
  PutObject: 50,
  GetObject: 60,
  HeadObject: 8,
  GetObjectAttributes: 6,
  CopyObject: 14,
  UpdateObjectEncryption: 8,
  DeleteObject: 6,
  CreateMultipartUpload: 6,
  UploadPart: 12,
  UploadPartCopy: 5,
  CompleteMultipartUpload: 7,
  AbortMultipartUpload: 2,
  ListParts: 2,
  CreateKey: 1,
  DisableKey: 3,
  EnableKey: 4,
  ScheduleKeyDeletion: 1,
  CancelKeyDeletion: 3,
  EnableKeyRotation: 1,
  DisableKeyRotation: 1,
  GetKeyRotationStatus: 1,
  RotateKeyOnDemand: 2,
  ImportKeyMaterial: 3,
  DeleteImportedKeyMaterial: 3,
  PutKeyPolicy: 4,
  CreateGrant: 3,
  RevokeGrant: 2,
  RetireGrant: 1,
  CreateAlias: 2,
  UpdateAlias: 4,
  DeleteAlias: 1,
  ReplicateObject: 12,
  ExpireObject: 2,
  TransitionObject: 2,
  EvictBucketKeys: 3,
  RestartHosts: 2,
  ThrottleKms: 2,
  InterruptKms: 1,
};

/** How many times as often a motif is drawn where the setup has the rare thing that it is about. */
const ABOUT_THE_SETUP = 6;

/** Draws what a trace in a setup is made of, from what the system under test supports. */
export function drawSwarm(draw: Draw, setup: Setup, supports: (...names: readonly EventName[]) => boolean): Swarm {
  const names = EVENT_NAMES.filter((name) => supports(name));
  const motifs = MOTIFS.filter((motif) => supports(...motif.needs));
  const aboutOneThing = draw.chance(20);
  const keptPercent = aboutOneThing ? 25 : 70;
  const kept = new Set<EventName>([...draw.some(names, keptPercent), 'PutObject', 'GetObject']);
  const single = draw.one(motifs);
  const some = draw.some(motifs, 50);
  const weightOf = ({ weight, isAbout }: Motif) => (isAbout?.(setup) === true ? ABOUT_THE_SETUP : 1) * weight;
  return {
    events: new WeightedChoice(
      names.filter((name) => kept.has(name)).map((name) => [name, EVENT_WEIGHTS[name] * draw.one([1, 1, 3])] as const),
    ),
    motifs: new WeightedChoice(
      (aboutOneThing && single !== undefined ? [single] : some).map((motif) => [motif, weightOf(motif)] as const),
    ),
    motifPercent: draw.one([5, 15, 35]),
    carelessPercent: draw.one([5, 25, 50]),
    waitPercent: draw.one([0, 3, 8, 15]),
    manner: {
      objectKeys: drawObjectKeys(draw),
      pace: draw.one(['at-once', 'brisk', 'brisk', 'slow']),
      tolerancePercent: draw.one([10, 40, 70]),
    },
  };
}

function drawObjectKeys(draw: Draw): readonly string[] {
  const keys = new Set<string>(PLAIN_KEYS.slice(0, draw.between(2, PLAIN_KEYS.length)));
  if (draw.chance(35)) keys.add(draw.one(HOSTILE_KEYS));
  if (draw.chance(50)) for (const key of draw.one(LOOK_ALIKE_KEYS)) keys.add(key);
  return [...keys];
}
