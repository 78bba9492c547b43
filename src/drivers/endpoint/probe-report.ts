import type { EventName, Observation } from '../../../model/index.ts';
import type { Capabilities } from '../../../properties/arbitraries/index.ts';

/** What came of a probe. `harms`: it destroys what is there, and is not sent again. */
export type ProbeVerdict = 'yes' | 'no' | 'harms';

/** One thing that a server was asked whether it can do. */
export interface ProbeRow {
  /** Name of an operation, or of what else was looked at. */
  readonly what: string;
  readonly verdict: ProbeVerdict;
  /** What was answered, where that is not what S3 answers. */
  readonly note: string;
}

/** What a server can do, as far as was seen. */
export interface ProbeReport {
  readonly rows: readonly ProbeRow[];
  readonly supports: readonly EventName[];
  readonly capabilities: Capabilities;
  readonly shows: readonly (keyof Observation)[];
}
