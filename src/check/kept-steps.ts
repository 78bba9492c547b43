import { BoundedMap } from '../../properties/ledger/bounded-map.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { settingOf } from './setting.ts';
import { type KeptStep, stepsThatMatter } from './steps-that-matter.ts';

/** Steps among which those that matter are looked for, unless memory is short. */
const WINDOW = 4_096;
/** How many steps are told of at the most. */
export const MOST_TOLD = 20;
/** Settings whose last step is remembered for longer than that. */
const SETTINGS = 1_000;

/** Indices of the steps that an argument names. */
export function namedIn(reason: string): readonly number[] {
  return [...reason.matchAll(/\bstep (\d+)/g)].map(([, number]) => Number(number) - 1);
}

/**
 * What is kept of a long trace to tell of: the last few thousand steps, and of each bucket, KMS key and alias the last
 * accepted setting, however long ago. A step costs the same however long the trace is.
 */
export class KeptSteps {
  #window = WINDOW;
  #recent: ObservedStep[] = [];
  #settings = new BoundedMap<KeptStep>(SETTINGS);
  #count = 0;

  /** Takes a step into account. */
  see(seen: ObservedStep): void {
    this.#recent[this.#count % this.#window] = seen;
    const setting = settingOf(seen);
    if (setting !== undefined) this.#settings.set(setting, { index: this.#count, seen });
    this.#count += 1;
  }

  /** From now on keeps no more than may be told of, as memory is short. */
  keepFewer(): void {
    const last = this.last();
    this.#window = MOST_TOLD;
    this.#recent = [];
    for (const { index, seen } of last) this.#recent[index % MOST_TOLD] = seen;
    this.#settings = new BoundedMap(SETTINGS);
  }

  /** The last steps, in their order. */
  last(): readonly KeptStep[] {
    return this.#from(Math.max(0, this.#count - MOST_TOLD));
  }

  /**
   * Up to the step of that index, in their order: all steps of a short trace, of a longer one those that concern it.
   * None where that step is not kept any more.
   *
   * @param named - indices of steps that the argument about it names
   */
  upTo(index: number, named: readonly number[]): readonly KeptStep[] {
    const kept = this.#from(Math.max(0, this.#count - this.#window)).filter((one) => one.index <= index);
    if (kept.at(-1)?.index !== index) return [];
    if (index < MOST_TOLD && kept.length === index + 1) return kept;
    return stepsThatMatter(kept, (setting) => this.#settings.get(setting), named, MOST_TOLD);
  }

  #from(first: number): KeptStep[] {
    const steps: KeptStep[] = [];
    for (let index = first; index < this.#count; index += 1) {
      const seen = this.#recent[index % this.#window];
      if (seen !== undefined) steps.push({ index, seen });
    }
    return steps;
  }
}
