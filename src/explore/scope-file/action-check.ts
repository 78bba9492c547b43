import { DAY_MS, type Event, managedKeyId, type Setup } from '../../../model/index.ts';
import { eventProblem } from '../../trace/step-check.ts';
import type { Action } from '../scope.ts';
import { isWhole } from './profile.ts';

/** Names that actions may refer to. */
interface Known {
  readonly requesters: ReadonlySet<string>;
  /** Those of the setup, and those that an action creates. */
  readonly buckets: ReadonlySet<string>;
  readonly kmsKeys: ReadonlySet<string>;
  readonly aliases: ReadonlySet<string>;
}

/**
 * What is wrong with the actions of a scope file that the schema cannot see, as `path: problem`; undefined when nothing
 * is.
 */
export function actionsProblem(actions: readonly Action[], setup: Setup, tickMs: number): string | undefined {
  const known = knownNames(actions, setup);
  for (const [index, action] of actions.entries()) {
    const problem =
      eventProblem(action, known.requesters) ?? nameProblem(action.event, known) ?? timeProblem(action.event, tickMs);
    if (problem !== undefined) return `actions.${index}.${problem}`;
  }
  return undefined;
}

function knownNames(actions: readonly Action[], setup: Setup): Known {
  const buckets = new Set(setup.buckets.map(({ name }) => name));
  for (const { event } of actions) if (event.op === 'CreateBucket') buckets.add(event.bucket);
  return {
    requesters: new Set(setup.requesters.map(({ name }) => name)),
    buckets,
    kmsKeys: new Set([
      ...setup.kmsKeys.map(({ id }) => id),
      ...setup.requesters.map(({ account }) => managedKeyId(account)),
    ]),
    aliases: new Set(setup.aliases.map(({ alias }) => alias)),
  };
}

/** A name that nothing has would make an action that can do nothing; in a file that is a mistake. */
function nameProblem(event: Event, { requesters, buckets, kmsKeys, aliases }: Known): string | undefined {
  const unknown = (path: string, name: string, names: ReadonlySet<string>, kind: string) =>
    names.has(name) ? undefined : `event.${path}: ${JSON.stringify(name)} is no ${kind} of the scope`;
  let problem = 'bucket' in event ? unknown('bucket', event.bucket, buckets, 'bucket') : undefined;
  if (event.op === 'CopyObject') problem ??= unknown('source.bucket', event.source.bucket, buckets, 'bucket');
  if (event.op === 'PutBucketReplication') {
    problem ??=
      unknown('destination', event.destination, buckets, 'bucket') ??
      unknown('role', event.role, requesters, 'requester');
  }
  if (event.op === 'UpdateAlias') problem ??= unknown('alias', event.alias, aliases, 'alias');
  if ('keyId' in event) problem ??= unknown('keyId', event.keyId, kmsKeys, 'KMS key');
  return problem;
}

function timeProblem(event: Event, tickMs: number): string | undefined {
  if (event.op !== 'ScheduleKeyDeletion' || isWhole(event.pendingWindowInDays * DAY_MS, tickMs)) return undefined;
  return `event.pendingWindowInDays: ${event.pendingWindowInDays} days are no whole number of ticks of ${tickMs} ms`;
}
