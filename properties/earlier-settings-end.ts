import type { Bucket, Event, EventName, Lagging } from '../model/index.ts';
import {
  type Assumption,
  type Goal,
  type GoalContext,
  type GoalView,
  type LivenessProperty,
  TIME_PASSES,
} from './goal.ts';
import { kmsKeysOf } from './goal-keys.ts';

/** A setting that may still be seen as it was. */
interface Setting {
  readonly name: string;
  readonly requirements: readonly string[];
  readonly isChange: (event: Event) => boolean;
  readonly find: (world: GoalView) => Lagging<unknown> | undefined;
}

const OF_RULES = ['F-14', 'U-16'];
const OF_OTHER_CONFIGURATION = ['F-14', 'U-27'];
const OF_KMS = ['F-122', 'U-23'];

const CHANGE_RULES: ReadonlySet<EventName> = new Set(['PutBucketEncryption', 'DeleteBucketEncryption']);
const CHANGE_POLICY: ReadonlySet<EventName> = new Set(['PutBucketPolicy']);
const CHANGE_REPLICATION: ReadonlySet<EventName> = new Set(['PutBucketReplication', 'DeleteBucketReplication']);
const CHANGE_CONTROL: ReadonlySet<EventName> = new Set([
  'CreateKey',
  'DisableKey',
  'EnableKey',
  'ScheduleKeyDeletion',
  'CancelKeyDeletion',
  'ImportKeyMaterial',
  'DeleteImportedKeyMaterial',
]);

/**
 * Each setting whose changes a scope's profile spreads slowly sooner or later is seen as it is, once it is left alone.
 */
export const earlierSettingsEnd: LivenessProperty = {
  id: 'earlier-settings-end',
  title: 'A change is seen everywhere sooner or later: what was there before it ceases to act.',
  requirements: [...OF_RULES, 'U-27', ...OF_KMS],
  goals(context) {
    const { ruleDelayMs, policyDelayMs, replicationDelayMs, kmsDelayMs } = context.scope.profile;
    const settings = [
      ...(ruleDelayMs > 0 ? rules(context) : []),
      ...(policyDelayMs > 0 ? bucketPolicies(context) : []),
      ...(replicationDelayMs > 0 ? replicationRules(context) : []),
      ...(kmsDelayMs > 0
        ? [...controls(context), ...keyPolicies(context), ...grants(context), ...targets(context)]
        : []),
    ];
    return settings.filter(({ isChange }) => context.events.some(isChange)).map(goalOf);
  },
};

function goalOf({ name, requirements, isChange, find }: Setting): Goal {
  const leftAlone: Assumption = {
    id: 'left-alone',
    text: `Sooner or later ${name} is left alone: nobody changes it any more.`,
    requirements: [],
    given: (event) => event !== undefined && isChange(event),
    expected: undefined,
  };
  return {
    requirements,
    subject: name,
    pendingText: `an earlier state of ${name} may still be seen`,
    isPending: (world) => find(world)?.earlier.some(({ untilMs }) => world.nowMs < untilMs) === true,
    assumptions: [TIME_PASSES, leftAlone],
    attempts: [],
  };
}

function rules(context: GoalContext): readonly Setting[] {
  return ofBuckets(context, 'encryption rule', OF_RULES, CHANGE_RULES, ({ encryption }) => encryption);
}

function bucketPolicies(context: GoalContext): readonly Setting[] {
  return ofBuckets(context, 'bucket policy', OF_OTHER_CONFIGURATION, CHANGE_POLICY, ({ policy }) => policy);
}

function replicationRules(context: GoalContext): readonly Setting[] {
  return ofBuckets(
    context,
    'replication rule',
    OF_OTHER_CONFIGURATION,
    CHANGE_REPLICATION,
    ({ replication }) => replication,
  );
}

/** A setting of each bucket that events are about. */
function ofBuckets(
  { scope, events }: GoalContext,
  what: string,
  requirements: readonly string[],
  changes: ReadonlySet<EventName>,
  settingOf: (bucket: Bucket) => Lagging<unknown>,
): readonly Setting[] {
  const names = new Set(events.flatMap((event) => ('bucket' in event ? [event.bucket] : [])));
  const numbered = [...names].map((name) => ({ name, number: scope.bucket(name) }));
  return numbered
    .toSorted((one, other) => one.number - other.number)
    .map(({ name, number }) => ({
      name: `the ${what} of ${name}`,
      requirements,
      isChange: (event) => changes.has(event.op) && 'bucket' in event && event.bucket === name,
      find: ({ buckets }) => {
        const bucket = buckets.get(number);
        return bucket && settingOf(bucket);
      },
    }));
}

function controls({ scope, events }: GoalContext): readonly Setting[] {
  return kmsKeysOf(scope, events).map(({ id, number }) => ({
    name: `the state of ${id}`,
    requirements: OF_KMS,
    isChange: (event) => CHANGE_CONTROL.has(event.op) && 'keyId' in event && event.keyId === id,
    find: ({ kmsKeys }) => kmsKeys.get(number)?.control,
  }));
}

function keyPolicies({ scope, events }: GoalContext): readonly Setting[] {
  return kmsKeysOf(scope, events).map(({ id, number }) => ({
    name: `the key policy of ${id}`,
    requirements: OF_KMS,
    isChange: (event) => event.op === 'PutKeyPolicy' && event.keyId === id,
    find: ({ kmsKeys }) => kmsKeys.get(number)?.policy,
  }));
}

function grants({ scope, events }: GoalContext): readonly Setting[] {
  return kmsKeysOf(scope, events).flatMap(({ id, number }) => {
    const names = new Set(events.flatMap((event) => ('grant' in event && event.keyId === id ? [event.grant] : [])));
    return [...names].map((grant) => ({
      name: `the grant ${grant} of ${id}`,
      requirements: OF_KMS,
      isChange: (event: Event) => 'grant' in event && event.keyId === id && event.grant === grant,
      find: ({ kmsKeys }: GoalView) => kmsKeys.get(number)?.grants.find(({ name }) => name === grant)?.given,
    }));
  });
}

function targets({ scope }: GoalContext): readonly Setting[] {
  return scope.setup.aliases.map(({ account, alias }) => {
    const number = scope.aliasNamed(account, alias);
    return {
      name: `the target of ${alias}`,
      requirements: OF_KMS,
      isChange: (event) => 'alias' in event && event.alias === alias,
      find: ({ aliases }) => aliases.get(number)?.target,
    };
  });
}
