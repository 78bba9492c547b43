import { managedKeyId } from '../../../model/vocabulary/arn.ts';

/** Whether a bucket key is used: shared by all that takes it from one place, and filled in when it is seen. */
interface Flag {
  value: boolean | undefined;
}

/** How something is encrypted, as far as it was seen. */
interface Kept {
  algorithm: string | undefined;
  keyArn: string | undefined;
  /** Pairs that the client added to the context. */
  pairs: string | undefined;
  /** Undefined as long as nothing is known of it, and nothing shares it. */
  flag: Flag | undefined;
  /** Whether it is under a key of the client (SSE-C), which is sent with each read. */
  hasOwnKey: boolean | undefined;
}

/** One object in memory, and not a few: there are many, and they stay. */
interface KnownObject extends Kept {
  readonly name: string;
  isThere: boolean | undefined;
}

interface KnownBucket {
  readonly name: string;
  rule: Kept;
  readonly objects: Map<string, KnownObject>;
}

/** What a write showed. */
export interface Written {
  readonly algorithm: string;
  readonly keyArn: string | undefined;
  readonly pairs: string | undefined;
  /** What the headers say of a bucket key; undefined = the rule of the bucket decides. */
  readonly flagAsked: boolean | undefined;
  /** Whether a bucket key was seen to be used, or seen not to be. */
  readonly flagSeen: boolean | undefined;
  /** Whether algorithm and key are those of the bucket's rule. */
  readonly byRule: boolean;
}

/** What a KMS call that was made for a read showed of its object. */
export interface Opened {
  readonly keyArn: string | undefined;
  readonly pairs: string | undefined;
  readonly usedBucketKey: boolean;
}

/** What of a reader decides what opens for it. */
export interface Reader {
  readonly account: string | undefined;
  readonly signsV4: boolean;
  /** Whether it sends a key of its own (SSE-C). */
  readonly hasOwnKey: boolean;
}

/** The names of an object and its bucket in the trace. */
export interface ToldNames {
  readonly bucket: string;
  readonly key: string;
}

/** Most objects and buckets of which something is remembered. */
const MAX_OBJECTS = 50_000;
const MAX_BUCKETS = 10_000;

/**
 * Follows what the records show of buckets and objects, to notice where something was changed that nobody recorded:
 * trails have gaps, leave out kinds of events, and never have lifecycle rules. A recorded history explains a record as
 * long as there is one way to fill in what was not seen, and that way is kept here. Where a record no longer fits, a
 * record is missing or the system is wrong, and nothing can tell which; the object or bucket goes on under another
 * name, of which nothing is known, so that the trace accuses nobody.
 */
export class Witness {
  readonly #buckets = new Map<string, KnownBucket>();
  #objects = 0;
  #hasForgotten = false;
  #changes = 0;
  /** Objects and buckets that changed without a record. */
  readonly unrecorded = { objects: 0, buckets: 0 };

  /** Takes a rule that was put, its key as an ARN. */
  putRule(bucket: string, algorithm: string, keyArn: string | undefined, flag: boolean): string {
    const known = this.#bucket(bucket);
    known.rule = {
      algorithm,
      keyArn,
      pairs: undefined,
      flag: { value: algorithm === 'aws:kms' && flag },
      hasOwnKey: false,
    };
    return known.name;
  }

  /** Takes a change of a bucket that cannot be told: from now on nothing is known of its rule. */
  loseRule(bucket: string): void {
    this.#changedBucket(bucket);
  }

  /** Takes a write. */
  write(bucket: string, key: string, written: Written): ToldNames {
    const { algorithm, keyArn, pairs, flagAsked, flagSeen, byRule } = written;
    let known = this.#bucket(bucket);
    if (!followsRule(known.rule, written)) {
      known = this.#changedBucket(bucket);
      this.unrecorded.buckets += 1;
    }
    const { rule } = known;
    if (byRule) {
      rule.algorithm = algorithm;
      rule.keyArn ??= keyArn;
      // That a flag in a rule of another algorithm lies dormant is one way to explain it (U-15), and there is another.
      if (algorithm !== 'aws:kms') flagOf(rule).value ??= false;
    }
    const inherits = algorithm === 'aws:kms' && flagAsked === undefined;
    if (inherits) flagOf(rule).value ??= flagSeen;
    const object = this.#object(known, key);
    object.isThere = true;
    object.algorithm = algorithm;
    object.keyArn = keyArn;
    object.pairs = pairs;
    object.flag = inherits ? flagOf(rule) : { value: algorithm === 'aws:kms' ? flagAsked : false };
    object.hasOwnKey = false;
    return { bucket: known.name, key: object.name };
  }

  /** Takes a write under a key of the client, which takes nothing from the rule of its bucket. */
  writeUnderOwnKey(bucket: string, key: string): ToldNames {
    const known = this.#bucket(bucket);
    const object = this.#object(known, key);
    object.isThere = true;
    object.algorithm = undefined;
    object.keyArn = undefined;
    object.pairs = undefined;
    object.flag = undefined;
    object.hasOwnKey = true;
    return { bucket: known.name, key: object.name };
  }

