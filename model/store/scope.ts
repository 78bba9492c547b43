import type { Profile } from '../openness/profile.ts';
import type { KnownRequester, Limits, NumberedKey } from '../records/known-requester.ts';
import type { ContextPairs } from '../records/records.ts';
import { NO_PAIRS, partitionOf } from '../rules/encryption-context.ts';
import { readKeyReference } from '../rules/key-reference.ts';
import { requesterIdentity } from '../rules/requester-identity.ts';
import { Arns, MANAGED_ALIAS } from '../vocabulary/arns.ts';
import { kmsQuotaIn } from '../vocabulary/kms-quota.ts';
import type { Requester } from '../vocabulary/requester.ts';
import type { Setup } from '../vocabulary/setup.ts';
import { Interner, PairInterner } from './interner.ts';

/**
 * What a key reference names: a KMS key or an alias by number, or neither (both -1). Whether it is there a world says.
 */
export interface NamedKey {
  readonly kmsKey: number;
  readonly alias: number;
  /** ARN of the alias that it reads as; '' for none. */
  readonly aliasArn: string;
}

/** A key reference as it was understood once. */
interface KnownReference extends NamedKey {
  readonly requesterAccount: string;
  readonly bareIdAccount: string;
}

/** What IAM says of a role and a scoping policy, where the setup tells it. */
function limitsOf(
  { identityPolicies = [], scopingPolicies = [] }: Setup,
  { account, principal, scopingPolicy }: Requester,
): Limits | undefined {
  const ofRole = identityPolicies.find((one) => one.account === account && one.principal === principal);
  const ofSession = scopingPolicies.find(({ name }) => name === scopingPolicy);
  if (ofRole === undefined && ofSession === undefined) return undefined;
  return { identity: ofRole?.statements, scoping: ofSession?.statements };
}

/** What a setup says is not known of the time before the trace. */
export interface Past {
  /** Time of the first step, in milliseconds: all that nobody recorded was before. */
  readonly startMs: number;
  /** Whether buckets, KMS keys and aliases that the setup does not list may have been there. */
  readonly isEverything: boolean;
}

/**
 * What never changes in the course of a trace, and the numbers of names. Numbers carry no state: the same name has the
 * same number in every world of the scope, so worlds may share them.
 */
export class Scope {
  readonly setup: Setup;
  readonly profile: Profile;
  readonly arns: Arns;
  /** Undefined where the setup tells all there was. */
  readonly past: Past | undefined;
  /** Whether the setup says of some bucket what it does about versions, so that of the others it is known as well. */
  readonly tellsVersioning: boolean;
  /** Numbers of the names of directory buckets; undefined where there are none. */
  readonly #directories: ReadonlySet<number> | undefined;
  readonly requesters: ReadonlyMap<string, KnownRequester>;
  /** In whose name KMS is called, whoever asks; undefined where it is called in the name of who asks (F-100). */
  readonly service: KnownRequester | undefined;
  /** Requests a second by account; undefined where the setup has no quotas. */
  readonly kmsQuotas: ReadonlyMap<string, number> | undefined;
  readonly #buckets = new Interner();
  readonly #objects: Map<string, number>[] = [];
  readonly #bucketsOfObjects: string[] = [];
  readonly #keysOfObjects: string[] = [];
  /** Numbers of versions, by number of the object and then by rank. */
  readonly #versions: number[][] = [];
  readonly #versionsOfPast = new Map<string, number>();
  readonly #uploads: Map<string | number, number>[] = [];
  readonly #unnamedUploads: number[] = [];
  readonly #uploadNames: { readonly object: number; readonly id: string | number }[] = [];
  readonly #families = new PairInterner();
  readonly #partitions = new Interner();
  readonly #familyKeys = new PairInterner();
  readonly #pairsOfFamilies: ContextPairs[] = [];
  readonly #bucketsOfFamilies: number[] = [];
  readonly #kmsKeysOfFamilies: number[] = [];
  readonly #holdings = new PairInterner();
  readonly #references = new Map<string, KnownReference[]>();
  readonly #keys: NumberedKey[] = [];
  readonly #keysOfIds = new Map<string, NumberedKey>();
  readonly kmsKeys = new Interner();
  readonly aliases = new Interner();

