import type { EventName, Profile, Setup } from '../model/index.ts';
import type { Goals } from './goal.ts';
import type { Invariant } from './invariant.ts';
import type { Ledger } from './ledger.ts';
import type { ObservedStep } from './observed-step.ts';

/**
 * What a monitor says of a step: `idle` = the property has nothing to say of it, `held` = checked, `exercised` =
 * checked in the case the property exists for, or the reason why it is violated.
 */
export type Judgement = 'idle' | 'held' | 'exercised' | Broken;

/** Why a property is violated. */
export interface Broken {
  readonly violation: string;
  /** The one to three requirement ids that it breaks; a property rests on more. */
  readonly requirements: readonly string[];
  /** The parts of the answer that are wrong, where it is about such, as data. */
  readonly parts?: readonly WrongPart[];
}

/** A part of an answer that is not what it must be. */
export interface WrongPart {
  /** Name of the part in an observation. */
  readonly part: string;
  readonly expected: string;
  readonly observed: string;
}

/** Watches one trace for one property, a step at a time, in amortised constant time. */
export interface Monitor {
  /**
   * Judges the next step. Called once for every step that concerns the property, in order, before the ledger records
   * it; for any other step it would answer `idle`.
   */
  see(seen: ObservedStep): Judgement;
  /** What only the whole trace shows, once it is over. Omitted = nothing. */
  end?(): Broken | undefined;
}

/** What a property needs to see: KMS calls, or the inside of the implementation. */
export type Needs = 'answers' | 'kms-calls' | 'internals';

/**
 * What must hold, as data, with everything that checks it: a monitor for traces, and for the worlds of an exploration,
 * where it can be judged there, an invariant or goals of liveness.
 */
export interface Property {
  /** Stable id. */
  readonly id: string;
  /** One sentence for people. */
  readonly title: string;
  /** Requirement ids it rests on. */
  readonly requirements: readonly string[];
  /** The property as a formula, in the notation of temporal logic where it helps. */
  readonly formula: string;
  /** Where it needs internals, steps that show none do not concern it. */
  readonly needs: Needs;
  /**
   * It judges steps on directory buckets as well, which have rules of their own (F-20), or only those. Omitted = it
   * sees none.
   */
  readonly ofDirectories?: 'too' | 'only';
  /** The events that concern it; of others it has nothing to say. Omitted = every event. */
  readonly events?: readonly EventName[];
  /**
   * A fresh monitor for one trace. `ledger` has seen the same steps up to, not including, the one being judged.
   * @internal
   */
  monitor(context: MonitorContext): Monitor;
  /**
   * Judges single transitions of an explored world, by what the world remembers. Omitted = only traces show it.
   * @internal
   */
  readonly invariant?: Invariant;
  /**
   * Finds what in an explored scope must come to an end. Omitted = no run that never ends could break it.
   * @internal
   */
  readonly goals?: Goals;
}

/** What a monitor may know besides the steps. */
export interface MonitorContext {
  readonly setup: Setup;
  readonly profile: Profile;
  /** The shared record of what was seen so far, kept up to date by the suite (see `ledger.ts`). */
  readonly ledger: Ledger;
}
