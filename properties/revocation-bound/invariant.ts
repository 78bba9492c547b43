import {
  type Event,
  isEnvironmentEvent,
  type KmsCall,
  type KmsKey,
  type S3Action,
  visible,
  type WorldView,
} from '../../model/index.ts';
import type { Invariant } from '../invariant.ts';
import { grantAllows } from '../ledger/grants.ts';
import { neededActions } from '../ledger/needed-actions.ts';
import { kmsAllows, s3Allows } from '../ledger/permission.ts';
import { controlStateAt, type Transition } from '../transition.ts';

/** Who is denied is not served: by KMS at the next call, by S3 at once (F-46, F-115, F-118, F-119). */
export const revocationBoundInvariant: Invariant = (transition) => {
  const { before, outcome, step } = transition;
  for (const call of outcome.kmsCalls) {
    const wrong = call.result === 'ok' ? wronglyAllowed(before, call, step.atMs) : undefined;
    if (wrong !== undefined) return wrong;
  }
  return outcome.status < 400 ? deniedByS3(transition) : undefined;
};

function wronglyAllowed(world: WorldView, call: KmsCall, nowMs: number): string | undefined {
  const key = keyOfArn(world, call.keyArn);
  const by = world.scope.requesters.get(call.by);
  if (key === undefined || by === undefined)
    return `${call.operation} was carried out under the unknown key ${call.keyArn}`;
  const { control, policy } = key;
  const isSettled =
    control.earlier.every(({ untilMs }) => untilMs <= nowMs) && policy.earlier.every(({ untilMs }) => untilMs <= nowMs);
  if (!isSettled) return undefined;
  if (controlStateAt(control.current, nowMs) !== 'enabled')
    return `${call.operation} was carried out under ${key.id}, which is not enabled`;
  const arn = call.context['aws:s3:arn'] ?? '';
  // One that may still be seen, or already, may have done.
  const grant = key.grants.find(
    (one) =>
      visible(one.given, nowMs).includes(true) && grantAllows(one, by, call.operation, arn, call.context) === 'yes',
  );
  const granted = grant === undefined ? 'no' : 'yes';
  return kmsAllows(policy.current, key.arn, by, call.operation, arn, null, call.context, granted) === 'yes'
    ? undefined
    : `${call.operation} was carried out for ${by.name}, whom the policy of ${key.id} does not allow it`;
}

function keyOfArn(world: WorldView, arn: string): KmsKey | undefined {
  return world.kmsKeys.get(world.scope.kmsKeys.find(arn));
}

function deniedByS3({ before, step }: Transition): string | undefined {
  const by = step.by === null ? undefined : before.scope.requesters.get(step.by);
  if (by === undefined) return undefined;
  const denied = asked(step.event).find(({ bucket, action }) => {
    const of = before.buckets.get(before.scope.bucket(bucket));
    if (of === undefined || of.policy.earlier.some(({ untilMs }) => step.atMs < untilMs)) return false;
    return s3Allows(of.policy.current, of.account, by, action, before.scope.profile, step.event) === 'no';
  });
  return denied === undefined
    ? undefined
    : `${by.name} was served, though ${denied.bucket} does not allow ${denied.action}`;
}

interface Asked {
  readonly bucket: string;
  readonly action: Exclude<S3Action, 's3:*'>;
}

function asked(event: Event): readonly Asked[] {
  if (!('key' in event) || isEnvironmentEvent(event)) return [];
  const { read, write } = neededActions(event);
  const from = 'source' in event ? event.source.bucket : event.bucket;
  return [
    ...write.map((action) => ({ bucket: event.bucket, action })),
    ...read.map((action) => ({ bucket: from, action })),
  ];
}
