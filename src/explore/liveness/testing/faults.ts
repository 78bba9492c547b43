import { DAY_MS, perform } from '../../../../model/index.ts';

type Act = typeof perform;

/** Pending again, whatever an attempt to replicate b/x has come to, if something is so before or after it. */
function staysPending(isWrong: (draft: Parameters<Act>[0], status: string) => boolean): Act {
  return (draft, input, chooser) => {
    const number = draft.scope.object('b', 'x');
    const wasPending = draft.objects.get(number)?.replication === 'pending';
    const outcome = perform(draft, input, chooser);
    const version = draft.objects.get(number);
    if (input.event.op !== 'ReplicateObject' || !wasPending || version === undefined) return outcome;
    if (!isWrong(draft, version.replication)) return outcome;
    draft.set('objects', number, { ...version, replication: 'pending' });
    return { ...outcome, replicationStatus: 'PENDING' };
  };
}

/** A mistake in the model: a replica arrives in a bucket with SSE-S3, but its source stays PENDING. */
export const pendingIntoSseS3: Act = staysPending(
  (draft, status) =>
    status === 'completed' && draft.buckets.get(draft.scope.bucket('d'))?.encryption.current.state === 'sseS3',
);

/** A mistake in the model: a KMS key that is disabled is taken for one that will answer later. */
export const disabledLooksThrottled: Act = staysPending((_, status) => status === 'failed');

/** Rotations that stand for "an attempt was throttled": nothing else in the scope looks at them. */
const MARK = 7;

/**
 * A mistake in the model: an attempt that was throttled once is never taken up again, though KMS has long been
 * answering.
 */
export const forgetsTheThrottled: Act = (draft, input, chooser) => {
  const [number, key] = [0, draft.kmsKeys.get(0)];
  const isForgotten = key?.onDemandRotations === MARK;
  const outcome = staysPending(() => isForgotten)(draft, input, chooser);
  const isRefused = outcome.kmsCalls.some(({ result }) => result === 'ThrottlingException');
  const isWritten = input.event.op === 'PutObject' && outcome.status === 200;
  const after = draft.kmsKeys.get(number);
  if (after === undefined) return outcome;
  if (input.event.op === 'ReplicateObject' && isRefused)
    draft.set('kmsKeys', number, { ...after, onDemandRotations: MARK });
  else if (isWritten && isForgotten) draft.set('kmsKeys', number, { ...after, onDemandRotations: 0 });
  return outcome;
};

/** A mistake in the model: a read that KMS refuses starts the waiting period of the key anew. */
export const useRestartsWaitingPeriod: Act = (draft, input, chooser) => {
  const before = draft.kmsKeys.get(0);
  const outcome = perform(draft, input, chooser);
  if (input.event.op !== 'GetObject' || outcome.code !== 'KMS.KMSInvalidStateException' || before === undefined)
    return outcome;
  const { current, earlier } = before.control;
  const deletedAtMs = draft.nowMs + 14 * DAY_MS;
  draft.set('kmsKeys', 0, { ...before, control: { current: { ...current, deletedAtMs }, earlier } });
  return outcome;
};

/** A mistake in the model: whoever looks at an encryption rule makes the one before it last. */
export const lookingMakesItLast: Act = (draft, input, chooser) => {
  const outcome = perform(draft, input, chooser);
  const number = draft.scope.bucket('b');
  const bucket = draft.buckets.get(number);
  if (input.event.op !== 'GetBucketEncryption' || bucket === undefined) return outcome;
  const { current, earlier } = bucket.encryption;
  const untilMs = draft.nowMs + draft.scope.profile.ruleDelayMs;
  const lasting = earlier.filter((old) => draft.nowMs < old.untilMs).slice(-1);
  draft.set('buckets', number, {
    ...bucket,
    encryption: { current, earlier: lasting.map(({ value }) => ({ value, untilMs })) },
  });
  return outcome;
};