  /** Takes a read that succeeded, with what its KMS call showed; undefined where none is known. */
  read(bucket: string, key: string, reader: Reader, opened: Opened | undefined): ToldNames {
    const known = this.#bucket(bucket);
    let object = this.#object(known, key);
    const fits =
      agree(object.hasOwnKey, reader.hasOwnKey) &&
      (reader.hasOwnKey || (opened === undefined ? mayOpen(reader, object) : opens(object, opened)));
    if (object.isThere === false || !fits) {
      object = this.#changedObject(known, key);
      this.unrecorded.objects += 1;
    }
    object.isThere = true;
    object.hasOwnKey ??= reader.hasOwnKey;
    if (!reader.signsV4 && !reader.hasOwnKey) object.algorithm ??= 'AES256';
    if (opened !== undefined) {
      object.keyArn ??= opened.keyArn;
      object.pairs ??= opened.pairs;
      flagOf(object).value ??= opened.usedBucketKey;
    }
    return { bucket: known.name, key: object.name };
  }

  /** Takes a deletion. */
  delete(bucket: string, key: string): ToldNames {
    const known = this.#bucket(bucket);
    const object = this.#object(known, key);
    object.isThere = false;
    return { bucket: known.name, key: object.name };
  }

  #bucket(name: string): KnownBucket {
    const known = this.#buckets.get(name);
    if (known !== undefined) return known;
    if (this.#buckets.size >= MAX_BUCKETS) {
      this.#buckets.clear();
      this.#objects = 0;
      this.#hasForgotten = true;
    }
    const bucket = {
      name: this.#hasForgotten ? this.#changed(name) : name,
      rule: nothingKnown(),
      objects: new Map<string, KnownObject>(),
    };
    this.#buckets.set(name, bucket);
    return bucket;
  }

  #changedBucket(name: string): KnownBucket {
    this.#objects -= this.#buckets.get(name)?.objects.size ?? 0;
    const bucket = { name: this.#changed(name), rule: nothingKnown(), objects: new Map<string, KnownObject>() };
    this.#buckets.set(name, bucket);
    return bucket;
  }

  /** What is not remembered any more may have been told: then it has to have another name. */
  #object({ objects }: KnownBucket, key: string): KnownObject {
    const known = objects.get(key);
    if (known !== undefined) return known;
    if (this.#objects >= MAX_OBJECTS) {
      for (const bucket of this.#buckets.values()) bucket.objects.clear();
      this.#objects = 0;
      this.#hasForgotten = true;
    }
    const object = unknownObject(this.#hasForgotten ? this.#changed(key) : key);
    objects.set(key, object);
    this.#objects += 1;
    return object;
  }

  #changedObject({ objects }: KnownBucket, key: string): KnownObject {
    const object = unknownObject(this.#changed(key));
    objects.set(key, object);
    return object;
  }

  #changed(name: string): string {
    this.#changes += 1;
    return `${name} (after change ${this.#changes})`;
  }
}

function nothingKnown(): Kept {
  return { algorithm: undefined, keyArn: undefined, pairs: undefined, flag: undefined, hasOwnKey: undefined };
}

function unknownObject(name: string): KnownObject {
  return { name, isThere: undefined, ...nothingKnown() };
}

function flagOf(kept: Kept): Flag {
  kept.flag ??= { value: undefined };
  return kept.flag;
}

/** Whether a write agrees with the rule of its bucket where it takes something from it (F-22, F-23). */
function followsRule(rule: Kept, { algorithm, keyArn, flagAsked, flagSeen, byRule }: Written): boolean {
  if (byRule && !(agree(rule.algorithm, algorithm) && agree(rule.keyArn, keyArn))) return false;
  if (byRule && algorithm !== 'aws:kms' && rule.flag?.value === true) return false;
  return algorithm !== 'aws:kms' || flagAsked !== undefined || agree(rule.flag?.value, flagSeen);
}

/**
 * Whether a reader can have read an object without a call that was recorded. What is under KMS opens for requests
 * alone that are signed by Version 4 (F-34), and what is under an AWS managed key for its own account, which its id
 * tells where no real one is known (F-12).
 */
function mayOpen({ account, signsV4 }: Reader, { algorithm, keyArn }: Kept): boolean {
  const isKms = keyArn !== undefined || (algorithm !== undefined && algorithm !== 'AES256');
  if (!signsV4 && isKms) return false;
  const [, id] = keyArn?.split(':key/') ?? [];
  return id?.startsWith(managedKeyId('')) !== true || id === managedKeyId(account ?? '');
}

function opens(kept: Kept, { keyArn, pairs, usedBucketKey }: Opened): boolean {
  if (kept.algorithm === 'AES256') return false;
  if (kept.algorithm === 'aws:kms:dsse' && usedBucketKey) return false;
  return agree(kept.keyArn, keyArn) && agree(kept.pairs, pairs) && agree(kept.flag?.value, usedBucketKey);
}

function agree<T>(one: T | undefined, other: T | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}
