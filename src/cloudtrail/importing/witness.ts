import { managedKeyId } from '../../../model/vocabulary/arn.ts';
import { type Flag, type Kept, type KnownObject, KnownObjects, NOTHING_KNOWN, type Place } from './known-objects.ts';

interface KnownBucket {
  readonly name: string;
  /** Tells its objects apart from those of others, and of what it was before it changed. */
  readonly number: number;
  rule: Kept;
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

/** Most buckets of which something is remembered. */
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
  readonly #objects = new KnownObjects();
  #bucketNumber = 0;
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
    const flag = inherits ? flagOf(rule) : algorithm === 'aws:kms' && flagAsked === true ? USED : NOT_USED;
    const place = this.#place(known, key);
    this.#objects.set(place, known.number, { isThere: true, algorithm, keyArn, pairs, flag, hasOwnKey: false });
    return this.#names(known, key, place);
  }

  /** Takes a write under a key of the client, which takes nothing from the rule of its bucket. */
  writeUnderOwnKey(bucket: string, key: string): ToldNames {
    const known = this.#bucket(bucket);
    const place = this.#place(known, key);
    this.#objects.set(place, known.number, { ...NOTHING_KNOWN, isThere: true, hasOwnKey: true });
    return this.#names(known, key, place);
  }

  /** Takes a read that succeeded, with what its KMS call showed; undefined where none is known. */
  read(bucket: string, key: string, reader: Reader, opened: Opened | undefined): ToldNames {
    const known = this.#bucket(bucket);
    let place = this.#place(known, key);
    let object = this.#objects.get(place);
    const fits =
      agree(object.hasOwnKey, reader.hasOwnKey) &&
      (reader.hasOwnKey || (opened === undefined ? mayOpen(reader, object) : opens(object, opened)));
    if (object.isThere === false || !fits) {
      place = this.#objects.add(known.number, key, this.#nextChange());
      object = NOTHING_KNOWN;
      this.unrecorded.objects += 1;
    }
    this.#objects.set(place, known.number, afterRead(object, reader, opened));
    return this.#names(known, key, place);
  }

  /** Takes a deletion. */
  delete(bucket: string, key: string): ToldNames {
    const known = this.#bucket(bucket);
    const place = this.#place(known, key);
    this.#objects.set(place, known.number, { ...this.#objects.get(place), isThere: false });
    return this.#names(known, key, place);
  }

  #bucket(name: string): KnownBucket {
    const known = this.#buckets.get(name);
    if (known !== undefined) return known;
    if (this.#buckets.size >= MAX_BUCKETS) {
      this.#buckets.clear();
      this.#forgetObjects();
    }
    return this.#newBucket(name, this.#hasForgotten);
  }

  #changedBucket(name: string): KnownBucket {
    return this.#newBucket(name, true);
  }

  #newBucket(name: string, isChanged: boolean): KnownBucket {
    const told = isChanged ? afterChange(name, this.#nextChange()) : name;
    this.#bucketNumber += 1;
    const bucket = { name: told, number: this.#bucketNumber, rule: nothingKnown() };
    this.#buckets.set(name, bucket);
    return bucket;
  }

  /** What is not remembered any more may have been told: then it has to have another name. */
  #place({ number }: KnownBucket, key: string): Place {
    const known = this.#objects.find(number, key);
    if (known !== undefined) return known;
    if (this.#objects.isFull) this.#forgetObjects();
    return this.#objects.add(number, key, this.#hasForgotten ? this.#nextChange() : 0);
  }

  #forgetObjects(): void {
    this.#objects.forgetAll();
    this.#hasForgotten = true;
  }

  #names({ name }: KnownBucket, key: string, place: Place): ToldNames {
    const change = this.#objects.changeOf(place);
    return { bucket: name, key: change === 0 ? key : afterChange(key, change) };
  }

  #nextChange(): number {
    this.#changes += 1;
    return this.#changes;
  }
}

/** That a bucket key is used, or is not, as nobody else shares it. */
const USED: Flag = { value: true };
const NOT_USED: Flag = { value: false };

function afterChange(name: string, change: number): string {
  return `${name} (after change ${change})`;
}

/** What is known of an object that was read: what was known before, and what its KMS call showed. */
function afterRead(before: KnownObject, { hasOwnKey, signsV4 }: Reader, opened: Opened | undefined): KnownObject {
  const after = { ...before, isThere: true, hasOwnKey: before.hasOwnKey ?? hasOwnKey };
  if (!signsV4 && !hasOwnKey) after.algorithm ??= 'AES256';
  if (opened === undefined) return after;
  after.keyArn ??= opened.keyArn;
  after.pairs ??= opened.pairs;
  after.flag ??= opened.usedBucketKey ? USED : NOT_USED;
  // Whoever shares it uses a bucket key as well.
  after.flag.value ??= opened.usedBucketKey;
  return after;
}

function nothingKnown(): Kept {
  return { algorithm: undefined, keyArn: undefined, pairs: undefined, flag: undefined, hasOwnKey: undefined };
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
