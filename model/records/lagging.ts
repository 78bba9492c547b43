/**
 * A setting whose changes take a while to be seen everywhere: for a bounded time after a change either value may act
 * (bucket rules F-14, U-16; KMS keys, policies and aliases F-122, U-23).
 */
export interface Lagging<T> {
  readonly current: T;
  /** Values that were replaced, each with the time until which it may still be seen. */
  readonly earlier: readonly { readonly value: T; readonly untilMs: number }[];
}

const NONE: readonly never[] = [];

/** A setting that has always been so. */
export function settled<T>(value: T): Lagging<T> {
  return { current: value, earlier: NONE };
}

/**
 * The setting after a change at `nowMs`, with `delayMs` for it to be seen everywhere. Each value is kept once, however
 * often it comes and goes (`same` tells values apart), so that no setting grows without end.
 */
export function changed<T>(
  setting: Lagging<T>,
  value: T,
  nowMs: number,
  delayMs: number,
  same: (a: T, b: T) => boolean = Object.is,
): Lagging<T> {
  if (delayMs === 0) return settled(value);
  const replaced = [...setting.earlier, { value: setting.current, untilMs: nowMs + delayMs }];
  const earlier = replaced.filter(
    (old, i) =>
      nowMs < old.untilMs &&
      !same(old.value, value) &&
      !replaced.slice(i + 1).some((later) => same(later.value, old.value)),
  );
  return { current: value, earlier };
}

/** Every value that may act at `nowMs`, the current one first. */
export function visible<T>(setting: Lagging<T>, nowMs: number): readonly T[] {
  if (setting.earlier.length === 0) return [setting.current];
  const values = [setting.current];
  for (const old of setting.earlier) {
    if (nowMs < old.untilMs && !values.includes(old.value)) values.push(old.value);
  }
  return values;
}
