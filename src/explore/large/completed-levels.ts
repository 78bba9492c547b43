import { summedCounts } from '../action-counts.ts';
import type { CoverageData } from '../coverage.ts';
import type { ExploreProgress } from '../exploration.ts';
import { sum } from '../sum.ts';
import { BEGINNING, type Checkpoint } from './checkpoint.ts';
import type { StateHash } from './hash/state-hash.ts';
import { Links, type LinksData } from './links.ts';

/** What a partition has to say when all partitions have expanded a level. */
export interface LevelEnd {
  /** How the states of the next level that it has found were reached. */
  readonly links: LinksData;
  /** Since it began: transitions, what it came across, and the hashes of all states it has found, by exclusive or. */
  readonly transitions: number;
  readonly coverage: CoverageData;
  readonly print: StateHash;
}

/** How far a partition has come since it began. */
export interface PartitionCounts {
  readonly states: number;
  readonly transitions: number;
  readonly expanded: number;
}

/**
 * The levels of a breadth-first search that were found whole. Their states are numbered, level by level, in each those
 * of one partition after the other.
 */
export class CompletedLevels {
  /** States at each depth. */
  readonly levels: number[];
  readonly links = new Links();
  /** What was so before this exploration began, or went on. */
  readonly before: Omit<Checkpoint, 'links'>;
  #latest: Omit<Checkpoint, 'links' | 'levels'>;

  /** @param before - where to go on; the beginning without it */
  constructor({ links, ...before }: Checkpoint = BEGINNING) {
    this.before = before;
    this.#latest = before;
    this.levels = [...before.levels];
    this.links.append(links);
  }

  /** States of all levels. */
  get size(): number {
    return this.links.size;
  }

  /** States that were expanded before this exploration went on. */
  get expandedBefore(): number {
    return sum(this.before.levels.slice(0, -1));
  }

  /** Where an exploration stands that has these partitions. */
  progress(partitions: readonly PartitionCounts[]): ExploreProgress {
    const sumOver = (count: (partition: PartitionCounts) => number) => sum(partitions.map(count));
    const { levels, transitions } = this.before;
    const states = sum(levels) + sumOver((partition) => partition.states);
    return {
      states,
      transitions: transitions + sumOver((partition) => partition.transitions),
      queue: states - this.expandedBefore - sumOver((partition) => partition.expanded),
      depth: this.levels.length - 1,
      levels: this.levels,
    };
  }

  /** Adds a level, and answers how many bytes it takes. */
  add(ends: readonly LevelEnd[]): number {
    const { size, bytes } = this.links;
    for (const { links } of ends) this.links.append(links);
    this.levels.push(this.links.size - size);
    const { transitions, coverage, print } = this.before;
    this.#latest = {
      transitions: ends.reduce((sum, end) => sum + end.transitions, transitions),
      coverage: union([coverage, ...ends.map((end) => end.coverage)]),
      print: ends.reduce((both, end) => ({ low: both.low ^ end.print.low, high: both.high ^ end.print.high }), print),
    };
    return this.links.bytes - bytes;
  }

  /** From where an exploration can go on. */
  checkpoint(): Checkpoint {
    return { ...this.#latest, levels: [...this.levels], links: this.links.data() };
  }
}

function union(all: readonly CoverageData[]): CoverageData {
  return {
    moves: distinct(all.flatMap(({ moves }) => moves)),
    options: distinct(all.flatMap(({ options }) => options)),
    points: distinct(all.flatMap(({ points }) => points)),
    actions: summedCounts(all.map(({ actions }) => actions)),
  };
}

function distinct<T extends string>(names: readonly T[]): readonly T[] {
  return [...new Set(names)].sort();
}
