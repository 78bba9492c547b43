import type { CoverageData } from '../coverage.ts';
import type { ExploreProgress } from '../exploration.ts';
import { sum } from '../sum.ts';
import { Links, type LinksData } from './links.ts';

/** What a region has to say when all regions have left a depth. */
export interface DepthEnd {
  /** How the states of the next depth that it has found were reached. */
  readonly links: LinksData;
  /**
   * Since it began: transitions, what it came across, and the fingerprints of all states it has found put together by
   * exclusive or.
   */
  readonly transitions: number;
  readonly coverage: CoverageData;
  readonly print: Print;
}

/** A fingerprint: two halves of 32 bits. */
export interface Print {
  readonly low: number;
  readonly high: number;
}

/** Where a region stands, since it began. */
export interface Standing {
  readonly states: number;
  readonly transitions: number;
  readonly left: number;
}

/** All that has to be known of an exploration to go on with it where a depth has ended. */
export interface Checkpoint {
  /** States at each depth; those of the last one were not left yet. */
  readonly levels: readonly number[];
  /** How each state was reached, the first of all included, which was reached from itself. */
  readonly links: LinksData;
  readonly transitions: number;
  readonly coverage: CoverageData;
  /** The fingerprints of all states but the first put together by exclusive or. */
  readonly print: Print;
}

/** Before anything has happened. */
export const BEGINNING: Checkpoint = {
  levels: [1],
  links: { parents: [Uint32Array.of(0)], events: [Uint16Array.of(0)], pairs: [{ action: 0, result: 0 }] },
  transitions: 0,
  coverage: { moves: [], options: [], points: [] },
  print: { low: 0, high: 0 },
};

/**
 * The depths of an exploration that have ended. Their states are numbered, depth by depth, in each those of one region
 * after the other.
 */
export class Past {
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

  /** States of all depths. */
  get size(): number {
    return this.links.size;
  }

  /** States that were left before this exploration went on. */
  get leftBefore(): number {
    return sum(this.before.levels.slice(0, -1));
  }

  /** Where an exploration stands that has these regions. */
  progress(regions: readonly Standing[]): ExploreProgress {
    const sumOver = (count: (region: Standing) => number) => sum(regions.map(count));
    const { levels, transitions } = this.before;
    const states = sum(levels) + sumOver((region) => region.states);
    const left = this.leftBefore + sumOver((region) => region.left);
    return {
      states,
      transitions: transitions + sumOver((region) => region.transitions),
      queue: states - left,
      depth: this.levels.length - 1,
      levels: this.levels,
    };
  }

  /** Adds a depth, and answers how many bytes it takes. */
  add(ends: readonly DepthEnd[]): number {
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
  };
}

function distinct<T extends string>(names: readonly T[]): readonly T[] {
  return [...new Set(names)].sort();
}
