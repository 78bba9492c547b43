/**
 * Three-valued: `unknown` means that a bound was hit before the question was settled, that only something beyond what
 * the profile assumes explains what was seen, or that AWS leaves open what requests that overlapped come to. None of
 * these is ever turned into another answer.
 */
export type Verdict = 'conforms' | 'violates' | 'unknown';

/** An admissible outcome that comes close to what was observed, and what keeps it from explaining it. */
export interface NearMiss {
  /** The choices that lead to this outcome, as `point=option`. */
  readonly choices: readonly string[];
  /**
   * Each part in which the outcome and the observation differ, e.g. `bucketKeyEnabled: true expected, absent observed`.
   */
  readonly differences: readonly string[];
  /** The same as data: names of parts of an observation, what this outcome has there, and what was seen. */
  readonly parts: readonly { readonly part: string; readonly expected: string; readonly observed: string }[];
  /** The one to three requirement ids that stand between this outcome and what was seen. */
  readonly requirements: readonly string[];
}

/** Why a trace is refused, or doubted: an argument a person can follow. */
export interface Violation {
  /** Property id; `explained` when no admissible choice of the model explains the step. */
  readonly property: string;
  readonly title: string;
  /** The one to three requirement ids that are broken; none where AWS says nothing of it. */
  readonly requirements: readonly string[];
  /** Index of the first step that cannot be, counted from 0. */
  readonly stepIndex: number;
  /** One or two sentences. */
  readonly reason: string;
  /** The parts of the answer that are wrong, as data, where it is about such; of the oracle, by the nearest outcome. */
  readonly parts: readonly { readonly part: string; readonly expected: string; readonly observed: string }[];
  /** The nearest admissible outcomes; empty for monitors. */
  readonly nearest: readonly NearMiss[];
  /**
   * Present where requests overlapped and have no order: indices of the fewest of them that no order explains, whatever
   * became of the others that overlapped, in their order. More than the fewest where a bound is hit; left out where the
   * setup leaves something unknown.
   */
  readonly core?: readonly number[];
  /**
   * Present where it only goes beyond what the profile assumes, so that the verdict is `unknown`: what has to be so for
   * the trace to conform, in a sentence.
   */
  readonly onlyIf?: string;
}
