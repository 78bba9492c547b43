import { StateSet } from '../search/state-set.ts';
import { States } from '../search/states.ts';
import { CheckpointError } from './checkpoint.ts';
import type { CompletedLevels } from './completed-levels.ts';
import type { Expander } from './expander.ts';
import type { StateHashSet } from './hash/state-hash-set.ts';

/** States that are made anew before others get their turn. */
const STATES_AT_A_TIME = 8_192;

/** Makes the states of levels that have ended anew, each from the state before by the change that led to it. */
export class Replay {
  readonly #completed: CompletedLevels;
  readonly #expander: Expander;
  readonly #known: StateHashSet | StateSet;
  readonly #makeRoom: (known: StateHashSet) => void;
  /** The states of a level and of the next one, and the number of the first of the former. */
  #parents: States;
  #rows: States;
  #firstParent = 0;
  /** The state to be made next. */
  #state = 0;
  /** Both halves of the hashes of the states made last. */
  readonly #lows = new Uint32Array(STATES_AT_A_TIME);
  readonly #highs = new Uint32Array(STATES_AT_A_TIME);
  /** Both halves of the hashes of all states but the first, put together by exclusive or. */
  #low = 0;
  #high = 0;

  constructor(
    completed: CompletedLevels,
    expander: Expander,
    known: StateHashSet | StateSet,
    makeRoom: (known: StateHashSet) => void,
  ) {
    this.#completed = completed;
    this.#expander = expander;
    this.#known = known;
    this.#makeRoom = makeRoom;
    this.#parents = new States(expander.successors.layout.size);
    this.#rows = new States(expander.successors.layout.size);
  }

  /**
   * Makes the states, adds them to those that are known, and returns those of the last level. That takes a part of the
   * time in which they were found: nothing else that could follow on a state is looked at. Yields now and then.
   *
   * @throws CheckpointError where that does not make as many states, all different and with the same hashes
   */
  *states(): Generator<void, States> {
    const { initial } = this.#expander.successors;
    this.#rows.add(initial, 0);
    this.#noteHash(0, 0);
    [this.#low, this.#high, this.#state] = [0, 0, 1];
    this.#know(1);
    const { levels, before } = this.#completed;
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

  /** Makes the next states of a level. */
  #make(count: number): void {
    const { successors } = this.#expander;
    const { links } = this.#completed;
    const parents = this.#parents;
    const rows = this.#rows;
    const { width } = rows;
    for (let i = 0; i < count; i++, this.#state++) {
      const parent = links.parent(this.#state) - this.#firstParent;
      if (parent < 0 || parent >= parents.length)
        throw problem(this.#state, 'does not follow on one of the depth before');
      const change = successors.changeTo(links.link(this.#state), parents.items, parent * width);
      if (change === undefined || successors.broken !== undefined)
        throw problem(this.#state, 'is where nothing leads to');
      const at = rows.add(parents.items, parent * width);
      successors.apply(change.number, rows, at);
      this.#noteHash(i, at);
    }
  }

  /** Notes the hash of the state whose row begins at `at`. */
  #noteHash(i: number, at: number): void {
    const { low, high } = this.#expander.hashOf(this.#rows.items, at);
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
    if (!(known instanceof StateSet)) known.fetch(this.#lows, count);
    for (let i = 0; i < count; i++) {
      const isNew =
        known instanceof StateSet
          ? known.add(rows.items, (first + i) * rows.width)
          : known.add(this.#lows[i] as number, this.#highs[i] as number);
      if (!isNew) throw problem(this.#state - count + i, 'is there twice');
    }
    if (!(known instanceof StateSet) && known.needsRoom) this.#makeRoom(known);
  }
}

function problem(state: number, text: string): CheckpointError {
  return new CheckpointError(`state ${state} ${text}`);
}
