import { Arns } from '../../../model/vocabulary/arns.ts';
import type { KmsKeySetup, Setup } from '../../../model/vocabulary/setup.ts';
import { DAY_MS } from '../../../model/vocabulary/time.ts';
import type { Random } from '../crypto/random.ts';
import { SecretKey } from '../crypto/secret-key.ts';
import { Iam } from '../iam.ts';
import type { ReferenceParts } from '../parts/parts.ts';
import type { KeyMaterial, StoredKmsKey } from './key.ts';

/** AWS rotates its managed keys every year (F-124). */
const MANAGED_ROTATION_MS = 365 * DAY_MS;

/** All KMS keys and aliases of the region. What is due (deletion, rotation) is done when a key is next looked at. */
export class KeyStore {
  /** Of the region. */
  readonly arns: Arns;
  /** What IAM says of who asks. */
  readonly iam: Iam;
  readonly #byArn = new Map<string, StoredKmsKey>();
  /** By account, then by alias; the value is a key ARN. */
  readonly #aliases = new Map<string, Map<string, string>>();
  readonly #random: Random;
  readonly #parts: ReferenceParts;

  constructor(setup: Setup, random: Random, parts: ReferenceParts, arns = new Arns(setup)) {
    this.arns = arns;
    this.iam = new Iam(setup);
    this.#random = random;
    this.#parts = parts;
    for (const key of setup.kmsKeys) this.create(key.account, key.id, key);
    // AWS creates its managed keys at their first use (F-12); who names one before that is not documented, so they are
    // there from the start.
    const { requesters, buckets, managedKeys = [] } = setup;
    const accounts = new Set([...requesters, ...buckets, ...managedKeys].map(({ account }) => account));
    for (const account of accounts) this.#create(account, this.arns.managedKeyId(account), true);
    for (const { account, alias, keyId } of setup.aliases) {
      this.pointAlias(account, alias, this.arns.kmsKey(account, keyId));
    }
  }

