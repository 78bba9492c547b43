import { operationOf } from '../operations/operations.ts';
import { rewraps } from '../operations/predicates.ts';
import type { BucketEvent } from '../vocabulary/events/bucket-events.ts';
import type { Event } from '../vocabulary/events/event.ts';
import type { KmsEvent } from '../vocabulary/events/kms-events.ts';
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
  putBucketVersioning,
} from './bucket-effects.ts';
import { evictBucketKeys, interruptKms, restartHosts, throttleKms } from './environment-effects.ts';
import { createGrant, endGrant } from './grants.ts';
import {
  deleteAlias,
  disableKeyRotation,
  enableKeyRotation,
  moveKey,
  pointAlias,
  putKeyPolicy,
  rotateKeyOnDemand,
  rotationStatus,
} from './kms-effects.ts';
import { expireObject, transitionObject } from './lifecycle-step.ts';
import { createKey } from './new-keys.ts';
import { processObject } from './object-request.ts';
import { replicateObject } from './replicate-step.ts';
import type { Request } from './request.ts';
import { showingMore, succeed, type Transaction } from './transaction.ts';
import { updateEncryption } from './update-encryption.ts';
import { processUpload } from './upload-request.ts';

/** What is special in the step of a request that has passed its checks. */
export function processRequest(request: Request): Outcome {
  const { transaction, event, operation } = request;
  if (operation.about === 'object') return rewraps(operation) ? updateEncryption(request) : processObject(request);
  if (operation.about === 'upload') return processUpload(request);
  const success = succeed(transaction, operation.status, operation.because);
  if (event.op === 'GetBucketEncryption') return showingMore(success, { rule: getBucketEncryption(request) });
  if (event.op === 'GetKeyRotationStatus') return showingMore(success, { keyRotationEnabled: rotationStatus(request) });
  // Each is called with its own event.
  const effect = EFFECTS[event.op as Setting['op']] as (request: Request, event: Event) => void;
  effect(request, event);
  return success;
}

/** The events that change a setting, of a bucket or of a KMS key. */
type Setting = Exclude<BucketEvent | KmsEvent, { op: 'GetBucketEncryption' | 'GetKeyRotationStatus' }>;

/** What each of them does. */
const EFFECTS: { readonly [Op in Setting['op']]: (request: Request, event: Extract<Setting, { op: Op }>) => void } = {
  CreateBucket: createBucket,
  DeleteBucket: deleteBucket,
  PutBucketEncryption: putBucketEncryption,
  DeleteBucketEncryption: deleteBucketEncryption,
  PutBucketPolicy: putBucketPolicy,
  PutBucketVersioning: putBucketVersioning,
  PutBucketReplication: putBucketReplication,
  DeleteBucketReplication: deleteBucketReplication,
  CreateKey: createKey,
  DisableKey: moveKey,
  EnableKey: moveKey,
  ScheduleKeyDeletion: moveKey,
  CancelKeyDeletion: moveKey,
  EnableKeyRotation: enableKeyRotation,
  DisableKeyRotation: disableKeyRotation,
  RotateKeyOnDemand: rotateKeyOnDemand,
  ImportKeyMaterial: moveKey,
  DeleteImportedKeyMaterial: moveKey,
  PutKeyPolicy: putKeyPolicy,
  CreateGrant: createGrant,
  RevokeGrant: endGrant,
  RetireGrant: endGrant,
  CreateAlias: pointAlias,
  UpdateAlias: pointAlias,
  DeleteAlias: deleteAlias,
};

/** What the environment does. */
export function processEnvironmentEvent(transaction: Transaction, event: Event): Outcome {
  switch (event.op) {
    case 'ReplicateObject':
      return replicateObject(transaction, event);
    case 'ExpireObject':
      return expireObject(transaction, event);
    case 'TransitionObject':
      return transitionObject(transaction, event);
    case 'EvictBucketKeys':
      evictBucketKeys(transaction, event);
      break;
    case 'RestartHosts':
      restartHosts(transaction);
      break;
    case 'ThrottleKms':
      throttleKms(transaction, event);
      break;
    case 'InterruptKms':
      interruptKms(transaction, event);
      break;
    default:
      throw new RangeError(`${event.op} has a requester`);
  }
  const { status, because } = operationOf(event);
  return succeed(transaction, status, because);
}
