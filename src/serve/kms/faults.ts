/** What a fault does to a call. `drop` executes it and hangs up without an answer. */
export type FaultKind = 'throttle' | 'error' | 'delay' | 'drop';

/** Trouble that was ordered for calls of KMS to come. */
export interface Fault {
  readonly kind: FaultKind;
  /** The operation that it strikes; omitted = all. */
  readonly operation?: string;
  /** How many calls it strikes; omitted = all from now on. */
  readonly times?: number;
  /** How long a `delay` is. */
  readonly delayMs?: number;
}

/** Most faults that are in force at a time. */
export const MAX_FAULTS = 100;

/** The faults in force, in the order in which they were ordered. */
export class Faults {
  #ordered: { readonly fault: Fault; left: number }[] = [];

  order(fault: Fault): void {
    this.#ordered.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#ordered = [];
  }

  /** What is in force, with what is left of it. */
  get list(): readonly Fault[] {
    return this.#ordered.map(({ fault, left }) => (Number.isFinite(left) ? { ...fault, times: left } : fault));
  }

  /** All that strikes a call of an operation now: each counts one less from then on. */
  strike(operation: string): readonly Fault[] {
    if (this.#ordered.length === 0) return [];
    const struck = this.#ordered.filter(({ fault }) => (fault.operation ?? operation) === operation);
    for (const one of struck) one.left -= 1;
    this.#ordered = this.#ordered.filter(({ left }) => left > 0);
    return struck.map(({ fault }) => fault);
  }
}

/** Waits as long as the delays among faults say. */
export async function delayed(faults: readonly Fault[]): Promise<void> {
  const ms = faults.reduce((sum, { kind, delayMs = 0 }) => (kind === 'delay' ? sum + delayMs : sum), 0);
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}
