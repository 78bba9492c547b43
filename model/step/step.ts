import type { Chooser } from '../openness/choice.ts';
import type { KnownRequester } from '../records/known-requester.ts';
import type { Draft } from '../store/draft.ts';
import { sweep } from '../store/sweep.ts';
import type { World } from '../store/world.ts';
import { WorldDraft } from '../store/world-draft.ts';
import type { Event, Step } from '../vocabulary/events/event.ts';
import type { Outcome } from '../vocabulary/outcome.ts';
import {
  createBucket,
  deleteBucket,
  deleteBucketEncryption,
  deleteBucketReplication,
  getBucketEncryption,
  putBucketEncryption,
  putBucketPolicy,
  putBucketReplication,
} from './bucket-steps.ts';
import { copyObject } from './copy-step.ts';
import { evictBucketKeys, restartHosts, throttleKms } from './environment-steps.ts';
import { kmsStep } from './kms-steps.ts';
import { deleteObject, getObject, headObject, putObject } from './object-steps.ts';
import { replicateObject } from './replicate-step.ts';
import { requesterNamed, type Turn } from './turn.ts';

/** What a step leads to. */
export interface StepResult {
  readonly world: World;
  readonly outcome: Outcome;
}

/**
 * The model: what a step does to a world and what it answers, when what AWS leaves open is resolved by `chooser`. Pure,
 * total over traces whose requesters the setup knows and whose times do not decrease, and deterministic.
 *
 * @throws RangeError when the requester is not the setup's, or time runs backwards.
 */
export function step(world: World, input: Step, chooser: Chooser): StepResult {
  return stepBy(perform, world, input, chooser);
}

/** {@link step} by another hand: {@link perform}, or a wrapper that watches or spoils what it does. */
export function stepBy(act: typeof perform, world: World, input: Step, chooser: Chooser): StepResult {
  if (!(input.atMs >= world.nowMs))
    throw new RangeError(`time runs backwards: from ${world.nowMs} ms to ${input.atMs} ms`);
  const draft = new WorldDraft(world, input.atMs);
  const outcome = act(draft, input, chooser);
  sweep(draft);
  return { world: draft, outcome };
}

/**
 * The model, in place: {@link step} on a draft whose time is that of the step. Reads nothing but the draft, the step
 * and the chooser.
 *
 * @throws RangeError when the requester is not the setup's.
 */
export function perform(draft: Draft, { by, event }: Omit<Step, 'atMs'>, chooser: Chooser): Outcome {
  const { scope } = draft;
  draft.steps++;
  const turn: Turn = {
    draft,
    scope,
    profile: scope.profile,
    nowMs: draft.nowMs,
    chooser,
    kmsCalls: [],
    s3Denied: false,
    cache: -1,
  };
  return happen(turn, by, event);
}

function happen(turn: Turn, by: string | null, event: Event): Outcome {
  switch (event.op) {
    case 'ReplicateObject':
      return replicateObject(turn, event);
    case 'EvictBucketKeys':
      return evictBucketKeys(turn, event);
    case 'RestartHosts':
      return restartHosts(turn);
    case 'ThrottleKms':
      return throttleKms(turn, event);
    default:
      return answerRequest(turn, requesterNamed(turn.scope, by), event);
  }
}

type RequestEvent = Exclude<Event, { op: 'ReplicateObject' | 'EvictBucketKeys' | 'RestartHosts' | 'ThrottleKms' }>;

function answerRequest(turn: Turn, by: KnownRequester, event: RequestEvent): Outcome {
  switch (event.op) {
    case 'PutObject':
      return putObject(turn, by, event);
    case 'GetObject':
      return getObject(turn, by, event);
    case 'HeadObject':
      return headObject(turn, by, event);
    case 'CopyObject':
      return copyObject(turn, by, event);
    case 'DeleteObject':
      return deleteObject(turn, by, event);
    case 'CreateBucket':
      return createBucket(turn, by, event);
    case 'DeleteBucket':
      return deleteBucket(turn, by, event);
    case 'PutBucketEncryption':
      return putBucketEncryption(turn, by, event);
    case 'GetBucketEncryption':
      return getBucketEncryption(turn, by, event);
    case 'DeleteBucketEncryption':
      return deleteBucketEncryption(turn, by, event);
    case 'PutBucketPolicy':
      return putBucketPolicy(turn, by, event);
    case 'PutBucketReplication':
      return putBucketReplication(turn, by, event);
    case 'DeleteBucketReplication':
      return deleteBucketReplication(turn, by, event);
    default:
      return kmsStep(turn, by, event);
  }
}
