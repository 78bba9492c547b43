import type { perform } from '../../../model/index.ts';
import { Coverage, type CoverageData } from '../coverage.ts';
import type { ExploreScope } from '../scope.ts';
import { Batch } from './batch.ts';
import type { Budget } from './budget.ts';
import { ExactStates } from './exact-states.ts';
import { type BrokenResult, Expander } from './expander.ts';
import { Fingerprints } from './fingerprints.ts';
import { Links, type LinksData } from './links.ts';
import { Outbox } from './outbox.ts';
import { type Parcel, Translation } from './parcel.ts';
import { States } from './states.ts';

/** Candidates that are looked up together. */
const BATCH = 2_048;
/** States for another region that are worth a parcel. */
const PARCEL = 4_096;

/** Where a region stands among all regions, and how it tells states apart. */
export interface RegionPlan {
  readonly index: number;
  readonly regions: number;
  /** Whether states are kept whole, instead of their fingerprints. */
  readonly exact: boolean;
}

/** A result that breaks an invariant, and the state it follows on, by its number in the region. */
export interface Found extends BrokenResult {
  readonly parent: number;
}

/** What a region has to say in the end. */
export interface RegionReport {
  /** New states at each depth. */
  readonly levels: readonly number[];
  readonly transitions: number;
  /** States that were left. */
  readonly left: number;
  readonly coverage: CoverageData;
  readonly found: Found | undefined;
  /** Memory of states, links and rows at its largest, in bytes. */
  readonly bytes: number;
}

/**
 * A share of the states of a scope: those whose fingerprint says so. It leaves its own states, depth by depth, and hands over in parcels what
 * it finds for other regions. All regions together make the same exploration whatever their number.
 */
export class Region {
  found: Found | undefined;
  isFull = false;
  readonly #plan: RegionPlan;
  readonly #budget: Budget;
  readonly #coverage = new Coverage();
  readonly #expander: Expander;
  readonly #known = new Fingerprints();
  /** Instead of the fingerprints, where states are kept whole. */
  readonly #exact: ExactStates | undefined;
  readonly #scratch: States;
  readonly #links: Links;
  readonly #batch = new Batch();
  readonly #outboxes: readonly Outbox[];
  readonly #translations: readonly Translation[];
  readonly #levels: number[] = [];
  /** The states of the depth that is being left, and those of the next. */
  #current: States;
  #next: States;
  /** Number of the first state of the current depth. */
  #base = 0;
  /** The row to be left next. */
  #row = 0;
  #left = 0;
  #bytes = 0;

  /** @param act - the model, or a wrapper that watches or spoils what it does */
  constructor(scope: ExploreScope, act: typeof perform, plan: RegionPlan, budget: Budget) {
    this.#plan = plan;
    this.#budget = budget;
    this.#expander = new Expander(scope, this.#coverage, act);
    const { layout, first } = this.#expander;
    this.#exact = plan.exact ? new ExactStates(layout.size) : undefined;
    this.#scratch = new States(layout.size);
    this.#links = new Links(plan.regions);
    this.#outboxes = Array.from({ length: plan.regions }, () => new Outbox(plan.index, layout, new States(layout.size)));
    this.#translations = Array.from({ length: plan.regions }, () => new Translation(layout));
    this.#current = new States(layout.size);
    this.#next = new States(layout.size);
    const { low, high } = this.#expander.fingerprint(first);
    if (this.#ownerOf(high) === plan.index && budget.take()) {
      this.#isNew(low, high, first);
      this.#current.add(first, 0);
      this.#links.add({ region: plan.index, number: 0 }, { action: 0, result: 0 });
    }
    this.#levels.push(this.#current.length);
  }

