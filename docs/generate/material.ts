import type { AnyStateMachine } from 'xstate';
import type { Chart, EventName, OpenPoint, Profile, Requirement } from '../../model/index.ts';
import type { Goals } from '../../properties/goal.ts';
import type { Invariant } from '../../properties/invariant.ts';
import type { Needs } from '../../properties/property.ts';
import type { Violation } from '../../src/oracle/verdict.ts';
import type { Trace } from '../../src/trace/trace.ts';
import type { Citation } from './citations.ts';
import type { PlayedScenario } from './played-scenario.ts';
import type { SourceFile } from './source-file.ts';

/**
 * A property as a page shows it: one that watches a trace, may be judged in an exploration too, or is one of liveness
 * that only an exploration checks; or one that compares two traces and so needs no more than their answers.
 */
export interface DocumentedProperty {
  readonly id: string;
  readonly title: string;
  readonly requirements: readonly string[];
  readonly formula?: string;
  /** What its monitor needs to see; missing where it has none. */
  readonly needs?: Needs;
  readonly invariant?: Invariant;
  readonly goals?: Goals;
  /** The events that its monitor looks at. */
  readonly events?: readonly EventName[];
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
  /** The charts composed. */
  readonly machine: AnyStateMachine;
  readonly properties: readonly DocumentedProperty[];
  readonly requirements: readonly Requirement[];
  readonly openPoints: readonly OpenPoint[];
  readonly profiles: readonly Profile[];
  /** Empty where nobody has measured which faults are noticed; the pages then leave the subject out. */
  readonly mutants: readonly DocumentedMutant[];
  readonly citations: readonly Citation[];
  /** The sources, tests included. */
  readonly sources: readonly SourceFile[];
  /** What is told of a planted fault, by the id of its mutant. */
  readonly stories: ReadonlyMap<string, string>;
  readonly scenarios: readonly PlayedScenario[];
  /** The failure that a guide reads. */
  readonly failure: { readonly trace: Trace; readonly violation?: Violation };
  /** What CONTRIBUTING.md says: its recipes are a guide as well. */
  readonly contributing: string;
  /** The hand-written guides. */
  readonly guides: readonly SourceFile[];
}
