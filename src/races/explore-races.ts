import { INTERRUPTED } from '../explore/options.ts';
import { sum } from '../explore/sum.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { type OverlappingSut, overlappingFor } from '../suts/overlapping.ts';
import type { RaceCounts, RaceExploration, RaceProgress } from './race-exploration.ts';
import { type Race, type RaceScope, racesOf } from './race-scope.ts';
import { everyOrder, type RunOrder } from './run-race.ts';
import { shortestOf } from './shortest-race.ts';

/** Bounds of an exploration of races. */
export interface RaceOptions {
  /** Most orders to run; beyond it the verdict is unknown. */
  readonly maxOrders: number;
  /** Ends the exploration; what was seen until then is reported, its verdict unknown. */
  readonly signal?: AbortSignal;
  onProgress?(progress: RaceProgress): void;
  /** The parts of the reference that is run, where faults are planted in some. */
  readonly parts?: ReferenceParts;
}

/**
 * Makes every race of a scope on the reference, in every order of the points of its two requests, and holds each to
 * the model: some order of the two has to explain what both were answered, and what is found afterwards. Ends with the
 * first that has none, told as short as it can be.
 */
export async function exploreRaces(scope: RaceScope, options: RaceOptions): Promise<RaceExploration> {
  const { maxOrders, signal, onProgress, parts = REFERENCE_PARTS } = options;
  const sut = overlappingFor(scope.profile, parts, { untilArrival: true });
  const ofRaces = sum(scope.worlds.map((world) => racesOf(world).length));
  const tally = new Tally();
  const report = (rest: Pick<RaceExploration, 'verdict' | 'unknownBecause' | 'found'>): RaceExploration => ({
    scope: scope.name,
    profile: scope.profile.name,
    sut: sut.name,
    counts: tally.total,
    worlds: tally.worlds,
    ...rest,
  });
  for await (const run of allOrders(scope, sut)) {
    // What is run beyond a bound is not counted, nor looked at.
    const bound = signal?.aborted ? INTERRUPTED : boundOf(maxOrders, tally.total.orders);
    if (bound !== undefined) return report({ verdict: 'unknown', unknownBecause: bound });
    tally.count(run);
    onProgress?.({ races: tally.total.races, ofRaces, orders: tally.total.orders });
    const { violation, unknownBecause } = run.order;
    if (unknownBecause !== undefined) return report({ verdict: 'unknown', unknownBecause });
    if (violation === undefined) continue;
    return report({ verdict: 'violates', found: await shortestOf(run, violation, scope, sut, signal) });
  }
  return report({ verdict: 'conforms' });
}

function boundOf(maxOrders: number, orders: number): string | undefined {
  return orders < maxOrders ? undefined : `the bound of ${maxOrders} orders (--max-orders)`;
}

async function* allOrders(scope: RaceScope, sut: OverlappingSut): AsyncGenerator<RunOrder> {
  for (const world of scope.worlds)
    for (const race of racesOf(world))
      for await (const order of everyOrder(race, scope, sut)) yield { world, race, order };
}

const NOTHING: RaceCounts = { races: 0, orders: 0, withoutCalls: 0, interrupted: 0 };

/** What was run so far, in all worlds and in each. */
class Tally {
  total = NOTHING;
  readonly #byWorld = new Map<string, RaceCounts>();
  #race: Race | undefined;

  get worlds(): RaceExploration['worlds'] {
    return [...this.#byWorld].map(([name, counts]) => ({ name, ...counts }));
  }

  count({ world: { name }, race, order: { explained } }: RunOrder): void {
    const isNew = race !== this.#race;
    this.#race = race;
    const counted = ({ races, orders, withoutCalls, interrupted }: RaceCounts): RaceCounts => ({
      races: races + (isNew ? 1 : 0),
      orders: orders + 1,
      withoutCalls: withoutCalls + (explained === 'withoutCalls' ? 1 : 0),
      interrupted: interrupted + (explained === 'interrupted' ? 1 : 0),
    });
    this.total = counted(this.total);
    this.#byWorld.set(name, counted(this.#byWorld.get(name) ?? NOTHING));
  }
}
