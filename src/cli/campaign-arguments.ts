import type { Shard } from '../check/shard.ts';
import type { Workers } from '../workers/check-embedded.ts';
import { wholeNumber } from './arguments.ts';
import { UsageError } from './usage-error.ts';

/** Most worker threads: more than any machine has use for. */
const MOST_WORKERS = 256;
/** Most parts a check can be divided into. */
export const MOST_SHARDS = 10_000;

/** Parses a number of worker threads, or `auto`. */
export function workersArgument(text: string): Workers {
  if (text === 'auto') return text;
  const value = /^[0-9]{1,9}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= MOST_WORKERS) return value;
  throw new UsageError(`--workers takes auto or a whole number from 1 to ${MOST_WORKERS}, not ${JSON.stringify(text)}`);
}

/** Parses which part of a check to run, such as `2/5`. */
export function shardArgument(text: string): Shard {
  const [index, of, ...rest] = text.split('/');
  if (index === undefined || of === undefined || rest.length > 0) {
    throw new UsageError(`--shard takes a part and the number of parts, such as 2/5, not ${JSON.stringify(text)}`);
  }
  const parts = wholeNumber('--shard: the number of parts', 1, MOST_SHARDS)(of);
  return { index: wholeNumber('--shard: the part', 1, parts)(index), of: parts };
}
