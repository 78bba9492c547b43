import type { perform } from '../../../model/index.ts';
import { Coverage, type CoverageData } from '../coverage.ts';
import type { ExploreScope } from '../scope.ts';
import type { BrokenTransition } from '../search/broken-transition.ts';
import { StateSet } from '../search/state-set.ts';
import { States } from '../search/states.ts';
import type { Successors } from '../search/successors.ts';
import type { Budget } from './budget.ts';
import { Candidates } from './candidates.ts';
import type { CompletedLevels, LevelEnd } from './completed-levels.ts';
import { Expander } from './expander.ts';
import { RecentHashes } from './hash/recent-hashes.ts';
import { StateHashSet } from './hash/state-hash-set.ts';
import { Links } from './links.ts';
import { Replay } from './replay.ts';
import { noRenaming, symmetriesOf } from './symmetry/symmetries.ts';
import { Sender, type Transfer, Translation } from './transfer.ts';

/** Candidates that are looked up together. */
const BATCH = 2_048;
/** Fewest rows that are worth forgetting. */
const WORTH_FORGETTING = 2 ** 16;

/** Where a partition stands among all, and how states are told apart. */
export interface PartitionShare {
  readonly index: number;
  readonly partitions: number;
  /** The states that were found, which all partitions share. */
  readonly known: StateHashSet | StateSet;
  /** Whether states that differ only in names which the scope treats alike are one. */
  readonly symmetry: boolean;
  /** Makes room among the hashes that are known. */
  makeRoom(known: StateHashSet): void;
}

/** What a partition has to say in the end. */
export interface PartitionReport {
  /** States of the level that was not finished. */
  readonly nextStates: number;
  readonly transitions: number;
  /** States that were expanded. */
  readonly expanded: number;
  /** Ways to rename what the scope treats alike. */
  readonly symmetries: number;
  readonly coverage: CoverageData;
  readonly broken: BrokenTransition | undefined;
}

/**
 * A share in a parallel breadth-first search over one set of known states (Laarman, van de Pol & Weber 2010): the
 * states it has found first, or was handed, and what is to follow on them. All partitions go from level to level
 * together, so together they make the same exploration whatever their number.
 */
export class Partition {
  broken: BrokenTransition | undefined;
  isFull = false;
  readonly #share: PartitionShare;
  readonly #makeRoom: (known: StateHashSet) => void;
  readonly #budget: Budget;
  readonly #coverage = new Coverage();
  readonly #symmetries: number;
  readonly #expander: Expander;
  readonly #known: StateHashSet | StateSet;
  readonly #aside: States;
  /** Of the states of the next level that the partition has found itself. */
  readonly #links = new Links();
  readonly #candidates = new Candidates();
  readonly #recent = new RecentHashes();
  /** By number of the change: the number its event has in the links. */
  readonly #events: number[] = [];
  readonly #sender: Sender;
  readonly #translations: readonly Translation[];
  /**
   * The states of the level that is being expanded, and those of the next; those that others have found come last, with
   * their numbers.
   */
  #current: States;
  #next: States;
  #adopted: readonly number[] = [];
  #nextAdopted: number[] = [];
  /** Numbers of the first states of either level that the partition has found itself. */
  #first = 0;
  #nextFirst = 0;
  /** The row to be expanded next. */
  #row = 0;
  #expanded = 0;
  /** States it has found in the levels that have ended. */
  #found = 0;
  /** Both halves of the hashes of all states it has found, put together by exclusive or. */
  #low = 0;
  #high = 0;
  #heldBytes = 0;

  /** @param act - the model, or a wrapper that watches or spoils what it does */
  constructor(scope: ExploreScope, act: typeof perform, share: PartitionShare, budget: Budget) {
    this.#share = share;
    this.#makeRoom = share.makeRoom;
    this.#budget = budget;
    const symmetries = share.symmetry ? symmetriesOf(scope) : [noRenaming(scope)];
    this.#symmetries = symmetries.length;
    this.#expander = new Expander(scope, this.#coverage, act, symmetries);
    const { layout } = this.#expander.successors;
    this.#known = share.known;
    this.#aside = new States(layout.size);
    this.#sender = new Sender(share.index, layout);
    this.#translations = Array.from({ length: share.partitions }, () => new Translation(layout));
    this.#current = new States(layout.size);
    this.#next = new States(layout.size);
  }

  /**
   * Makes the states of the levels that have ended anew, those of the last one as if it had just found them. Yields now
   * and then.
   */
  *replay(completed: CompletedLevels): Generator<void> {
    this.#next = yield* new Replay(completed, this.#expander, this.#known, this.#makeRoom).states();
  }

  /** What follows on states as it has looked it up. */
  get successors(): Successors {
    return this.#expander.successors;
  }

  /** States that it has found so far. */
  get states(): number {
    return this.#found + this.#links.size;
  }

  get expanded(): number {
    return this.#expanded;
  }

  get transitions(): number {
    return this.#expander.transitions;
  }

  /** States of the next level that were found so far. */
  get nextStates(): number {
    return this.#next.length;
  }

