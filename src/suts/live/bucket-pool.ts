import { newRun, runPrefix } from './run-name.ts';

/** How buckets are made and deleted at a system. */
export interface BucketKeeper<How> {
  /**
   * Makes an empty bucket.
   *
   * @param how - what was given with it, such as who owns it
   */
  make(bucket: string, how: How): Promise<void>;
  /** Deletes a bucket, whatever is in it; one that is not there any more is fine. */
  remove(bucket: string, how: How): Promise<void>;
}

/**
 * Fresh, empty buckets for the sessions of one run. None is used twice: a bucket that was emptied still has its policy,
 * its rule and the bucket keys of before. So the names of each session begin with something of their own.
 */
export class BucketPool<How = void> {
  /** What tells this run from others, for `bucketkey clean --run`. */
  readonly run: string;
  readonly #keeper: BucketKeeper<How>;
  #sessions = 0;

  /** @param run - 8 letters and digits that no other run has; omitted = new ones */
  constructor(keeper: BucketKeeper<How>, run = newRun()) {
    this.run = run;
    this.#keeper = keeper;
  }

  /** The buckets of a new session: none so far. */
  session(): SessionBuckets<How> {
    this.#sessions += 1;
    return new SessionBuckets(`${runPrefix(this.run)}${this.#sessions.toString(36)}-`, this.#keeper);
  }
}

/** The buckets of one session. */
export class SessionBuckets<How = void> {
  /** What their names begin with, for `LiveNames`. */
  readonly prefix: string;
  readonly #keeper: BucketKeeper<How>;
  readonly #made = new Map<string, How>();

  constructor(prefix: string, keeper: BucketKeeper<How>) {
    this.prefix = prefix;
    this.#keeper = keeper;
  }

  /** Makes a bucket, under the name that it has at the system. */
  async make(bucket: string, how: How): Promise<void> {
    // One that was answered with an error may be there all the same.
    this.note(bucket, how);
    await this.#keeper.make(bucket, how);
  }

  /** A step makes a bucket: it is deleted in the end as well. Of one that was made before nothing changes. */
  note(bucket: string, how: How): void {
    if (!this.#made.has(bucket)) this.#made.set(bucket, how);
  }

  /**
   * Deletes all of them, the last first. One that cannot be deleted keeps no other from it.
   *
   * @throws whatever was thrown first
   */
  async removeAll(): Promise<void> {
    const problems: unknown[] = [];
    for (const [bucket, how] of [...this.#made].reverse())
      await this.#keeper.remove(bucket, how).catch((problem: unknown) => problems.push(problem));
    this.#made.clear();
    if (problems.length > 0) throw problems[0];
  }
}
