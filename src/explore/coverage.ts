import {
  bucketEncryption,
  CHOICE_POINTS,
  type ChoicePoint,
  type Chooser,
  type CompiledChart,
  type KmsKey,
  kmsKey,
  kmsKeyArn,
  type ObjectVersion,
  objectVersion,
  replicationStatus,
  type Sight,
} from '../../model/index.ts';
import type { Reach } from './exploration.ts';
import { NOW_MS } from './parts/part.ts';
import { type Transition, versionIn } from './transition.ts';

/** The charts whose states a world remembers, so that their transitions show in what changes. The others pass within one step. */
const REMEMBERED: readonly CompiledChart<string, string, string>[] = [bucketEncryption, objectVersion, kmsKey, replicationStatus];

/** What a {@link Coverage} has noted. */
export interface CoverageData {
  readonly moves: readonly string[];
  readonly options: readonly string[];
  readonly points: readonly ChoicePoint[];
}

/** Transitions of charts that were and were not come across by any of several. */
export function chartReach(coverage: readonly CoverageData[]): Reach {
  const moves = new Set(coverage.flatMap((one) => one.moves));
  const all = REMEMBERED.flatMap(movesOf);
  return { reached: all.filter((move) => moves.has(move)), unreached: all.filter((move) => !moves.has(move)) };
}

/** Options that were taken by any of several, and points at which nothing was ever open. */
export function choiceReach(coverage: readonly CoverageData[]): Reach {
  const points = new Set<string>(coverage.flatMap((one) => one.points));
  const options = new Set(coverage.flatMap((one) => one.options));
  return { reached: [...options].sort(), unreached: Object.keys(CHOICE_POINTS).filter((point) => !points.has(point)) };
}

/** Notes which transitions of charts, and which options at choice points, an exploration comes across. */
export class Coverage {
  readonly #moves = new Set<string>();
  readonly #options = new Set<string>();
  readonly #points = new Set<ChoicePoint>();

  /** Notes what a step did. */
  see(transition: Transition): void {
    const { before, step, outcome, after } = transition;
    const { event } = step;
    for (const { result } of outcome.kmsCalls) if (result === 'ok') this.#move(kmsKey, 'enabled', 'Use', 'enabled');
    if (outcome.status >= 400) return;
    switch (event.op) {
      case 'PutBucketEncryption':
      case 'DeleteBucketEncryption':
        this.#move(bucketEncryption, ruleState(before, event.bucket), event.op, ruleState(after, event.bucket));
        break;
      case 'PutObject':
      case 'CopyObject':
        this.#write(versionIn(before, event.bucket, event.key), 'Write', versionIn(after, event.bucket, event.key));
        break;
      case 'DeleteObject': {
        const there = versionIn(before, event.bucket, event.key);
        this.#move(objectVersion, there?.state ?? 'absent', 'DeleteObject', 'absent');
        this.#move(replicationStatus, there?.replication ?? 'none', 'Delete', 'none');
        break;
      }
      case 'ReplicateObject':
        this.#replicate(transition, event.bucket, event.key);
        break;
      case 'DisableKey':
      case 'EnableKey':
      case 'ScheduleKeyDeletion':
      case 'CancelKeyDeletion':
        this.#move(kmsKey, keyState(before, event.keyId), event.op, keyState(after, event.keyId));
        break;
      case 'EnableKeyRotation':
      case 'RotateKeyOnDemand':
        this.#move(kmsKey, keyState(before, event.keyId), 'Rotate', keyState(after, event.keyId));
        break;
      default:
        break;
    }
  }

  /** Notes what a tick did to a KMS key; times are distances from {@link NOW_MS}. */
  seeLater({ control: { current } }: KmsKey, later: KmsKey): void {
    const isOver = NOW_MS < current.deletedAtMs && later.control.current.deletedAtMs <= NOW_MS;
    if (isOver) this.#move(kmsKey, current.state, 'WaitingPeriodEnds', 'deleted');
  }

  /** A chooser that chooses as another one does, noting what it chooses. */
  watch(chooser: Chooser): Chooser {
    return {
      kmsUnseen: chooser.kmsUnseen,
      opaqueEtag: (md5) => chooser.opaqueEtag(md5),
      pick: (point, options) => {
        const index = chooser.pick(point, options);
        const option = options[index];
        this.#points.add(point);
        this.#options.add(`${point}=${typeof option === 'object' ? JSON.stringify(option) : String(option)}`);
        return index;
      },
    };
  }

  /** What was come across, as it travels between threads. */
  data(): CoverageData {
    return { moves: [...this.#moves], options: [...this.#options], points: [...this.#points] };
  }

  #write(before: ObjectVersion | undefined, event: 'Write' | 'ReplicaArrives', after: ObjectVersion | undefined): void {
    if (after === undefined) return;
    this.#move(objectVersion, before?.state ?? 'absent', event, after.state);
    this.#move(replicationStatus, before?.replication ?? 'none', event, after.replication);
  }

  #replicate({ before, after }: Transition, bucket: string, key: string): void {
    const source = versionIn(before, bucket, key);
    const attempted = versionIn(after, bucket, key);
    const destination = before.buckets.get(before.scope.bucket(bucket))?.replication?.destination;
    if (source === undefined || attempted === undefined || source === attempted || destination === undefined) return;
    const event = ATTEMPTS.get(attempted.replication);
    if (event !== undefined) this.#move(replicationStatus, source.replication, event, attempted.replication);
    if (attempted.replication !== 'completed') return;
    this.#write(versionIn(before, destination, key), 'ReplicaArrives', versionIn(after, destination, key));
  }

  #move({ id }: { readonly id: string }, from: string, event: string, to: string): void {
    this.#moves.add(moveText(id, from, event, to));
  }
}

const ATTEMPTS: ReadonlyMap<string, string> = new Map([
  ['completed', 'ReplicationSucceeds'],
  ['failed', 'ReplicationFails'],
  ['pending', 'ReplicationThrottled'],
]);

function moveText(chart: string, from: string, event: string, to: string): string {
  return `${chart}: ${from} -${event}-> ${to}`;
}

/** Every transition of a chart, under whatever guards. */
function movesOf(chart: CompiledChart<string, string, string>): readonly string[] {
  const moves = new Set<string>();
  for (const from of chart.states) {
    for (const event of chart.events) {
      for (let holding = 0; holding < 1 << chart.guards.length; holding++) {
        const to = chart.next(from, event, holding);
        if (to !== undefined) moves.add(moveText(chart.id, from, event, to));
      }
    }
  }
  return [...moves];
}

function ruleState(world: Sight, bucket: string): string {
  return world.buckets.get(world.scope.bucket(bucket))?.encryption.current.state ?? 'sseS3';
}

function keyState({ scope, kmsKeys }: Sight, keyId: string): string {
  const account = scope.setup.kmsKeys.find(({ id }) => id === keyId)?.account ?? '';
  return kmsKeys.get(scope.kmsKeys.find(kmsKeyArn(account, keyId)))?.control.current.state ?? 'enabled';
}