  /** Expands some more states of the current level; true when there are none left, or nothing more is to be done. */
  expand(states: number): boolean {
    this.#shrink();
    const end = Math.min(this.#current.length, this.#row + states);
    for (; this.#row < end; this.#row++) {
      this.#expander.expand(this.#current, this.#row * this.#current.width, this.#candidates);
      const { broken } = this.#expander;
      if (broken !== undefined) {
        this.broken = { ...broken, parent: this.#numberAt(this.#row), afterTick: false };
        return true;
      }
      this.#expanded++;
      if (this.#candidates.length >= BATCH) this.#addNew();
      if (this.isFull) return true;
    }
    if (end < this.#current.length) return false;
    this.#addNew();
    return true;
  }

  /**
   * Forgets the rows of states that were expanded, once they are a good part of all and the numbers of others do not
   * stand in the way.
   */
  #shrink(): void {
    this.#noteBytes();
    if (this.#row < WORTH_FORGETTING || 4 * this.#row < this.#current.length || this.#row > this.#own) return;
    this.#addNew();
    this.#current.dropFirst(this.#row);
    this.#first += this.#row;
    this.#row = 0;
  }

  /**
   * Takes note of the number of the first state it has found for the next level, once all partitions have found theirs.
   */
  numberNext(first: number): void {
    this.#nextFirst = first;
  }

  /** Hands over some of the states it has found for the next level. */
  handOver(to: number, states: number): Transfer {
    const first = this.#nextFirst + this.#next.length - states;
    return this.#sender.transfer(to, this.#next.takeLast(states), first);
  }

  /** Takes in states of the next level that another partition has found, once all partitions have found theirs. */
  adopt(transfer: Transfer): void {
    const translation = this.#translations[transfer.from];
    if (translation === undefined) throw new RangeError(`there is no partition ${transfer.from}`);
    const before = this.#next.length;
    translation.read(transfer, this.#next);
    for (let at = before; at < this.#next.length; at++) this.#nextAdopted.push(transfer.first + at - before);
  }

  /** Goes on to the next level, and answers what there is to say of this one. */
  nextLevel(): LevelEnd {
    this.#noteBytes();
    this.#expander.countActions(this.#coverage.actions);
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

  report(): PartitionReport {
    this.#noteBytes();
    this.#expander.countActions(this.#coverage.actions);
    return {
      nextStates: this.#links.size,
      transitions: this.#expander.transitions,
      expanded: this.#expanded,
      symmetries: this.#symmetries,
      coverage: this.#coverage.data(),
      broken: this.broken,
    };
  }

  /** Looks the candidates up, and makes the states of those that are new. */
  #addNew(): void {
    // Whoever did not wait for more room, being stopped, may neither touch what is known while another makes it, nor
    // come to wait again.
    if (this.#budget.isStopped) {
      this.#candidates.length = 0;
      return;
    }
    const known = this.#known;
    if (known instanceof StateHashSet) this.#recent.sift(this.#candidates);
    const { lows, highs, origins, changes, length } = this.#candidates;
    if (!this.#hasRoom(length)) this.isFull = true;
    if (known instanceof StateHashSet) known.fetch(lows, length);
    for (let i = 0; i < length && !this.isFull; i++) {
      const origin = origins[i] as number;
      const change = changes[i] as number;
      if (known instanceof StateSet) {
        const row = this.#asideRow(origin, change);
        if (!known.add(row, 0) || !this.#take()) continue;
        this.#next.add(row, 0);
      } else {
        if (!known.add(lows[i] as number, highs[i] as number) || !this.#take()) continue;
        this.#expander.successors.apply(change, this.#next, this.#next.add(this.#current.items, origin));
      }
      this.#link(origin / this.#current.width, change);
      this.#low ^= lows[i] as number;
      this.#high ^= highs[i] as number;
    }
    this.#candidates.length = 0;
    if (known instanceof StateHashSet && known.needsRoom) this.#makeRoom(known);
  }

  /** Notes how the state made last was reached. */
  #link(row: number, change: number): void {
    const event = this.#events[change] ?? this.#links.event(this.#expander.successors.change(change));
    this.#events[change] = event;
    this.#links.add(row < this.#own ? this.#first + row : this.#numberAt(row), event);
  }

  /** States of the current level that the partition has found itself: those of others come after them. */
  get #own(): number {
    return this.#current.length - this.#adopted.length;
  }

  /** The state of a candidate, made aside. */
  #asideRow(origin: number, change: number): ArrayLike<number> {
    this.#aside.clear();
    this.#expander.successors.apply(change, this.#aside, this.#aside.add(this.#current.items, origin));
    return this.#aside.items;
  }

  /** Number of a state of the current level. */
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
    // The other partitions add as many to what is known meanwhile.
    const known = this.#known.bytesWith(states * this.#share.partitions);
    return this.#budget.reached === undefined && this.#budget.fits(own + known);
  }

  /** Counts the memory of links and rows; what is known belongs to all partitions. */
  #noteBytes(): void {
    const bytes = this.#links.bytes + this.#current.bytes + this.#next.bytes;
    this.#budget.hold(bytes - this.#heldBytes, this.#known.bytes);
    this.#heldBytes = bytes;
  }
}
