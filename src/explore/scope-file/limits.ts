/** Largest scope file, in bytes. */
export const MAX_SCOPE_BYTES = 1024 * 1024;
/** Most requesters, KMS keys, aliases or buckets of a scope file, of each. */
export const MAX_NAMES = 16;
/** Most actions of a scope file. */
export const MAX_ACTIONS = 256;
/** Longest tick, in milliseconds: 366 days. */
export const MAX_TICK_MS = 366 * 24 * 60 * 60 * 1000;
/** Most ticks that a lifetime or a delay takes: each is an age that can be told apart. */
export const MAX_TICKS = 64;
/** Most caches of a scope file. */
export const MAX_CACHES = 8;
/** Most versions of a key. */
export const MAX_VERSIONS = 8;
/** Most parts of the worlds of a scope: each is a number of every state. */
export const MAX_PARTS = 128;
/** Most places for what a cache holds: of each bucket, KMS key, set of extra context, requester and cache one. */
export const MAX_HOLDINGS = 4_096;
