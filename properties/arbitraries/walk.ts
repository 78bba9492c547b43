import {
  type Arns,
  type Event,
  type EventName,
  FIRST_OPTION,
  initialWorld,
  isSuccess,
  type KmsKeySetup,
  type Outcome,
  type Profile,
  type Setup,
  type Step,
  step,
  type World,
} from '../../model/index.ts';
import { type Capabilities, canAsk } from './capabilities.ts';
import type { Draw } from './draw.ts';
import type { GeneratedTrace } from './generated-trace.ts';

/** What the traces are for. */
export interface TraceOptions {
  /** Profile the system under test is held to. */
  readonly profile: Profile;
  /** Events the system under test can carry out; no others are generated. */
  readonly supports: readonly EventName[];
  /** Most steps of a trace. */
  readonly maxSteps: number;
  /** What it can do with them; omitted = everything. */
  readonly capabilities?: Capabilities | undefined;
  /** Longest time between two steps, in milliseconds, which somebody has to wait for; omitted = time is virtual. */
  readonly longestPauseMs?: number | undefined;
}

/** How fast steps follow each other when nothing else is said. */
export type Pace = 'at-once' | 'brisk' | 'slow';

/** What a walk keeps to. */
export interface WalkStyle {
  /** Object keys it writes to: few, so that they meet. */
  readonly objectKeys: readonly string[];
  readonly pace: Pace;
  /** Of the steps that were meant to succeed and are refused all the same, how many per cent stay. */
  readonly tolerancePercent: number;
}

/** Times at which something became cold or changed, kept to come back exactly one lifetime or delay later. */
const REMEMBERED_TIMES = 4;

/**
 * A trace in the making. The walk takes every step in the model as well (where AWS leaves something open, the model
 * takes its first option), so that what is drawn next can depend on the state.
 */
export class Walk {
  readonly draw: Draw;
  readonly setup: Setup;
  readonly profile: Profile;
  readonly #supported: ReadonlySet<EventName>;
  readonly #capabilities: Capabilities | undefined;
  readonly #longestPauseMs: number | undefined;
  readonly #manner: WalkStyle;
  readonly #steps: Step[] = [];
  #world: World;
  /** Steps it may have for now. */
  limit = 0;
  #nextAtMs: number | undefined;
  #unwanted = 0;
  readonly #keysMade: KmsKeySetup[] = [];
  readonly #kmsUsedAtMs: number[] = [];
  #changedAtMs = 0;

  constructor(draw: Draw, setup: Setup, options: TraceOptions, manner: WalkStyle) {
    this.draw = draw;
    this.setup = setup;
    this.profile = options.profile;
    this.#supported = new Set(supportedEvents(options));
    this.#capabilities = options.capabilities;
    this.#longestPauseMs = options.longestPauseMs;
    this.#manner = manner;
    this.#world = initialWorld(setup, options.profile);
  }

  /** The world after the steps so far. */
  get world(): World {
    return this.#world;
  }

  /** The ARNs of the trace. */
  get arns(): Arns {
    return this.#world.scope.arns;
  }

  /** Steps so far. */
  get length(): number {
    return this.#steps.length;
  }

  /** Object keys to write to. */
  get objectKeys(): readonly string[] {
    return this.#manner.objectKeys;
  }

  /** Steps that were refused though they were meant to succeed. */
  get unwanted(): number {
    return this.#unwanted;
  }

  /** The KMS keys that the steps so far have made. */
  get keysMade(): readonly KmsKeySetup[] {
    return this.#keysMade;
  }

  /** Times of the latest steps that asked KMS, in milliseconds. */
  get kmsUsedAtMs(): readonly number[] {
    return this.#kmsUsedAtMs;
  }

  /** Time of the latest change of a configuration, in milliseconds. */
  get changedAtMs(): number {
    return this.#changedAtMs;
  }

