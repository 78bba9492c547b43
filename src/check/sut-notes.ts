import type { EventName } from '../../model/index.ts';
import { printable } from '../trace/printable.ts';

/** Longest reason that is kept, in characters, and most reasons for declining that are told apart. */
const LONGEST_REASON = 200;
const MOST_REASONS = 20;

/** An operation that a system turned out not to support. */
export interface UnsupportedOperation {
  readonly operation: EventName;
  readonly reason: string;
}

/** Why a system declined setups, and in how many runs. */
export interface DeclinedSetups {
  readonly reason: string;
  readonly runs: number;
}

/** What a system said of itself, rather than of a step, while a campaign ran. */
export class SutNotes {
  readonly #unsupported: Map<EventName, string>;
  readonly #declined = new Map<string, number>();
  /** Answers that were errors of the moment. */
  transientAnswers = 0;

  constructor(unsupported = new Map<EventName, string>()) {
    this.#unsupported = unsupported;
  }

  /** Notes of runs that may not count in the end; what is not supported is known to all at once. */
  apart(): SutNotes {
    return new SutNotes(this.#unsupported);
  }

  /** Takes over what was noted apart. */
  add(others: SutNotes): void {
    this.transientAnswers += others.transientAnswers;
    for (const { reason, runs } of others.declined) this.#decline(reason, runs);
  }

  /** An operation is not asked any more. */
  drop(operation: EventName, reason: string): void {
    this.#unsupported.set(operation, printable(reason, LONGEST_REASON));
  }

  /** Whether an operation was dropped. */
  isDropped(operation: EventName): boolean {
    return this.#unsupported.has(operation);
  }

  /** Operations that were dropped. */
  get dropped(): number {
    return this.#unsupported.size;
  }

  /** A setup was declined. */
  decline(given: string): void {
    this.#decline(printable(given, LONGEST_REASON), 1);
  }

  #decline(told: string, runs: number): void {
    const reason = this.#declined.has(told) || this.#declined.size < MOST_REASONS ? told : 'other reasons';
    this.#declined.set(reason, (this.#declined.get(reason) ?? 0) + runs);
  }

  /** What was dropped, and why. */
  get unsupported(): readonly UnsupportedOperation[] {
    return [...this.#unsupported].map(([operation, reason]) => ({ operation, reason }));
  }

  /** Why setups were declined, the most frequent reason first. */
  get declined(): readonly DeclinedSetups[] {
    return [...this.#declined].map(([reason, runs]) => ({ reason, runs })).sort((a, b) => b.runs - a.runs);
  }
}
