import {
  bucketArn,
  type Event,
  type KmsCall,
  NO_KMS_KEY,
  type ObjectVersion,
  type Outcome,
  perform,
} from '../../../model/index.ts';
import type { ExploreScope } from '../scope.ts';
import { copies } from '../scopes/copies.ts';
import { multipart } from '../scopes/multipart.ts';
import { tiny } from '../scopes/tiny.ts';
import { updatesScope } from '../scopes/updates.ts';
import { versions } from '../scopes/versions.ts';
import { forgetsWhoObtained } from './faults.ts';

/** The model, or a wrapper that spoils what it does. */
export type Act = typeof perform;

/** A mistake in the model, by the id of the property it is planted for, and a scope that shows it. */
export interface Planted {
  readonly id: string;
  readonly scope: ExploreScope;
  readonly act: Act;
}

/** What may be the ETag of anything under a KMS key. */
export const OPAQUE_ETAG = '0123456789abcdef0123456789abcdef';

/** The model, its outcome changed after each step. */
export function spoilt(spoil: (outcome: Outcome, event: Event) => Outcome): Act {
  return (draft, input, chooser) => spoil(perform(draft, input, chooser), input.event);
}

/** A request that a cache serves makes a call for its bucket key all the same. */
function needlessly(op: 'PutObject' | 'GetObject', operation: KmsCall['operation']): Act {
  return (draft, input, chooser) => {
    const outcome = perform(draft, input, chooser);
    const { by, event } = input;
    const { kmsKeyArn: keyArn, kmsCalls, bucketKeyEnabled } = outcome;
    if (event.op !== op || by === null || keyArn === null || bucketKeyEnabled !== true || kmsCalls.length > 0)
      return outcome;
    const call = { operation, by, keyArn, context: { 'aws:s3:arn': bucketArn(event.bucket) }, result: 'ok' } as const;
    return { ...outcome, kmsCalls: [call] };
  };
}

/** A replica gets an ETag of its own, whatever its source is under. */
const freshReplica: Act = (draft, input, chooser) => {
  const outcome = perform(draft, input, chooser);
  const number = draft.scope.object('d', 'x');
  const version = draft.objects.get(number);
  if (version?.replication === 'replica' && input.event.op === 'ReplicateObject')
    draft.set('objects', number, { ...version, etag: OPAQUE_ETAG });
  return outcome;
};

/** What an event about the object b/x does is undone, and its answer is a success. */
function undone(op: Event['op']): Act {
  return (draft, input, chooser) => {
    const number = draft.scope.object('b', 'x');
    const before = draft.objects.get(number);
    const outcome = perform(draft, input, chooser);
    if (input.event.op === op) draft.set('objects', number, before);
    return outcome;
  };
}

/** The model with its outcomes changed where an event of this name succeeds. */
export function shows(op: Event['op'], change: (outcome: Outcome) => Partial<Outcome>): Act {
  return spoilt((outcome, event) =>
    event.op === op && outcome.status < 400 ? { ...outcome, ...change(outcome) } : outcome,
  );
}

/** Each KMS call of an outcome changed. */
export function calls(outcome: Outcome, change: (call: KmsCall) => Partial<KmsCall>): Partial<Outcome> {
  return { kmsCalls: outcome.kmsCalls.map((call) => ({ ...call, ...change(call) })) };
}

/** The object b/x changes after steps of some kinds, by itself. */
export function decaysAfter(
  isMoment: (outcome: Outcome, event: Event) => boolean,
  change: (version: ObjectVersion) => ObjectVersion = (version) => ({ ...version, md5: 'other' }),
): Act {
  return (draft, input, chooser) => {
    const outcome = perform(draft, input, chooser);
    const number = draft.scope.object('b', 'x');
    const version = draft.objects.get(number);
    if (version !== undefined && isMoment(outcome, input.event)) draft.set('objects', number, change(version));
    return outcome;
  };
}

/** An upload under KMS is of S3 alone from its first part on. */
const unsettled: Act = (draft, input, chooser) => {
  const outcome = perform(draft, input, chooser);
  const { event } = input;
  if (event.op !== 'UploadPart' || outcome.status >= 400) return outcome;
  const number = draft.scope.upload(draft.scope.object(event.bucket, event.key), event.uploadId);
  const upload = draft.uploads.get(number);
  if (upload?.version.state !== 'sseKms') return outcome;
  draft.set('uploads', number, { ...upload, version: { ...upload.version, state: 'sseS3', kmsKey: NO_KMS_KEY } });
  return { ...outcome, sse: 'AES256', kmsKeyArn: null, etag: event.body?.md5 ?? null };
};

/** An object written into one bucket gets the bucket key of whatever object there is. */
const shared: Act = (draft, input, chooser) => {
  const outcome = perform(draft, input, chooser);
  const { event } = input;
  if (event.op !== 'CopyObject' || outcome.status >= 400) return outcome;
  const source = draft.objects.get(draft.scope.object(event.source.bucket, event.source.key));
  const number = draft.scope.object(event.bucket, event.key);
  const copy = draft.objects.get(number);
  if (source === undefined || copy === undefined || source.bucketKey < 0 || copy.bucketKey < 0) return outcome;
  draft.set('objects', number, { ...copy, bucketKey: source.bucketKey });
  return outcome;
};