  /** The key of an ARN as it is at a time; undefined = no such key ever. */
  find(keyArn: string, atMs: number): StoredKmsKey | undefined {
    const key = this.#byArn.get(keyArn);
    if (key !== undefined && this.#parts.kms.isMaterialDue(key, atMs)) this.dropMaterial(key);
    if (key?.state === 'PendingDeletion' && this.#parts.kms.isDeletionDue(key, atMs)) this.#deleteForEver(key);
    return key;
  }

  /** Whether a key of this ARN exists at a time. */
  exists(keyArn: string, atMs: number): boolean {
    const key = this.find(keyArn, atMs);
    return key !== undefined && key.state !== 'Deleted';
  }

  /** Whether a key of this ARN exists or once existed. */
  knows(keyArn: string): boolean {
    return this.#byArn.has(keyArn);
  }

  /** All keys that exist or once existed, oldest first. */
  all(): readonly StoredKmsKey[] {
    return [...this.#byArn.values()];
  }

  /** The aliases of an account, with the ARNs of their keys. */
  aliasesOf(account: string): ReadonlyMap<string, string> {
    return this.#aliases.get(account) ?? new Map();
  }

  /** ARN of the key an alias points to, or null. */
  aliasTarget(account: string, alias: string): string | null {
    return this.#aliases.get(account)?.get(alias) ?? null;
  }

  /** Points an alias to a key; makes the alias if need be. */
  pointAlias(account: string, alias: string, keyArn: string): void {
    const aliases = this.#aliases.get(account) ?? new Map<string, string>();
    this.#aliases.set(account, aliases.set(alias, keyArn));
  }

  /** Takes an alias away. */
  removeAlias(account: string, alias: string): void {
    this.#aliases.get(account)?.delete(alias);
  }

  /** Deletes what is due by a time, with its aliases, which nobody may have looked at. */
  settle(atMs: number): void {
    for (const arn of this.#byArn.keys()) this.find(arn, atMs);
  }

  /**
   * Makes a customer managed key, its policy allowing the owner's account (F-11): enabled, or to import material into.
   */
  create(account: string, id: string, kind: Pick<KmsKeySetup, 'keySpec' | 'origin'> = {}): StoredKmsKey {
    return this.#create(account, id, false, kind);
  }

  /** The material that encrypts at a time: the newest, after the automatic rotation that may be due. */
  currentMaterial(key: StoredKmsKey, atMs: number): KeyMaterial {
    const rotation = key.automaticRotation;
    if (rotation !== null && atMs >= rotation.dueAtMs) {
      // Versions that were due in between never encrypted anything: one stands for them all.
      const overdue = Math.floor((atMs - rotation.dueAtMs) / rotation.periodMs);
      key.automaticRotation = {
        periodMs: rotation.periodMs,
        dueAtMs: rotation.dueAtMs + (overdue + 1) * rotation.periodMs,
      };
      this.rotate(key);
    }
    const newest = key.material.at(-1);
    if (newest === undefined) throw new Error(`${key.arn} has no key material`);
    return newest;
  }

  /** Gives a key a new version of its material (F-124). */
  rotate(key: StoredKmsKey): void {
    const version = (key.material.at(-1)?.version ?? 0) + 1;
    key.material = this.#parts.kms.materialAfterRotation(key.material, this.#material(version));
  }

  /** Gives a key the material that its owner keeps, until a time or for ever (F-210). */
  importMaterial(key: StoredKmsKey, endsAtMs: number | null): void {
    const { imported } = key;
    if (imported === null) return;
    imported.isBound = true;
    imported.endsAtMs = endsAtMs;
    if (key.material.length > 0) return;
    const bytes = this.#parts.kms.materialTaken(imported, this.#random);
    key.material = [{ version: 1, key: new SecretKey(Uint8Array.from(bytes)) }];
  }

  /** Takes the imported material of a key away: only its owner has it then (F-211). */
  dropMaterial(key: StoredKmsKey): void {
    key.state = this.#parts.kms.stateWithoutMaterial(key.state);
    if (key.imported !== null) key.imported.endsAtMs = null;
    const kept = this.#parts.kms.materialKept(key.material);
    for (const one of key.material) if (!kept.includes(one)) one.key.erase();
    key.material = kept;
  }

  #create(
    account: string,
    id: string,
    managed: boolean,
    { keySpec, origin }: Pick<KmsKeySetup, 'keySpec' | 'origin'> = {},
  ): StoredKmsKey {
    const arn = this.arns.kmsKey(account, id);
    const made = this.#material(1);
    const isExternal = origin === 'EXTERNAL';
    const key: StoredKmsKey = {
      id,
      account,
      arn,
      managed,
      isOfOtherUse: keySpec !== undefined,
      imported: isExternal ? { ownersCopy: made.key.bytes, offered: null, isBound: false, endsAtMs: null } : null,
      state: isExternal ? 'PendingImport' : 'Enabled',
      deletionAtMs: null,
      policy: [{ effect: 'Allow', principal: this.arns.accountRoot(account), actions: ['kms:*'] }],
      grants: [],
      material: isExternal ? [] : [made],
      automaticRotation: managed ? { periodMs: MANAGED_ROTATION_MS, dueAtMs: MANAGED_ROTATION_MS } : null,
      onDemandRotations: 0,
    };
    this.#byArn.set(arn, key);
    return key;
  }

  /** Nothing wrapped by the key can be unwrapped any more, by anybody (F-121), and its aliases are gone (F-192). */
  #deleteForEver(key: StoredKmsKey): void {
    for (const { key: material } of key.material) material.erase();
    key.material = [];
    if (key.imported !== null) key.imported.endsAtMs = null;
    key.automaticRotation = null;
    key.state = 'Deleted';
    const aliases = this.#aliases.get(key.account);
    for (const alias of this.#parts.kms.aliasesLost(key, this.aliasesOf(key.account))) aliases?.delete(alias);
  }

  #material(version: number): KeyMaterial {
    return { version, key: new SecretKey(this.#parts.crypto.newKey(this.#random)) };
  }
}
