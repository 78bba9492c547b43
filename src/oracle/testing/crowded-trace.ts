import type { Event, Profile, Step } from '../../../model/index.ts';
import { HOUR_MS, isEnvironmentEvent, MINUTE_MS, SECOND_MS } from '../../../model/index.ts';
import {
  copy,
  encrypt,
  evict,
  get,
  head,
  keyPolicy,
  put,
  remove,
  replicate,
  replication,
} from '../../../model/testing/events.ts';
import { RULES } from '../../../model/testing/scene.ts';

/** Draws a number below `below`. */
export type DrawBelow = (below: number) => number;

const ALLOW = { effect: 'Allow', principal: '*', actions: ['kms:*'] } as const;
const DENY_DECRYPT = { effect: 'Deny', principal: '*', actions: ['kms:Decrypt'] } as const;
const DENY_GENERATE = { effect: 'Deny', principal: '*', actions: ['kms:GenerateDataKey'] } as const;
const POLICIES = [[], [ALLOW], [ALLOW], [ALLOW, DENY_DECRYPT], [ALLOW, DENY_GENERATE]] as const;
const OBJECTS = ['b/o', 'b/o', 'b/p', 'b/q', 'c/o', 'c/p'] as const;
const CONTEXTS = [{}, {}, { context: { a: 'b' } }, { context: { a: 'c' } }];

/**
 * A trace in the scene of the tests that lets two requesters, few objects and two buckets with bucket keys run into
 * each other: caches and bucket keys are shared, outlived, evicted, denied and decrypted for others all the time.
 */
export function crowdedTrace(profile: Profile, draw: DrawBelow, length: number): readonly Step[] {
  const pick = <T>(options: readonly T[]): T => options[draw(options.length)] as T;
  const hasContext = draw(2) === 0;
  const headers = () => (hasContext ? pick(CONTEXTS) : {});
  const { cacheLifetime, generationLifetime } = profile;
  const waits = [
    SECOND_MS,
    MINUTE_MS,
    5 * MINUTE_MS,
    HOUR_MS,
    cacheLifetime.maxMs / 2,
    generationLifetime.maxMs - SECOND_MS,
  ];
  const event = (): Event => {
    const kind = draw(100);
    if (kind < 34) return put(pick(OBJECTS), headers());
    if (kind < 62) return get(pick(OBJECTS));
    if (kind < 78) return copy(pick(OBJECTS), pick(OBJECTS), headers());
    if (kind < 83) return replicate(pick(['b/o', 'b/p', 'b/q']));
    if (kind < 85) return evict(pick(['b', 'c']));
    if (kind < 87) return { op: 'RestartHosts' };
    if (kind < 94) return keyPolicy('K1', ...pick(POLICIES));
    if (kind < 96) return head(pick(OBJECTS));
    if (kind < 98) return { op: 'ThrottleKms', on: draw(2) === 0 };
    return remove(pick(OBJECTS));
  };
  const steps: Step[] = [];
  let atMs = 0;
  const add = (by: string, next: Event): void => {
    steps.push({ atMs, by: isEnvironmentEvent(next) ? null : by, event: next });
  };
  add('ann', encrypt('b', RULES.B2));
  add('ann', encrypt('c', RULES.B2));
  if (draw(3) === 0) add('ann', replication('b', 'c', 'KR'));
  atMs += 10 * MINUTE_MS;
  while (steps.length < length) {
    if (draw(3) === 0) atMs += Math.floor(pick(waits));
    add(pick(['ann', 'ann', 'bob']), event());
  }
  return steps;
}
