import type { Setup, Step } from '../../model/index.ts';
import { type Answer, plain } from './answer.ts';
import { controlBucket } from './buckets.ts';
import { frozen } from './frozen.ts';
import type { Turn } from './kms.ts';
import { controlKms } from './kms-control.ts';
import { copyObject, deleteObject, getObject, headObject, putObject } from './objects.ts';
import { replicateObject } from './replicate.ts';
import { initialState, type State } from './state.ts';

/** S3 and KMS as a mutable reducer, for measuring only: see the README beside it. */
export class Reducer {
  readonly #state: State;

  /** A fresh world; a plaintext bucket key is cached for `lifetimeMs`. */
  constructor(setup: Setup, lifetimeMs: number) {
    this.#state = initialState(setup, lifetimeMs);
  }

  /**
   * Takes a step and answers it.
   *
   * @throws RangeError when the requester is not the setup's, or the reducer does not know the operation.
   */
  take(step: Step): Answer {
    const { atMs, by } = step;
    const event = frozen(step);
    const state = this.#state;
    const turn: Turn = { state, nowMs: atMs, calls: [] };
    switch (event.op) {
      case 'ReplicateObject':
        return replicateObject(turn, event);
      case 'EvictBucketKeys': {
        const bucket = state.buckets.get(event.bucket);
        if (bucket !== undefined) bucket.epoch++;
        return plain(200);
      }
      case 'RestartHosts':
        for (const bucket of state.buckets.values()) bucket.epoch++;
        return plain(200);
      case 'ThrottleKms':
        state.throttled = event.on;
        return plain(200);
      default:
        break;
    }
    const caller = by === null ? undefined : state.callers.get(by);
    if (caller === undefined) throw new RangeError(`the setup has no requester ${JSON.stringify(by)}`);
    switch (event.op) {
      case 'PutObject':
        return putObject(turn, caller, event);
      case 'GetObject':
        return getObject(turn, caller, event);
      case 'HeadObject':
        return headObject(turn, caller, event);
      case 'CopyObject':
        return copyObject(turn, caller, event);
      case 'DeleteObject':
        return deleteObject(turn, caller, event);
      case 'CreateBucket':
      case 'DeleteBucket':
      case 'PutBucketEncryption':
      case 'GetBucketEncryption':
      case 'DeleteBucketEncryption':
      case 'PutBucketPolicy':
      case 'PutBucketReplication':
      case 'DeleteBucketReplication':
        return controlBucket(turn, caller, event);
      default:
        return controlKms(turn, caller, event);
    }
  }
}
