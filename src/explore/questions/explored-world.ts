import {
  type BucketPolicyStatement,
  type EncryptionRule,
  type KeyPolicyStatement,
  type KmsKeyState,
  type ObjectVersionState,
  type Outcome,
  type ReplicationStatusState,
  type Step,
  shownRule,
  statusOf,
  type WorldView,
} from '../../../model/index.ts';
import { mayHold } from '../../../properties/remembered-bucket-keys.ts';
import type { Transition } from '../../../properties/transition.ts';

/** What is stored of an object. */
export interface ExploredObject {
  /** How it is encrypted: `plain` (before January 2023), `sseS3`, `sseKms`, `sseKmsBucketKey`, `dsseKms`. */
  readonly state: Exclude<ObjectVersionState, 'absent'>;
  /** Id of its KMS key; null without one. */
  readonly kmsKeyId: string | null;
  readonly md5: string;
  readonly replication: ReplicationStatusState;
}

/** How a bucket is configured; where an earlier setting may still be seen, this is the latest. */
export interface ExploredBucket {
  readonly rule: EncryptionRule;
  readonly policy: readonly BucketPolicyStatement[];
  readonly replication: {
    readonly destination: string;
    readonly role: string;
    readonly replicaKmsKeyId: string | undefined;
  } | null;
}

/** How a KMS key stands; where an earlier state or policy may still be seen, this is the latest. */
export interface ExploredKey {
  readonly state: KmsKeyState;
  /** Milliseconds until a key pending deletion is deleted; null for any other. */
  readonly deletedInMs: number | null;
  readonly policy: readonly KeyPolicyStatement[];
}

/** A world that was explored, as somebody's own invariants look at it. */
export interface ExploredWorld {
  /** Whether KMS refuses everything. */
  readonly kmsThrottled: boolean;
  /** A bucket; undefined where there is none of the name. */
  bucket(name: string): ExploredBucket | undefined;
  /** An object; undefined where there is none. */
  object(bucket: string, key: string): ExploredObject | undefined;
  /** A KMS key by its id in the setup; undefined where there is none. */
  kmsKey(id: string): ExploredKey | undefined;
  /** Whether some cache may hold the bucket key of an object for a requester. */
  mayHold(requester: string, bucket: string, key: string): boolean;
}

/** One thing that happened in an explored world. */
export interface ExploredTransition {
  readonly before: ExploredWorld;
  /** Who did what. Its time means nothing here. */
  readonly step: Step;
  /** What was answered, and which KMS calls were made. */
  readonly outcome: Outcome;
  readonly after: ExploredWorld;
}

/** A transition as somebody's own invariants look at it: only what they ask for is read of the worlds. */
export function exploredTransition({ before, step, outcome, after }: Transition): ExploredTransition {
  const { atMs } = step;
  return { before: exploredWorld(before, atMs), step, outcome, after: exploredWorld(after, atMs) };
}

/** A world at a time as somebody's own invariants look at it. */
export function exploredWorld(world: WorldView, nowMs: number): ExploredWorld {
  return new Explored(world, nowMs);
}

class Explored implements ExploredWorld {
  readonly #world: WorldView;
  readonly #nowMs: number;

  constructor(world: WorldView, nowMs: number) {
    this.#world = world;
    this.#nowMs = nowMs;
  }

  get kmsThrottled(): boolean {
    return this.#world.kmsThrottled;
  }

  bucket(name: string): ExploredBucket | undefined {
    const bucket = this.#world.buckets.get(this.#world.scope.bucket(name));
    if (bucket === undefined) return undefined;
    const { encryption, policy, replication } = bucket;
    return { rule: shownRule(encryption.current), policy: policy.current, replication: replication.current };
  }

  object(bucket: string, key: string): ExploredObject | undefined {
    const version = this.#world.objects.get(this.#world.scope.object(bucket, key));
    if (version === undefined || version.state === 'absent') return undefined;
    const { state, md5, kmsKey } = version;
    return { state, kmsKeyId: this.#world.kmsKeys.get(kmsKey)?.id ?? null, md5, replication: statusOf(version) };
  }

  kmsKey(id: string): ExploredKey | undefined {
    const key = this.#world.kmsKeys.get(this.#world.scope.keyWithId(id)?.number ?? -1);
    if (key === undefined) return undefined;
    const { state, deletedAtMs } = key.control.current;
    const isOver = this.#nowMs >= deletedAtMs;
    return {
      state: isOver ? 'deleted' : state,
      deletedInMs: state === 'pendingDeletion' && !isOver ? deletedAtMs - this.#nowMs : null,
      policy: key.policy.current,
    };
  }

  mayHold(requester: string, bucketName: string, key: string): boolean {
    const { scope } = this.#world;
    const identity = scope.requesters.get(requester)?.identity;
    const bucket = this.#world.buckets.get(scope.bucket(bucketName));
    const version = this.#world.objects.get(scope.object(bucketName, key));
    if (identity === undefined || bucket === undefined || version === undefined) return false;
    return mayHold(this.#world, identity, { bucketName, key, bucket, version }, this.#nowMs);
  }
}
