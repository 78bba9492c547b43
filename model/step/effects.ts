import { operationOf } from '../operations/operations.ts';
import type { Event } from '../vocabulary/events/event.ts';
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
} from './bucket-effects.ts';
import { evictBucketKeys, restartHosts, throttleKms } from './environment-effects.ts';
import { enableKeyRotation, moveKey, putKeyPolicy, rotateKeyOnDemand, updateAlias } from './kms-effects.ts';
import { processObject } from './object-request.ts';
import { replicateObject } from './replicate-step.ts';
import type { Request } from './request.ts';
import { succeed, type Turn } from './turn.ts';

/** What is special in the step of a request that has passed its checks. */
export function processRequest(request: Request): Outcome {
  const { turn, event, operation } = request;
  if (operation.about === 'object') return processObject(request);
  const success = succeed(turn, operation.status, operation.because);
  if (event.op === 'GetBucketEncryption') return { ...success, rule: getBucketEncryption(request) };
  configure(request, event);
  return success;
}

function configure(request: Request, event: Event): void {
  switch (event.op) {
    case 'CreateBucket':
      return createBucket(request, event);
    case 'DeleteBucket':
      return deleteBucket(request, event);
    case 'PutBucketEncryption':
      return putBucketEncryption(request, event);
    case 'DeleteBucketEncryption':
      return deleteBucketEncryption(request, event);
    case 'PutBucketPolicy':
      return putBucketPolicy(request, event);
    case 'PutBucketReplication':
      return putBucketReplication(request, event);
    case 'DeleteBucketReplication':
      return deleteBucketReplication(request, event);
    case 'EnableKeyRotation':
      return enableKeyRotation(request);
    case 'RotateKeyOnDemand':
      return rotateKeyOnDemand(request);
    case 'PutKeyPolicy':
      return putKeyPolicy(request, event);
    case 'UpdateAlias':
      return updateAlias(request, event);
    default:
      return moveKey(request, event);
  }
}

/** What the environment does. */
export function happen(turn: Turn, event: Event): Outcome {
  switch (event.op) {
    case 'ReplicateObject':
      return replicateObject(turn, event);
    case 'EvictBucketKeys':
      evictBucketKeys(turn, event);
      break;
    case 'RestartHosts':
      restartHosts(turn);
      break;
    case 'ThrottleKms':
      throttleKms(turn, event);
      break;
    default:
      throw new RangeError(`${event.op} has a requester`);
  }
  const { status, because } = operationOf(event);
  return succeed(turn, status, because);
}