  /** States that were found so far. */
  get states(): number {
    return this.#links.size;
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
    const end = Math.min(this.#current.length, this.#row + states);
    for (; this.#row < end; this.#row++) {
      this.#expander.expand(this.#current, this.#row * this.#current.width, this.#batch);
      const { broken } = this.#expander;
      if (broken !== undefined) {
        this.found = { ...broken, parent: this.#base + this.#row };
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

  /** Parcels for other regions: those that are large enough, or all. */
  *parcels(all: boolean): Iterable<{ readonly to: number; readonly parcel: Parcel }> {
    for (const [to, outbox] of this.#outboxes.entries()) {
      if (outbox.length >= PARCEL || (all && outbox.length > 0)) yield { to, parcel: outbox.takeParcel() };
    }
  }

  /** Takes in what another region has found. */
  receive({ from, values, rows, lows, highs, parents, actions, results }: Parcel): void {
    const translation = this.#translations[from];
    if (translation === undefined) throw new RangeError(`there is no region ${from}`);
    translation.learn(values);
    const width = this.#next.width;
    const row = new Array<number>(width).fill(0);
    for (let i = 0; i < lows.length && !this.isFull; i++) {
      for (let place = 0; place < width; place++) row[place] = translation.number(place, rows[i * width + place] as number);
      const isNew = this.#isNew(lows[i] as number, highs[i] as number, row);
      if (!isNew || !this.#take()) continue;
      this.#next.add(row, 0);
      const link = { action: actions[i] as number, result: results[i] as number };
      this.#links.add({ region: from, number: parents[i] as number }, link);
    }
  }

  /** Goes on to the next depth. */
  descend(): void {
    this.#bytes = Math.max(this.#bytes, this.bytes);
    this.#base += this.#current.length;
    [this.#current, this.#next] = [this.#next, this.#current];
    this.#next.clear();
    this.#row = 0;
    this.#levels.push(this.#current.length);
  }

  /** Memory of states, links and rows, in bytes. */
  get bytes(): number {
    return (this.#exact ?? this.#known).bytes + this.#links.bytes + this.#current.bytes + this.#next.bytes;
  }

  /** How each state was reached. */
  links(): LinksData {
    return this.#links.data();
  }

  report(): RegionReport {
    const { transitions } = this.#expander;
    return {
      levels: [...this.#levels, this.#next.length],
      transitions,
      left: this.#left,
      coverage: this.#coverage.data(),
      found: this.found,
      bytes: Math.max(this.#bytes, this.bytes),
    };
  }

  /** Looks the candidates up, and makes the states of those that are new. */
  #settle(): void {
    const { lows, highs, origins, changes, length } = this.#batch;
    const { index, regions } = this.#plan;
    this.#known.fetch(lows, length);
    for (let i = 0; i < length && !this.isFull; i++) {
      const low = lows[i] as number;
      const high = highs[i] as number;
      const origin = origins[i] as number;
      const change = changes[i] as number;
      const owner = regions === 1 ? index : this.#ownerOf(high);
      if (owner === index) this.#keep(low, high, origin, change);
      else this.#post(owner, low, high, origin, change);
    }
    this.#batch.length = 0;
  }

  #keep(low: number, high: number, origin: number, change: number): void {
    if (this.#exact === undefined) {
      if (!this.#known.add(low, high) || !this.#take()) return;
      this.#expander.apply(change, this.#next, this.#next.add(this.#current.items, origin));
    } else {
      const made = this.#scratchRow(origin, change);
      if (!this.#exact.add(low, made, 0) || !this.#take()) return;
      this.#next.add(made, 0);
    }
    this.#links.add({ region: this.#plan.index, number: this.#numberAt(origin) }, this.#expander.eventOf(change));
  }

  #post(owner: number, low: number, high: number, origin: number, change: number): void {
    const outbox = this.#outboxes[owner] as Outbox;
    if (outbox.isKnown(low, high)) return;
    this.#expander.apply(change, outbox.rows, outbox.rows.add(this.#current.items, origin));
    outbox.add(low, high, this.#numberAt(origin), this.#expander.eventOf(change));
  }

  /** The state of a candidate, made aside. */
  #scratchRow(origin: number, change: number): ArrayLike<number> {
    this.#scratch.clear();
    this.#expander.apply(change, this.#scratch, this.#scratch.add(this.#current.items, origin));
    return this.#scratch.items;
  }

  #isNew(low: number, high: number, state: ArrayLike<number>): boolean {
    return this.#exact === undefined ? this.#known.add(low, high) : this.#exact.add(low, state, 0);
  }

  /** Number of the state whose row begins at a place of the current depth. */
  #numberAt(origin: number): number {
    return this.#base + origin / this.#current.width;
  }

  /** Takes a state from the budget; full where there is none left. */
  #take(): boolean {
    this.isFull = !this.#budget.take();
    return !this.isFull;
  }

  #ownerOf(high: number): number {
    return (high >>> 0) % this.#plan.regions;
  }
}
