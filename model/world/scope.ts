import type { Profile } from '../profile/profile.ts';
import { requesterIdentity } from '../rules/requester-identity.ts';
import { accountRootArn, roleArn } from '../vocabulary/arn.ts';
import type { Requester } from '../vocabulary/requester.ts';
import type { Setup } from '../vocabulary/setup.ts';
import { Interner, PairInterner } from './interner.ts';

/** A requester with all that the rules ask of it, worked out once. */
export interface KnownRequester extends Requester {
  /** Number of its identity: equal numbers share bucket keys. */
  readonly identity: number;
  readonly roleArn: string;
  readonly rootArn: string;
}

/**
 * What never changes in the course of a trace, and the numbers of names. Numbers carry no state: the same name has the same number in
 * every world of the scope, so worlds may share them.
 */
export class Scope {
  readonly setup: Setup;
  readonly profile: Profile;
  readonly requesters: ReadonlyMap<string, KnownRequester>;
  readonly #buckets = new Interner();
  readonly #keys = new Interner();
  readonly #objects = new PairInterner();
  readonly #objectNames: { bucket: string; key: string }[] = [];
  readonly #families = new PairInterner();
  readonly #partitions = new Interner();
  readonly #familyKeys = new PairInterner();
  readonly #holdings = new PairInterner();
  readonly kmsKeys = new Interner();
  readonly aliases = new Interner();

  constructor(setup: Setup, profile: Profile) {
    this.setup = setup;
    this.profile = profile;
    const identities = new Interner();
    this.requesters = new Map(
      setup.requesters.map((requester) => [
        requester.name,
        {
          ...requester,
          identity: identities.number(requesterIdentity(requester, profile.requesterMode)),
          roleArn: roleArn(requester.account, requester.principal),
          rootArn: accountRootArn(requester.account),
        },
      ]),
    );
  }

  /** Number of a bucket name. */
  bucket(name: string): number {
    return this.#buckets.number(name);
  }

  /** Number of an object name. */
  object(bucket: string, key: string): number {
    const number = this.#objects.number(this.bucket(bucket), this.#keys.number(key));
    if (number === this.#objectNames.length) this.#objectNames.push({ bucket, key });
    return number;
  }

  /** Name of an object number. */
  objectName(number: number): { readonly bucket: string; readonly key: string } {
    const name = this.#objectNames[number];
    if (name === undefined) throw new RangeError(`no object has the number ${number}`);
    return name;
  }

  /** Number of the bucket keys of one bucket, KMS key and partition of extra context. */
  family(incarnation: number, kmsKey: number, partition: string): number {
    const keyed = this.#familyKeys.number(kmsKey, this.#partitions.number(partition));
    return this.#families.number(incarnation, keyed);
  }

  /** Number of what one cache holds of a family for a requester. */
  holding(family: number, identity: number, cache: number): number {
    const caches = this.profile.caches === 'any' ? 1 : this.profile.caches;
    return this.#holdings.number(family, identity * caches + cache);
  }
}
