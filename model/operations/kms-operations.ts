import type { KmsEvent } from '../vocabulary/events/kms-events.ts';
import type { Rows } from './operation.ts';

/** Operations on KMS keys, which KMS answers itself. */
export const KMS_OPERATIONS = {
  DisableKey: {
    by: 'requester',
    about: 'kmsKey',
    fields: { keyId: 'keyId' },
    order: ['key', 'customerManaged', 'owner', 'keyState'],
    status: 200,
    told: { call: '{keyId}' },
    because: ['F-115', 'F-121'],
  },
  EnableKey: {
    by: 'requester',
    about: 'kmsKey',
    fields: { keyId: 'keyId' },
    order: ['key', 'customerManaged', 'owner', 'keyState'],
    status: 200,
    told: { call: '{keyId}' },
    because: ['F-115', 'F-121'],
  },
  ScheduleKeyDeletion: {
    by: 'requester',
    about: 'kmsKey',
    fields: { keyId: 'keyId', pendingWindowInDays: 'waitingPeriod' },
    order: ['period', 'key', 'customerManaged', 'owner', 'keyState'],
    status: 200,
    told: { call: '{keyId} in {pendingWindowInDays} days' },
    because: ['F-121'],
  },
  CancelKeyDeletion: {
    by: 'requester',
    about: 'kmsKey',
    fields: { keyId: 'keyId' },
    order: ['key', 'customerManaged', 'owner', 'keyState'],
    status: 200,
    told: { call: '{keyId}' },
    because: ['F-121'],
  },
  EnableKeyRotation: {
    by: 'requester',
    about: 'kmsKey',
    fields: { keyId: 'keyId', rotationPeriodInDays: 'rotationPeriod' },
    order: ['period', 'key', 'customerManaged', 'owner', 'keyState'],
    status: 200,
    told: { call: '{keyId} every {rotationPeriodInDays} days' },
    because: ['F-124'],
  },
  RotateKeyOnDemand: {
    by: 'requester',
    about: 'kmsKey',
    fields: { keyId: 'keyId' },
    order: ['key', 'customerManaged', 'owner', 'keyState', 'rotationsLeft'],
    status: 200,
    told: { call: '{keyId}' },
    because: ['F-124'],
  },
  PutKeyPolicy: {
    by: 'requester',
    about: 'kmsKey',
    fields: { keyId: 'keyId', statements: 'keyPolicy' },
    order: ['key', 'customerManaged', 'owner'],
    status: 200,
    told: { call: '{keyId}: {statements}' },
    because: ['F-118'],
  },
  // Only keys of the requester's own account are looked for, so there is no owner to check (F-126).
  UpdateAlias: {
    by: 'requester',
    about: 'kmsKey',
    fields: { alias: 'alias', keyId: 'keyId' },
    order: ['alias', 'key', 'customerManaged', 'keyState'],
    status: 200,
    told: { call: '{alias} -> {keyId}' },
    because: ['F-126'],
  },
} as const satisfies Rows<KmsEvent>;
