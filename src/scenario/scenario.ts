import type { Trace } from '../trace/trace.ts';

/** One figure a scenario came to. */
export interface ScenarioFigure {
  readonly name: string;
  readonly value: number | string;
  /** Unit of the value, e.g. `calls` or `USD`. */
  readonly unit?: string;
  /** What it should be, in words or as a number, e.g. `at most 3`. */
  readonly expected?: string;
  /** Whether it is as expected; true where nothing is. */
  readonly holds: boolean;
}

/** What a scenario came to. */
export interface ScenarioResult {
  readonly name: string;
  readonly verdict: 'as-expected' | 'differs';
  readonly figures: readonly ScenarioFigure[];
  /** What else is worth saying, a sentence each. */
  readonly notes: readonly string[];
}

/** How a scenario is run. */
export interface ScenarioOptions {
  /** Whole number from 0 to 2^32 - 1. Equal seeds give equal figures. */
  readonly seed: number;
  /** Ends the run early, by a rejection. */
  readonly signal?: AbortSignal;
  /** Is given each trace that was played, in order; a scenario that steps the model alone plays none. */
  onPlayed?(trace: Trace): void;
}

/** A story somebody met in practice, that can be run and measured. */
export interface Scenario {
  /** Name on the command line: lower case, digits and hyphens. */
  readonly name: string;
  /** One sentence. */
  readonly title: string;
  /** What happens and what to look at, a paragraph of plain text. */
  readonly description: string;
  /** Runs it, on the embedded reference and under the oracle. */
  run(options: ScenarioOptions): Promise<ScenarioResult>;
}
