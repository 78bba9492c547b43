import { randomInt } from 'node:crypto';

/** A name for what a run makes at a system, which no other run has: 8 letters and digits. */
export function newRun(): string {
  return Array.from({ length: 8 }, () => randomInt(36).toString(36)).join('');
}

/** What the names of buckets and aliases of a run begin with: `bucketkey clean --run` deletes what does. */
export function runPrefix(run: string): string {
  return `bucketkey-${run}-`;
}
