import type { Chart, OpenPoint, Profile, Requirement } from '../../model/index.ts';
import type { Property } from '../../properties/property.ts';
import type { Citation, SourceFile } from './citations.ts';

/** A planted fault and the properties that notice it. */
export interface MutantRow {
  readonly id: string;
  readonly title: string;
  /** Property ids. */
  readonly killedBy: readonly string[];
}

/** Everything the pages are made of. */
export interface Material {
  readonly charts: readonly Chart[];
  readonly properties: readonly Property[];
  readonly requirements: readonly Requirement[];
  readonly openPoints: readonly OpenPoint[];
  readonly profiles: readonly Profile[];
  /** Empty where nobody has measured which faults are noticed; the pages then leave the subject out. */
  readonly mutants: readonly MutantRow[];
  readonly citations: readonly Citation[];
  /** The hand-written guides. */
  readonly guides: readonly SourceFile[];
}
