/** How sure a cause is: seen as such, what else explains it is unlikely, or one of several explanations. */
export type Certainty = 'certain' | 'likely' | 'possible';

/** One cause of KMS calls, and what speaks for it. */
export interface Diagnosis {
  /** `WHY-0` to `WHY-16`. */
  readonly id: string;
  /** What it is, in one clause: it goes on after a number of calls. */
  readonly title: string;
  /** Calls that it explains. Those of two causes may overlap. */
  readonly calls: number;
  /** Its share of all calls that were read, duplicates included. */
  readonly share: number;
  /** The counts that support it. */
  readonly evidence: Readonly<Record<string, number>>;
  /** Buckets that it is about, those with the most calls first; empty where it is about none. */
  readonly buckets: readonly string[];
  readonly certainty: Certainty;
  /** What to do about it. */
  readonly fix: string;
}

/** A cause before it is compared with all calls. */
export type Cause = Omit<Diagnosis, 'share'>;