/** The same, and the write makes no call for a bucket key of its own bucket. */
export const sealsElsewhere: Act = (draft, input, chooser) => {
  const outcome = shared(draft, input, chooser);
  const { event } = input;
  if (event.op !== 'CopyObject' || outcome.status >= 400) return outcome;
  return { ...outcome, kmsCalls: outcome.kmsCalls.filter(({ operation }) => operation !== 'GenerateDataKey') };
};

/** Refusals of KMS that are taken for an answer. */
export function allows(refusal: string, states: readonly string[] = ['sseKms', 'sseKmsBucketKey', 'dsseKms']): Act {
  return (draft, input, chooser) => {
    const outcome = perform(draft, input, chooser);
    const { event } = input;
    if (event.op !== 'GetObject' || outcome.code !== refusal) return outcome;
    const version = draft.objects.get(draft.scope.object(event.bucket, event.key));
    if (version === undefined || !states.includes(version.state)) return outcome;
    const opened = {
      status: 200,
      code: null,
      sse: version.state === 'dsseKms' ? 'aws:kms:dsse' : 'aws:kms',
      kmsKeyArn: draft.kmsKeys.get(version.kmsKey)?.arn ?? null,
      bucketKeyEnabled: version.state === 'sseKmsBucketKey' ? true : null,
      etag: version.etag,
      contentMd5: version.md5,
    } as const;
    return { ...outcome, ...opened, ...calls(outcome, () => ({ result: 'ok' })) };
  };
}

/** `tiny` with a bucket that may have no bucket key, which is what `unrecoverable` is about. */
export const perObject: ExploreScope = {
  ...tiny,
  monitored: false,
  actions: [
    ...tiny.actions,
    {
      by: 'ann',
      event: { op: 'PutBucketEncryption', bucket: 'b', rules: [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1' }] },
    },
  ],
};

/** A mistake for each invariant, in the order in which they are judged. */
export const PLANTED: readonly Planted[] = [
  {
    id: 'context-names-the-bucket',
    scope: perObject,
    act: shows('PutObject', (outcome) =>
      outcome.bucketKeyEnabled === true
        ? {}
        : calls(outcome, () => ({ context: { 'aws:s3:arn': 'arn:aws:s3:::other' } })),
    ),
  },
  { id: 'every-requester-pays', scope: tiny, act: forgetsWhoObtained },
  {
    id: 'no-free-ride',
    scope: perObject,
    act: shows('PutObject', (outcome) => (outcome.bucketKeyEnabled === true ? {} : { kmsCalls: [] })),
  },
  { id: 'key-scope', scope: copies, act: shared },
  { id: 'bounded-writes', scope: tiny, act: needlessly('PutObject', 'GenerateDataKey') },
  { id: 'bounded-reads', scope: tiny, act: needlessly('GetObject', 'Decrypt') },
  {
    id: 'calls-per-side',
    scope: tiny,
    act: shows('GetObject', (outcome) => ({ kmsCalls: outcome.kmsCalls.flatMap((call) => [call, call]) })),
  },
  { id: 'atomic-writes', scope: tiny, act: decaysAfter(({ status }) => status >= 400) },
  {
    id: 'update-encryption',
    scope: updatesScope,
    act: decaysAfter(
      ({ status }, { op }) => status < 400 && op === 'UpdateObjectEncryption',
      (version) => ({ ...version, etag: OPAQUE_ETAG }),
    ),
  },
  {
    id: 'config-is-not-retroactive',
    scope: tiny,
    act: decaysAfter(({ status }, { op }) => status < 400 && op === 'PutBucketEncryption'),
  },
  { id: 'multipart-fixed-at-create', scope: multipart, act: unsettled },
  {
    id: 'etag-class',
    scope: tiny,
    act: shows('PutObject', ({ sse, etag }) => ({ etag: sse === 'AES256' ? '*' : etag })),
  },
  { id: 'unrecoverable', scope: perObject, act: allows('KMS.NotFoundException', ['sseKms']) },
  { id: 'revocation-bound', scope: tiny, act: allows('KMS.DisabledException') },
  {
    id: 'copy-takes-destination',
    scope: copies,
    act: shows('CopyObject', () => ({ sse: 'aws:kms:dsse', etag: OPAQUE_ETAG })),
  },
  { id: 'replica-type', scope: copies, act: freshReplica },
  { id: 'decryptable', scope: tiny, act: shows('GetObject', () => ({ contentMd5: 'other' })) },
  {
    id: 'audit-complete',
    scope: tiny,
    act: spoilt((outcome) =>
      outcome.status < 400 ? outcome : { ...outcome, ...calls(outcome, () => ({ by: 'bob' })) },
    ),
  },
  { id: 'throttling', scope: copies, act: allows('SlowDown') },
  {
    id: 'errors',
    scope: tiny,
    act: spoilt((outcome) => (outcome.code === 'KMS.DisabledException' ? { ...outcome, status: 403 } : outcome)),
  },
  { id: 'takes-effect', scope: tiny, act: undone('DeleteObject') },
];

/** Mistakes in what S3 does by lifecycle rules. */
export const PLANTED_IN_LIFECYCLE: readonly Planted[] = [
  { id: 'takes-effect', scope: versions, act: undone('ExpireObject') },
  {
    id: 'config-is-not-retroactive',
    scope: versions,
    act: decaysAfter(
      (_, { op }) => op === 'TransitionObject',
      (version) => ({ ...version, state: 'sseKms' }),
    ),
  },
];