  /** @param startMs - time of the first step; it only matters where the setup leaves something unknown */
  constructor(setup: Setup, profile: Profile, startMs = 0) {
    this.setup = setup;
    this.profile = profile;
    this.past = setup.unknown === undefined ? undefined : { startMs, isEverything: setup.unknown === 'everything' };
    this.tellsVersioning = setup.buckets.some(({ versioning }) => versioning !== undefined);
    const arns = new Arns(setup);
    this.arns = arns;
    const directories = setup.buckets.filter(({ name }) => arns.isDirectory(name));
    if (directories.length > 0) this.#directories = new Set(directories.map(({ name }) => this.bucket(name)));
    this.kmsQuotas =
      setup.kmsQuotas && new Map(setup.kmsQuotas.map((quota) => [quota.account, kmsQuotaIn(arns.region, quota)]));
    const managed = ({ account }: { readonly account: string }) => ({ account, id: arns.managedKeyId(account) });
    // KMS events name a key by its bare id, which is unique in the setup; the managed keys of requesters can be named
    // as well.
    for (const { account, id } of [...setup.kmsKeys, ...setup.requesters.map(managed)]) this.newKey(account, id);
    for (const { account, id } of [...setup.buckets.map(managed), ...(setup.managedKeys ?? [])])
      this.#addKey(account, id);
    const identities = new Interner();
    this.requesters = new Map(
      setup.requesters.map((requester) => {
        const identity = identities.number(requesterIdentity(requester, profile.requesterMode));
        return [requester.name, this.#known(requester, identity)];
      }),
    );
    this.service = profile.requesterMode === 'service' ? this.requesters.get(setup.service ?? '') : undefined;
  }

  #known(requester: Requester, identity: number): KnownRequester {
    const { name, principal, session, signature, servicePrincipal, sourceArn } = requester;
    // Nobody has neither account nor role, so that a policy allows it what it allows everybody (F-101); no more has a
    // service, which policies call by its name (K-28).
    const isOfNone = signature === 'none' || servicePrincipal !== undefined;
    const account = isOfNone ? '' : requester.account;
    const ownAccount = servicePrincipal === undefined ? requester.account : '';
    return {
      name,
      account,
      principal,
      session,
      signature,
      identity,
      sourceArn,
      limits: isOfNone ? undefined : limitsOf(this.setup, requester),
      roleArn: signature === 'none' ? '' : (servicePrincipal ?? this.arns.role(account, principal)),
      rootArn: isOfNone ? '' : this.arns.accountRoot(account),
      managedKey: this.#addKey(ownAccount, this.arns.managedKeyId(ownAccount)),
    };
  }

  /** Number of a bucket name. */
  bucket(name: string): number {
    return this.#buckets.number(name);
  }

  /** Whether the name of a number is that of a directory bucket (F-20). */
  isDirectory(bucket: number): boolean {
    return this.#directories?.has(bucket) === true;
  }

  /** Number of an object name. */
  object(bucket: string, key: string): number {
    const bucketNumber = this.bucket(bucket);
    let keys = this.#objects[bucketNumber];
    if (keys === undefined) {
      keys = new Map();
      this.#objects[bucketNumber] = keys;
    }
    let number = keys.get(key);
    if (number === undefined) {
      number = this.#numberObject(bucket, key);
      keys.set(key, number);
    }
    return number;
  }