  /** The trace so far. */
  get trace(): GeneratedTrace {
    return { setup: this.setup, steps: this.#steps };
  }

  /** Time at which the next step would happen without a pause, in milliseconds. */
  get nowMs(): number {
    return this.#nextAtMs ?? this.#world.nowMs;
  }

  /** Lets the next step happen at a time, or as soon as possible if that is past. */
  waitUntil(atMs: number): void {
    const latestMs = this.#world.nowMs + (this.#longestPauseMs ?? Number.POSITIVE_INFINITY);
    this.#nextAtMs = Math.min(Math.max(this.#world.nowMs, atMs), latestMs);
  }

  /**
   * Takes a step that is meant to succeed: when the model refuses it, it is mostly left out. Answers the outcome of a
   * step taken.
   */
  want(by: string | null, event: Event): Outcome | undefined {
    return this.#take(by, event, true);
  }

  /**
   * Takes a step whatever comes of it. Answers undefined when it cannot be taken: not supported, or the trace is full.
   */
  provoke(by: string | null, event: Event): Outcome | undefined {
    return this.#take(by, event, false);
  }

  #take(by: string | null, event: Event, wanted: boolean): Outcome | undefined {
    if (this.#steps.length >= this.limit || !this.#supported.has(event.op)) return undefined;
    if (this.#capabilities !== undefined && !canAsk(this.#capabilities, event)) return undefined;
    // A key is made with a policy where one can be put.
    const hasPolicy = event.op === 'CreateKey' && event.statements !== undefined;
    if (hasPolicy && !this.#supported.has('PutKeyPolicy')) return undefined;
    const atMs = this.#nextAtMs ?? this.#world.nowMs + this.#gap();
    const taken = { atMs, by, event };
    const { world, outcome } = step(this.#world, taken, FIRST_OPTION);
    if (wanted && !isSuccess(outcome.status)) {
      if (!this.draw.chance(this.#manner.tolerancePercent)) return undefined;
      this.#unwanted++;
    }
    this.#steps.push(taken);
    this.#world = world;
    this.#nextAtMs = undefined;
    this.#remember(taken, outcome);
    return outcome;
  }

  #remember({ atMs, by, event }: Step, outcome: Outcome): void {
    if (!isSuccess(outcome.status)) return;
    const account = this.#world.scope.requesters.get(by ?? '')?.account ?? '';
    if (event.op === 'CreateKey') this.#keysMade.push({ id: event.keyId, account });
    if (outcome.kmsCalls.length > 0) {
      if (this.#kmsUsedAtMs.length === REMEMBERED_TIMES) this.#kmsUsedAtMs.shift();
      this.#kmsUsedAtMs.push(atMs);
    } else {
      if (CHANGES.has(event.op)) this.#changedAtMs = atMs;
    }
  }

  #gap(): number {
    // Only a wait that is meant is worth real time.
    if (this.#longestPauseMs !== undefined) return 0;
    const { draw } = this;
    switch (this.#manner.pace) {
      case 'at-once':
        return draw.chance(80) ? 0 : draw.between(0, 20);
      case 'brisk':
        return draw.chance(30) ? 0 : draw.between(1, 2_000);
      case 'slow':
        return draw.between(0, 20_000);
    }
  }
}

/** Events whose effect may be seen late (U-16, U-23). */
const CHANGES: ReadonlySet<EventName> = new Set<EventName>([
  'PutBucketEncryption',
  'DeleteBucketEncryption',
  'CreateKey',
  'DisableKey',
  'EnableKey',
  'ScheduleKeyDeletion',
  'CancelKeyDeletion',
  'ImportKeyMaterial',
  'DeleteImportedKeyMaterial',
  'EnableKeyRotation',
  'DisableKeyRotation',
  'PutKeyPolicy',
  'CreateGrant',
  'RevokeGrant',
  'RetireGrant',
  'CreateAlias',
  'UpdateAlias',
  'DeleteAlias',
]);

const REPLICATION: ReadonlySet<EventName> = new Set<EventName>([
  'PutBucketReplication',
  'DeleteBucketReplication',
  'ReplicateObject',
]);

/**
 * The events traces are made of: those the system under test supports, without replication where the profile has none.
 */
export function supportedEvents({ supports, profile }: TraceOptions): readonly EventName[] {
  return profile.replication ? supports : supports.filter((name) => !REPLICATION.has(name));
}
