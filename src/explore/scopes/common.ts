import { type Body, DAY_MS, type Profile, profileNamed, type Setup } from '../../../model/index.ts';

/**
 * A tick of the shipped scopes: the shortest waiting period of a KMS key. Only the order of times matters, not their
 * length.
 */
export const TICK_MS = 7 * DAY_MS;

/** The account everything in the shipped scopes belongs to. */
export const HOME = '111111111111';

/** The one content of the shipped scopes. */
export const BODY: Body = { text: 'x', md5: '9dd4e461268c8034f5c8564e155c67a6' };

/** Names of what there is in the beginning of a shipped scope. */
export interface SetupNames {
  readonly requesters: readonly string[];
  readonly kmsKeys: readonly string[];
  /** KMS keys whose material is imported; omitted = none. */
  readonly importedKeys?: readonly string[];
  /** For each bucket the keys of its objects from before S3 encrypted everything. */
  readonly buckets: Readonly<Record<string, readonly string[]>>;
  /** For each alias the KMS key it points to. */
  readonly aliases?: Readonly<Record<string, string>>;
}

/**
 * A setup in which everything belongs to {@link HOME}: requesters are roles of their names, objects have the one
 * content.
 */
export function settingUp({ requesters, kmsKeys, importedKeys = [], buckets, aliases = {} }: SetupNames): Setup {
  return {
    requesters: requesters.map((name) => ({ name, account: HOME, principal: name, session: 's1' })),
    kmsKeys: [
      ...kmsKeys.map((id) => ({ id, account: HOME })),
      ...importedKeys.map((id) => ({ id, account: HOME, origin: 'EXTERNAL' as const })),
    ],
    aliases: Object.entries(aliases).map(([alias, keyId]) => ({ account: HOME, alias, keyId })),
    buckets: Object.entries(buckets).map(([name, keys]) => ({
      name,
      account: HOME,
      plainObjects: keys.map((key) => ({ key, body: BODY })),
    })),
  };
}

/** The profile `ideal`, but that a bucket key is cached for one tick and makes data keys for two. */
export function strictProfile(name: string): Profile {
  const ideal = profileNamed('ideal');
  return {
    ...ideal,
    name,
    title: 'As ideal; a bucket key is cached for one tick and makes data keys for two.',
    // Where no policy makes a bucket public, whether that is blocked need not be told apart.
    blockPublicAccess: ['none'],
    cacheLifetime: { minMs: TICK_MS, maxMs: TICK_MS },
    generationLifetime: { minMs: 2 * TICK_MS, maxMs: 2 * TICK_MS },
  };
}

/**
 * All that can be open of what a cache holds: it may lose anything at any time, bucket keys are verified or not, and
 * what a write obtained serves reads or not.
 */
export function openProfile(name: string): Profile {
  return {
    ...strictProfile(name),
    title:
      'A cache that may lose anything at any time; bucket keys verified or not; what a write obtained serves reads ' +
      'or not.',
    earlyEviction: true,
    cacheLifetime: { minMs: 0, maxMs: TICK_MS },
    writeVerifies: [false, true],
    writeWarmsRead: [false, true],
  };
}
