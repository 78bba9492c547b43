import type { perform } from '../../../model/index.ts';
import { Coverage, type CoverageData } from '../coverage.ts';
import type { ExploreScope } from '../scope.ts';
import { noRenaming, symmetriesOf } from '../symmetry/symmetries.ts';
import { Batch, TICK } from './batch.ts';
import type { Budget } from './budget.ts';
import { ExactStates } from './exact-states.ts';
import { Expander } from './expander.ts';
import { Fingerprints } from './fingerprints.ts';
import type { BrokenResult } from './learned.ts';
import { Links } from './links.ts';
import { type Parcel, Sender, Translation } from './parcel.ts';
import type { DepthEnd, Past } from './past.ts';
import { Recent } from './recent.ts';
import { Retrace } from './retrace.ts';
import { States } from './states.ts';

/** Candidates that are looked up together. */
const BATCH = 2_048;
/** Fewest rows that are worth forgetting. */
const WORTH_FORGETTING = 2 ** 16;

/** Where a region stands among all regions, and how states are told apart. */
export interface RegionPlan {
  readonly index: number;
  readonly regions: number;
  /** The states that were found, which all regions share. */
  readonly known: Fingerprints | ExactStates;
  /** Whether states that differ only in names which the scope treats alike are one. */
  readonly symmetry: boolean;
  /** Makes room among the fingerprints that are known. */
  onCrowded(known: Fingerprints): void;
}

/** A result that breaks an invariant, and the state it follows on. */
export interface Found extends BrokenResult {
  /** Number of the state. */
  readonly parent: number;
}

/** What a region has to say in the end. */
export interface RegionReport {
  /** States of the depth that was not finished. */
  readonly nextStates: number;
  readonly transitions: number;
  /** States that were left. */
  readonly left: number;
  /** Ways to rename what the scope treats alike. */
  readonly symmetries: number;
  readonly coverage: CoverageData;
  readonly found: Found | undefined;
}

/**
 * A share in the exploration of a scope: the states it has found first, or was handed, and what is to follow on them.
 * All regions know the same states and go from depth to depth together, so together they make the same exploration
 * whatever their number.
 */
export class Region {
  found: Found | undefined;
  isFull = false;
  readonly #plan: RegionPlan;
  readonly #onCrowded: (known: Fingerprints) => void;
  readonly #budget: Budget;
  readonly #coverage = new Coverage();
  readonly #symmetries: number;
  readonly #expander: Expander;
  readonly #known: Fingerprints | ExactStates;
  readonly #aside: States;
  /** Of the states of the next depth that the region has found itself. */
  readonly #links = new Links();
  readonly #batch = new Batch();
  readonly #recent = new Recent();
  /** By number of the change: the number its event has in the links. */
  readonly #events: number[] = [];
  readonly #sender: Sender;
  readonly #translations: readonly Translation[];
  /**
   * The states of the depth that is being left, and those of the next; those that others have found come last, with
   * their numbers.
   */
  #current: States;
  #next: States;
  #adopted: readonly number[] = [];
  #nextAdopted: number[] = [];
  /** Numbers of the first states of either depth that the region has found itself. */
  #first = 0;
  #nextFirst = 0;
  /** The row to be left next. */
  #row = 0;
  #left = 0;
  /** States it has found in the depths that have ended. */
  #found = 0;
  /** Both halves of the fingerprints of all states it has found, put together by exclusive or. */
  #low = 0;
  #high = 0;
  #heldBytes = 0;

  /** @param act - the model, or a wrapper that watches or spoils what it does */
  constructor(scope: ExploreScope, act: typeof perform, plan: RegionPlan, budget: Budget) {
    this.#plan = plan;
    this.#onCrowded = plan.onCrowded;
    this.#budget = budget;
    const symmetries = plan.symmetry ? symmetriesOf(scope) : [noRenaming(scope)];
    this.#symmetries = symmetries.length;
    this.#expander = new Expander(scope, this.#coverage, act, symmetries);
    const { layout } = this.#expander;
    this.#known = plan.known;
    this.#aside = new States(layout.size);
    this.#sender = new Sender(plan.index, layout);
    this.#translations = Array.from({ length: plan.regions }, () => new Translation(layout));
    this.#current = new States(layout.size);
    this.#next = new States(layout.size);
  }

  /**
   * Makes the states of the depths that have ended anew, those of the last one as if it had just found them. Yields now
   * and then.
   */
  *retrace(past: Past): Generator<void> {
    this.#next = yield* new Retrace(past, this.#expander, this.#known, this.#onCrowded).states();
  }

  /** States that it has found so far. */
  get states(): number {
    return this.#found + this.#links.size;
  }

  get left(): number {
    return this.#left;
  }

  get transitions(): number {
    return this.#expander.transitions;
  }

  /** States of the next depth that were found so far. */
  get nextStates(): number {
    return this.#next.length;
  }

