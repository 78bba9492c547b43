import { CheckpointError } from './checkpoint-error.ts';
import { ExactStates } from './exact-states.ts';
import type { Expander } from './expander.ts';
import type { Fingerprints } from './fingerprints.ts';
import type { Past } from './past.ts';
import { States } from './states.ts';

/** States that are made anew before others get their turn. */
const STATES_AT_A_TIME = 8_192;

/** Makes the states of depths that have ended anew, each from the state before by the change that led to it. */
export class Retrace {
  readonly #past: Past;
  readonly #expander: Expander;
  readonly #known: Fingerprints | ExactStates;
  readonly #onCrowded: (known: Fingerprints) => void;
  /** The states of a depth and of the next one, and the number of the first of the former. */
  #parents: States;
  #rows: States;
  #firstParent = 0;
  /** The state to be made next. */
  #state = 0;
  /** Both halves of the fingerprints of the states made last. */
  readonly #lows = new Uint32Array(STATES_AT_A_TIME);
  readonly #highs = new Uint32Array(STATES_AT_A_TIME);
  /** Both halves of the fingerprints of all states but the first, put together by exclusive or. */
  #low = 0;
  #high = 0;

  constructor(
    past: Past,
    expander: Expander,
    known: Fingerprints | ExactStates,
    onCrowded: (known: Fingerprints) => void,
  ) {
    this.#past = past;
    this.#expander = expander;
    this.#known = known;
    this.#onCrowded = onCrowded;
    this.#parents = new States(expander.layout.size);
    this.#rows = new States(expander.layout.size);
  }

  /**
   * Makes the states, adds them to those that are known, and returns those of the last depth. That takes a part of the
   * time in which they were found: nothing else that could follow on a state is looked at. Yields now and then.
   *
   * @throws CheckpointError where that does not make as many states, all different and with the same fingerprints
   */
  *states(): Generator<void, States> {
    const { first } = this.#expander;
    this.#rows.add(first, 0);
    this.#notePrint(0, 0);
    [this.#low, this.#high, this.#state] = [0, 0, 1];
    this.#know(1);
    const { levels, before } = this.#past;
    for (const level of levels.slice(1)) {
      this.#firstParent = this.#state - this.#rows.length;
      [this.#parents, this.#rows] = [this.#rows, this.#parents];
      this.#rows.clear();
      for (const end = this.#state + level; this.#state < end; ) {
        yield;
        const count = Math.min(end - this.#state, STATES_AT_A_TIME);
        this.#make(count);
        this.#know(count);
      }
    }
    if (this.#low !== before.print.low || this.#high !== before.print.high)
      throw new CheckpointError('its states are others in this model');
    return this.#rows;
  }

  /** Makes the next states of a depth. */
  #make(count: number): void {
    const expander = this.#expander;
    const { links } = this.#past;
    const parents = this.#parents;
    const rows = this.#rows;
    const { width } = rows;
    for (let i = 0; i < count; i++, this.#state++) {
      const parent = links.parent(this.#state) - this.#firstParent;
      if (parent < 0 || parent >= parents.length)
        throw problem(this.#state, 'does not follow on one of the depth before');
      const change = expander.changeTo(links.link(this.#state), parents.items, parent * width);
      if (change === undefined || expander.broken !== undefined)
        throw problem(this.#state, 'is where nothing leads to');
      const at = rows.add(parents.items, parent * width);
      expander.apply(change, rows, at);
      this.#notePrint(i, at);
    }
  }

  /** Notes the fingerprint of the state whose row begins at `at`. */
  #notePrint(i: number, at: number): void {
    const { low, high } = this.#expander.printOf(this.#rows.items, at);
    this.#lows[i] = low;
    this.#highs[i] = high;
    this.#low ^= low;
    this.#high ^= high;
  }

  /** Adds the states made last to those that are known. */
  #know(count: number): void {
    const known = this.#known;
    const rows = this.#rows;
    const first = rows.length - count;
    if (!(known instanceof ExactStates)) known.fetch(this.#lows, count);
    for (let i = 0; i < count; i++) {
      const low = this.#lows[i] as number;
      const isNew =
        known instanceof ExactStates
          ? known.add(low, rows.items, (first + i) * rows.width)
          : known.add(low, this.#highs[i] as number);
      if (!isNew) throw problem(this.#state - count + i, 'is there twice');
    }
    if (!(known instanceof ExactStates) && known.isCrowded) this.#onCrowded(known);
  }
}

function problem(state: number, text: string): CheckpointError {
  return new CheckpointError(`state ${state} ${text}`);
}
