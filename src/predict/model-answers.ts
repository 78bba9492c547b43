import {
  type Event,
  FIRST_OPTION,
  HOUR_MS,
  initialWorld,
  type Profile,
  profileNamed,
  type Setup,
  WorkingWorld,
} from '../../model/index.ts';
import { ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from '../scenario/setup-of.ts';

const WRITER = 'writer';
const READER = 'reader';
const WORLD: Setup = setupOf([requester(WRITER), requester(READER)], ['key'], [bucket('b')]);
/** The requests begin long after the rule, whatever the lifetime. */
const START_MS = HOUR_MS;
const PUT: Event = { op: 'PutObject', bucket: 'b', key: 'x', body: content('x'), headers: {} };
const GET: Event = { op: 'GetObject', bucket: 'b', key: 'x' };

/** A request so many milliseconds after the first. */
type Asked = readonly [atMs: number, by: string, event: Event];

/** What the model answers, in worlds of a few steps, about the KMS calls of single requests. */
export interface ModelAnswers {
  /** Calls of a write and of a read without a bucket key (K-02, K-06). */
  readonly writeWithout: number;
  readonly readWithout: number;
  /** Calls of a write and of a read that find no bucket key in the cache (K-03, K-07). */
  readonly coldWrite: number;
  readonly coldRead: number;
  /** For how long after a call for a write its requester writes without another (F-106), in milliseconds. */
  readonly writeServesWritesMs: number;
  /** For how long after it the writer reads what is under that bucket key; 0 where a write serves no reads (U-09). */
  readonly writeServesReadsMs: number;
  /** For how long after a call for a read its requester reads what is under the same bucket key (F-113). */
  readonly readServesReadsMs: number;
}

/** One strict cache whose bucket keys make data keys, and are held, for one lifetime: all that is open is settled. */
export function strictProfile(lifetimeMs: number, caches = 1): Profile {
  const lifetime = { minMs: lifetimeMs, maxMs: lifetimeMs };
  return { ...profileNamed('ideal'), caches, cacheLifetime: lifetime, generationLifetime: lifetime };
}

/**
 * Asks the model. Its worlds are small because no more is needed: what happens under other bucket keys changes no
 * answer, nor does the time of day, nor what somebody is called (properties `independence`, `time-shift` and
 * `symmetry`).
 */
export function askModel(lifetimeMs: number): ModelAnswers {
  const profile = strictProfile(lifetimeMs);
  const calls = (bucketKeys: boolean, ...asked: readonly Asked[]) => callsOfLast(profile, bucketKeys, asked);
  const coldPut: Asked = [0, WRITER, PUT];
  const coldGet: Asked = [0, READER, GET];
  const until = (by: string, event: Event, before: readonly Asked[]) =>
    servesMs(lifetimeMs, (atMs) => calls(true, ...before, [atMs, by, event]) === 0);
  return {
    writeWithout: calls(false, coldPut),
    readWithout: calls(false, coldPut, coldGet),
    coldWrite: calls(true, coldPut),
    coldRead: calls(true, coldPut, coldGet),
    writeServesWritesMs: until(WRITER, PUT, [coldPut]),
    writeServesReadsMs: until(WRITER, GET, [coldPut]),
    readServesReadsMs: until(READER, GET, [coldPut, coldGet]),
  };
}

function callsOfLast(profile: Profile, bucketKeys: boolean, asked: readonly Asked[]): number {
  const world = new WorkingWorld(initialWorld(WORLD, profile));
  world.take({ atMs: 0, by: ADMIN, event: putRule('b', kmsRule('key', bucketKeys)) }, FIRST_OPTION);
  let calls = 0;
  for (const [atMs, by, event] of asked)
    calls = world.take({ atMs: START_MS + atMs, by, event }, FIRST_OPTION).kmsCalls.length;
  return calls;
}

/**
 * The first time at which a request is not served any more: the lifetime where the model says so, else found by
 * halving.
 */
function servesMs(lifetimeMs: number, isServed: (atMs: number) => boolean): number {
  if (!isServed(0)) return 0;
  let served = isServed(lifetimeMs - 1) ? lifetimeMs - 1 : 0;
  let over = lifetimeMs;
  while (isServed(over)) over *= 2;
  while (over - served > 1) {
    const middle = Math.floor((served + over) / 2);
    if (isServed(middle)) served = middle;
    else over = middle;
  }
  return over;
}
