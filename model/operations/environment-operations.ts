import type { EnvironmentEvent } from '../vocabulary/events/environment-events.ts';
import type { Rows } from './operation.ts';

/** What no requester causes. */
export const ENVIRONMENT_OPERATIONS = {
  // Works in the name of the role of the replication rule (F-73). A check that fails settles the replication, or leaves
  // it as it is, and is no refusal: the environment is always answered 200.
  ReplicateObject: {
    by: 'environment',
    about: 'object',
    fields: { bucket: 'bucket', key: 'objectKey', job: 'requester?' },
    reads: { from: 'object', needs: ['s3:GetObject'], decrypts: 'always' },
    writes: { to: 'replica', needs: ['s3:PutObject'], leaves: 'version' },
    order: ['object', 'eligible', 'bucket', 'permission', 'encryption'],
    status: 200,
    wording: {
      call: '{bucket}/{key}[, job of {job}]',
      past: 'took up {bucket}/{key} for replication',
      infinitive: 'take up {bucket}/{key} for replication',
    },
    because: ['F-64', 'F-65', 'F-66', 'F-76', 'K-21', 'K-22', 'K-23', 'K-24'],
  },
  // What is expired is not always gone: it may wait for its replication, or be locked.
  ExpireObject: {
    by: 'environment',
    about: 'object',
    fields: { bucket: 'bucket', key: 'objectKey', versionId: 'versionId?' },
    writes: { to: 'object', needs: [], leaves: 'nothing' },
    order: [],
    status: 200,
    wording: {
      call: '{bucket}/{key}[ version {versionId}]',
      past: 'expired {bucket}/{key}',
      infinitive: 'expire {bucket}/{key}',
    },
    because: ['F-196', 'K-27'],
  },
  TransitionObject: {
    by: 'environment',
    about: 'object',
    fields: { bucket: 'bucket', key: 'objectKey', versionId: 'versionId?' },
    order: [],
    status: 200,
    wording: {
      call: '{bucket}/{key}[ version {versionId}]',
      past: 'moved {bucket}/{key} to another storage class',
      infinitive: 'move {bucket}/{key} to another storage class',
    },
    because: ['F-198', 'K-27'],
  },
  EvictBucketKeys: {
    by: 'environment',
    about: 'bucket',
    fields: { bucket: 'bucket' },
    order: [],
    status: 200,
    wording: { call: '{bucket}' },
    because: ['U-05', 'F-107'],
  },
  RestartHosts: {
    by: 'environment',
    about: 'hosts',
    fields: {},
    order: [],
    status: 200,
    wording: { call: '' },
    because: ['U-05', 'F-107'],
  },
  ThrottleKms: {
    by: 'environment',
    about: 'kms',
    fields: { on: 'flag' },
    order: [],
    status: 200,
    wording: { call: '{on}' },
    because: ['F-131'],
  },
  InterruptKms: {
    by: 'environment',
    about: 'kms',
    fields: { on: 'flag', answersLost: 'flag?' },
    order: [],
    status: 200,
    wording: { call: '{on}[, answers lost: {answersLost}]' },
    because: ['U-32'],
  },
} as const satisfies Rows<EnvironmentEvent>;