  /** Leaves some more states of the current depth; true when there are none left, or nothing more is to be done. */
  leave(states: number): boolean {
    this.#shrink();
    const end = Math.min(this.#current.length, this.#row + states);
    for (; this.#row < end; this.#row++) {
      this.#expander.expand(this.#current, this.#row * this.#current.width, this.#batch);
      const { broken } = this.#expander;
      if (broken !== undefined) {
        this.found = { ...broken, parent: this.#numberAt(this.#row) };
        return true;
      }
      this.#left++;
      if (this.#batch.length >= BATCH) this.#settle();
      if (this.isFull) return true;
    }
    if (end < this.#current.length) return false;
    this.#settle();
    return true;
  }

  /**
   * Forgets the rows of states that were left, once they are a good part of all and the numbers of others do not stand
   * in the way.
   */
  #shrink(): void {
    this.#noteBytes();
    if (this.#row < WORTH_FORGETTING || 4 * this.#row < this.#current.length || this.#row > this.#own) return;
    this.#settle();
    this.#current.dropFirst(this.#row);
    this.#first += this.#row;
    this.#row = 0;
  }

  /**
   * Takes note of the number of the first state it has found for the next depth, once all regions have found theirs.
   */
  numberNext(first: number): void {
    this.#nextFirst = first;
  }

  /** Hands over some of the states it has found for the next depth. */
  handOver(to: number, states: number): Parcel {
    const first = this.#nextFirst + this.#next.length - states;
    return this.#sender.parcel(to, this.#next.takeLast(states), first);
  }

  /** Takes in states of the next depth that another region has found, once all regions have found theirs. */
  adopt(parcel: Parcel): void {
    const translation = this.#translations[parcel.from];
    if (translation === undefined) throw new RangeError(`there is no region ${parcel.from}`);
    const before = this.#next.length;
    translation.read(parcel, this.#next);
    for (let at = before; at < this.#next.length; at++) this.#nextAdopted.push(parcel.first + at - before);
  }

  /** Goes on to the next depth, and answers what there is to say of this one. */
  descend(): DepthEnd {
    this.#noteBytes();
    const end = {
      links: this.#links.data(),
      transitions: this.transitions,
      coverage: this.#coverage.data(),
      print: { low: this.#low, high: this.#high },
    };
    this.#found += this.#links.size;
    this.#links.clear();
    this.#first = this.#nextFirst;
    this.#adopted = this.#nextAdopted;
    this.#nextAdopted = [];
    [this.#current, this.#next] = [this.#next, this.#current];
    this.#next.clear();
    this.#row = 0;
    return end;
  }

  report(): RegionReport {
    this.#noteBytes();
    return {
      nextStates: this.#links.size,
      transitions: this.#expander.transitions,
      left: this.#left,
      symmetries: this.#symmetries,
      coverage: this.#coverage.data(),
      found: this.found,
    };
  }

  /** Looks the candidates up, and makes the states of those that are new. */
  #settle(): void {
    // Whoever did not wait for more room, being stopped, may neither touch what is known while another makes it, nor
    // come to wait again.
    if (this.#budget.isStopped) {
      this.#batch.length = 0;
      return;
    }
    const known = this.#known;
    if (known instanceof Fingerprints) this.#recent.sift(this.#batch);
    const { lows, highs, origins, changes, length } = this.#batch;
    if (!this.#hasRoom(length)) this.isFull = true;
    if (known instanceof Fingerprints) known.fetch(lows, length);
    for (let i = 0; i < length && !this.isFull; i++) {
      const origin = origins[i] as number;
      const change = changes[i] as number;
      if (known instanceof ExactStates) {
        const row = this.#asideRow(origin, change);
        if (!known.add(lows[i] as number, row, 0) || !this.#take()) continue;
        this.#next.add(row, 0);
      } else {
        if (!known.add(lows[i] as number, highs[i] as number) || !this.#take()) continue;
        this.#expander.apply(change, this.#next, this.#next.add(this.#current.items, origin));
      }
      this.#link(origin / this.#current.width, change);
      this.#low ^= lows[i] as number;
      this.#high ^= highs[i] as number;
    }
    this.#batch.length = 0;
    if (known instanceof Fingerprints && known.isCrowded) this.#onCrowded(known);
  }

  /** Notes how the state made last was reached. */
  #link(row: number, change: number): void {
    // Ticks are numbered below the changes.
    const at = change - TICK;
    const event = this.#events[at] ?? this.#links.event(this.#expander.linkOf(change));
    this.#events[at] = event;
    this.#links.add(row < this.#own ? this.#first + row : this.#numberAt(row), event);
  }

  /** States of the current depth that the region has found itself: those of others come after them. */
  get #own(): number {
    return this.#current.length - this.#adopted.length;
  }

  /** The state of a candidate, made aside. */
  #asideRow(origin: number, change: number): ArrayLike<number> {
    this.#aside.clear();
    this.#expander.apply(change, this.#aside, this.#aside.add(this.#current.items, origin));
    return this.#aside.items;
  }

  /** Number of a state of the current depth. */
  #numberAt(row: number): number {
    return row < this.#own ? this.#first + row : (this.#adopted[row - this.#own] as number);
  }

  /** Takes a state from the budget; full where there is none left. */
  #take(): boolean {
    this.isFull = !this.#budget.take();
    return !this.isFull;
  }

  /**
   * Whether there is room for so many states more, if all of them are new, and no other thread has found that there is
   * none.
   */
  #hasRoom(states: number): boolean {
    const own = this.#links.bytesWith(states) + this.#current.bytes + this.#next.bytesWith(states) - this.#heldBytes;
    // The other regions add as many to what is known meanwhile.
    const known = this.#known.bytesWith(states * this.#plan.regions);
    return this.#budget.reached === undefined && this.#budget.fits(own + known);
  }

  /** Counts the memory of links and rows; what is known belongs to all regions. */
  #noteBytes(): void {
    const bytes = this.#links.bytes + this.#current.bytes + this.#next.bytes;
    this.#budget.hold(bytes - this.#heldBytes, this.#known.bytes);
    this.#heldBytes = bytes;
  }
}
