import type { Chart, OpenPoint, Profile, Requirement } from '../../model/index.ts';
import type { Needs } from '../../properties/property.ts';
import type { Citation, SourceFile } from './citations.ts';

/**
 * A property as a page shows it: one that watches a trace, or one that compares two and so needs no more than their
 * answers.
 */
export interface DocumentedProperty {
  readonly id: string;
  readonly title: string;
  readonly requirements: readonly string[];
  readonly formula?: string;
  readonly needs?: Needs;
}

/** A planted fault and the properties that notice it. */
export interface DocumentedMutant {
  readonly id: string;
  readonly title: string;
  /** Ids of the requirements it breaks. */
  readonly requirements: readonly string[];
  /** Property ids. */
  readonly killedBy: readonly string[];
}

/** Everything the pages are made of. */
export interface Material {
  readonly charts: readonly Chart[];
  readonly properties: readonly DocumentedProperty[];
  readonly requirements: readonly Requirement[];
  readonly openPoints: readonly OpenPoint[];
  readonly profiles: readonly Profile[];
  /** Empty where nobody has measured which faults are noticed; the pages then leave the subject out. */
  readonly mutants: readonly DocumentedMutant[];
  readonly citations: readonly Citation[];
  /** The hand-written guides. */
  readonly guides: readonly SourceFile[];
}
