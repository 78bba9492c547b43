import { DAY_MS, HOUR_MS, type Profile, SECOND_MS } from '../../model/index.ts';
import type { Walk } from './walk.ts';

/** Lifetime that implementations under test commonly have where their profile leaves it open. */
const USUAL_LIFETIME_MS = 300 * SECOND_MS;

/** Lifetimes of bucket keys worth crossing, the shortest first, in milliseconds. */
export function lifetimes({ cacheLifetime, generationLifetime }: Profile): readonly [number, ...number[]] {
  const bounds = [cacheLifetime.minMs, cacheLifetime.maxMs, generationLifetime.minMs, generationLifetime.maxMs];
  const others = [...new Set(bounds)].filter((lifetime) => lifetime > 0 && lifetime !== USUAL_LIFETIME_MS);
  const [first = USUAL_LIFETIME_MS, ...more] = [USUAL_LIFETIME_MS, ...others].sort((a, b) => a - b);
  return [first, ...more];
}

/**
 * Waits until just before, exactly at, or just after the end of a lifetime that began with a recent use of KMS; shorter
 * ones more often.
 */
export function waitForLifetime(walk: Walk): void {
  const { draw } = walk;
  const [shortest, ...longer] = lifetimes(walk.profile);
  const lifetime = draw.chance(75) ? shortest : (draw.one(longer) ?? shortest);
  waitFor(walk, draw.one(walk.kmsUsedAtMs) ?? walk.nowMs, lifetime);
}

/** Waits until about the end of the time for which an earlier setting may still be seen (U-16, U-23). */
export function waitForDelay(walk: Walk): void {
  const { ruleDelayMs, kmsDelayMs } = walk.profile;
  const delay = walk.draw.one([ruleDelayMs, kmsDelayMs].filter((one) => one > 0));
  if (delay !== undefined) waitFor(walk, walk.changedAtMs, delay);
}

/** Waits for a span from a moment, or from now when that is past: to the millisecond, or one more or less. */
export function waitFor(walk: Walk, sinceMs: number, spanMs: number): void {
  const offset = walk.draw.between(-1, 1);
  const target = sinceMs + spanMs + offset;
  walk.waitUntil(target >= walk.nowMs ? target : walk.nowMs + spanMs + offset);
}

/** Waits for a span drawn without regard to any lifetime: minutes mostly, rarely days, very rarely a year. */
function waitAWhile(walk: Walk): void {
  const { draw } = walk;
  const kind = draw.between(1, 100);
  const span =
    kind <= 60 ? draw.between(1, 280) * SECOND_MS : kind <= 85 ? draw.between(1, 30) * HOUR_MS : longSpan(walk);
  walk.waitUntil(walk.nowMs + span);
}

function longSpan({ draw }: Walk): number {
  return draw.chance(90) ? draw.between(1, 31) * DAY_MS : draw.between(364, 366) * DAY_MS;
}

/** Now and then lets time pass between two steps. */
export function perhapsWait(walk: Walk, percent: number): void {
  const { draw } = walk;
  if (!draw.chance(percent)) return;
  const kind = draw.between(1, 100);
  if (kind <= 70) waitForLifetime(walk);
  else if (kind <= 85) waitForDelay(walk);
  else waitAWhile(walk);
}
