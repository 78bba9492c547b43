import { aliasArn, type Event, type EventName, type Lagging } from '../../../../model/index.ts';
import type { Layout, Placed } from '../../parts/layout.ts';
import { NOW_MS } from '../../parts/part.ts';
import { bucketNames, type ExploreScope } from '../../scope.ts';
import type { Assumption } from '../assumption.ts';
import type { Goal } from '../goal.ts';
import { TIME_PASSES } from './time-passes.ts';

/** A setting that may still be seen as it was. */
interface Setting {
  readonly name: string;
  readonly requirements: readonly string[];
  readonly isChange: (event: Event) => boolean;
  readonly isSeenAsItWas: Goal['isPending'];
}

const OF_BUCKETS: ReadonlySet<EventName> = new Set(['PutBucketEncryption', 'DeleteBucketEncryption']);
const OF_CONTROL: ReadonlySet<EventName> = new Set([
  'DisableKey',
  'EnableKey',
  'ScheduleKeyDeletion',
  'CancelKeyDeletion',
]);

/**
 * Each setting whose changes a scope's profile spreads slowly sooner or later is seen as it is, once it is left alone.
 */
export function earlierSettingGoals(scope: ExploreScope, layout: Layout): readonly Goal[] {
  const { ruleDelayMs, kmsDelayMs } = scope.profile;
  const settings = [
    ...(ruleDelayMs > 0 ? rules(scope, layout) : []),
    ...(kmsDelayMs > 0 ? [...controls(layout), ...policies(layout), ...targets(scope, layout)] : []),
  ];
  return settings.filter(({ isChange }) => scope.actions.some(({ event }) => isChange(event))).map(goalOf);
}

function goalOf({ name, requirements, isChange, isSeenAsItWas }: Setting): Goal {
  const leftAlone: Assumption = {
    id: 'left-alone',
    text: `Sooner or later ${name} is left alone: nobody changes it any more.`,
    requirements: [],
    given: (event) => event !== undefined && isChange(event),
    expected: undefined,
  };
  return {
    id: 'earlier-settings-end',
    title: 'A change is seen everywhere sooner or later: what was there before it ceases to act.',
    requirements,
    subject: name,
    pendingText: `an earlier state of ${name} may still be seen`,
    isPending: isSeenAsItWas,
    assumptions: [TIME_PASSES, leftAlone],
    attempts: [],
  };
}

function rules(scope: ExploreScope, layout: Layout): readonly Setting[] {
  const names = bucketNames(scope);
  return [...layout.buckets.values()].map((placed) => ({
    name: `the encryption rule of ${names[placed.index]}`,
    requirements: ['F-14', 'U-16'],
    isChange: (event) => OF_BUCKETS.has(event.op) && 'bucket' in event && event.bucket === names[placed.index],
    isSeenAsItWas: hasEarlier(placed, (bucket) => bucket?.encryption),
  }));
}

function controls(layout: Layout): readonly Setting[] {
  return keys(layout).map(([id, placed]) => ({
    name: `the state of ${id}`,
    requirements: ['F-122', 'U-23'],
    isChange: (event) => OF_CONTROL.has(event.op) && 'keyId' in event && event.keyId === id,
    isSeenAsItWas: hasEarlier(placed, ({ control }) => control),
  }));
}

function policies(layout: Layout): readonly Setting[] {
  return keys(layout).map(([id, placed]) => ({
    name: `the key policy of ${id}`,
    requirements: ['F-122', 'U-23'],
    isChange: (event) => event.op === 'PutKeyPolicy' && event.keyId === id,
    isSeenAsItWas: hasEarlier(placed, ({ policy }) => policy),
  }));
}

function targets({ setup }: ExploreScope, layout: Layout): readonly Setting[] {
  return setup.aliases.flatMap(({ account, alias }) => {
    const placed = layout.aliases.get(layout.model.aliases.find(aliasArn(account, alias)));
    if (placed === undefined) throw new RangeError(`no state has ${alias}`);
    return {
      name: `the target of ${alias}`,
      requirements: ['F-122', 'U-23'],
      isChange: (event) => event.op === 'UpdateAlias' && event.alias === alias,
      isSeenAsItWas: hasEarlier(placed, ({ target }) => target),
    };
  });
}

function keys({ kmsKeys }: Layout) {
  return [...kmsKeys.values()].map((placed) => [placed.part.values.record(0).id, placed] as const);
}

function hasEarlier<V>(
  { place, part }: Placed<V>,
  settingOf: (record: V) => Lagging<unknown> | undefined,
): Goal['isPending'] {
  return (items, at) => {
    const earlier = settingOf(part.values.record(items[at + place] as number))?.earlier ?? [];
    return earlier.some(({ untilMs }) => NOW_MS < untilMs);
  };
}