  #numberObject(bucket: string, key: string): number {
    this.#bucketsOfObjects.push(bucket);
    return this.#keysOfObjects.push(key) - 1;
  }

  /** Number of a version that is not the current one, by the number of its object and its rank. */
  version(object: number, rank: number): number {
    this.#versions[object] ??= [];
    const ranks = this.#versions[object];
    const known = ranks[rank];
    if (known !== undefined) return known;
    const { bucket, key } = this.objectName(object);
    const number = this.#numberObject(bucket, key);
    ranks[rank] = number;
    return number;
  }

  /** Number of the version of an id, of an object in a bucket of which nobody knows what versions there are. */
  versionOfPast(object: number, id: string): number {
    const name = `${object} ${id}`;
    let number = this.#versionsOfPast.get(name);
    if (number === undefined) {
      const { bucket, key } = this.objectName(object);
      number = this.#numberObject(bucket, key);
      this.#versionsOfPast.set(name, number);
    }
    return number;
  }

  /** Number of an upload of an object: by the id that S3 gave it, or, where nobody has seen that, by its place. */
  upload(object: number, id: string | number): number {
    let uploads = this.#uploads[object];
    if (uploads === undefined) {
      uploads = new Map();
      this.#uploads[object] = uploads;
    }
    let number = uploads.get(id);
    if (number === undefined) {
      number = this.#uploadNames.length;
      this.#uploadNames.push({ object, id });
      uploads.set(id, number);
      if (typeof id === 'number') this.#unnamedUploads[object] = Math.max(this.unnamedUploads(object), id + 1);
    }
    return number;
  }

  /** The object and the id of an upload number; where nobody has seen the id, its place. */
  uploadOf(number: number): { readonly object: number; readonly id: string | number } {
    const found = this.#uploadNames[number];
    if (found === undefined) throw new RangeError(`no upload has the number ${number}`);
    return found;
  }

  /** In how many places uploads of an object have been whose ids nobody had seen. */
  unnamedUploads(object: number): number {
    return this.#unnamedUploads[object] ?? 0;
  }

  /** Calls `visit` for the number of each upload of an object that was ever asked for. */
  forEachUpload(object: number, visit: (upload: number) => void): void {
    for (const upload of this.#uploads[object]?.values() ?? []) visit(upload);
  }

  /** Calls `visit` for the number of each object of a bucket that was ever asked for. */
  forEachObject(bucket: number, visit: (object: number) => void): void {
    for (const object of this.#objects[bucket]?.values() ?? []) visit(object);
  }

  /** Calls `visit` for the number of each bucket that was ever asked for. */
  forEachBucket(visit: (bucket: number) => void): void {
    for (let bucket = 0; this.#buckets.name(bucket) !== undefined; bucket++) visit(bucket);
  }

  /** Name of a bucket number. */
  bucketName(number: number): string {
    return this.#buckets.name(number) ?? '';
  }

  /** Name of an object number. */
  objectName(number: number): { readonly bucket: string; readonly key: string } {
    const bucket = this.#bucketsOfObjects[number];
    const key = this.#keysOfObjects[number];
    if (bucket === undefined || key === undefined) throw new RangeError(`no object has the number ${number}`);
    return { bucket, key };
  }

  /** The KMS key of a number, or undefined. */
  key(number: number): NumberedKey | undefined {
    return this.#keys[number];
  }

  /** The KMS key that an account makes under an id, by which KMS events name it from now on. */
  newKey(account: string, id: string): NumberedKey {
    const key = this.#addKey(account, id);
    if (!this.#keysOfIds.has(id)) this.#keysOfIds.set(id, key);
    return key;
  }

  /** The KMS key that a KMS event names, or undefined; one that is made on the way there may or may not be yet. */
  keyWithId(id: string): NumberedKey | undefined {
    return this.#keysOfIds.get(id);
  }

  /** Number of the KMS key of an account and id, or -1. */
  keyOf(account: string, id: string): number {
    return this.kmsKeys.find(this.arns.kmsKey(account, id));
  }

  /** Number of an alias of an account, which may be made yet. */
  aliasNamed(account: string, alias: string): number {
    return this.aliases.number(this.arns.alias(account, alias));
  }

  #addKey(account: string, id: string): NumberedKey {
    return this.keyWithArn(this.arns.kmsKey(account, id));
  }

  /** The KMS key of an ARN, with a number of its own even if the setup does not list it. */
  keyWithArn(arn: string): NumberedKey {
    const number = this.kmsKeys.number(arn);
    this.#keys[number] ??= { number, arn };
    return this.#keys[number];
  }

  /** What a key reference names for a requester, where a bare id belongs to an account (F-10). */
  keyNamed(reference: string, requesterAccount: string, bareIdAccount: string): NamedKey {
    let known = this.#references.get(reference);
    if (known === undefined) {
      known = [];
      this.#references.set(reference, known);
    }
    for (const one of known)
      if (one.requesterAccount === requesterAccount && one.bareIdAccount === bareIdAccount) return one;
    const read = readKeyReference(this.arns, reference, requesterAccount, bareIdAccount);
    const named = read === 'unknown' || 'key' in read ? '' : read.alias;
    const managedKey = this.#managedKeyOf(named);
    const keyArn = read !== 'unknown' && 'key' in read ? read.key : managedKey;
    const kmsKey = keyArn === undefined ? -1 : this.keyWithArn(keyArn).number;
    const aliasArn = managedKey === undefined ? named : '';
    const alias = aliasArn === '' ? -1 : this.aliases.number(aliasArn);
    const found = { kmsKey, alias, aliasArn, requesterAccount, bareIdAccount };
    known.push(found);
    return found;
  }

  /** The AWS managed key whose alias this is; nobody can point that to another key (F-185). */
  #managedKeyOf(aliasArn: string): string | undefined {
    const end = `:${MANAGED_ALIAS}`;
    return aliasArn.endsWith(end) && this.aliases.find(aliasArn) < 0
      ? this.arns.managedKey(aliasArn.slice(this.arns.kmsPrefix.length, -end.length))
      : undefined;
  }

  /** Number of the bucket keys of one bucket, KMS key and set of extra context pairs (U-12). */
  family(bucket: number, kmsKey: number, pairs: ContextPairs): number {
    const keyed = this.#familyKeys.number(kmsKey, this.#partitions.number(partitionOf(pairs)));
    const family = this.#families.number(bucket, keyed);
    if (this.#pairsOfFamilies.length === family) {
      this.#pairsOfFamilies.push(pairs);
      this.#bucketsOfFamilies.push(bucket);
      this.#kmsKeysOfFamilies.push(kmsKey);
    }
    return family;
  }

  /** Number of the bucket that the bucket keys of a family belong to. */
  bucketOf(family: number): number {
    return this.#bucketsOfFamilies[family] ?? -1;
  }

  /** Number of the KMS key that the bucket keys of a family are under. */
  kmsKeyOf(family: number): number {
    return this.#kmsKeysOfFamilies[family] ?? -1;
  }

  /** The extra context pairs that the bucket keys of a family are wrapped with (U-12). */
  pairsOf(family: number): ContextPairs {
    return this.#pairsOfFamilies[family] ?? NO_PAIRS;
  }

  /** Calls `visit` for the number of each family of a bucket that was ever asked for. */
  forEachFamily(bucket: number, visit: (family: number) => void): void {
    this.#families.forEach(bucket, visit);
  }

  /** Calls `visit` for the number of each holding of a family that was ever asked for. */
  forEachHolding(family: number, visit: (holding: number) => void): void {
    this.#holdings.forEach(family, visit);
  }

  /** Number of what one cache holds of a family for a requester. */
  holding(family: number, identity: number, cache: number): number {
    const caches = this.profile.caches === 'any' ? 1 : this.profile.caches;
    return this.#holdings.number(family, identity * caches + cache);
  }
}
