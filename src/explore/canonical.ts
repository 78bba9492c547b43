import type { World } from '../../model/index.ts';
import { Layout } from './parts/layout.ts';
import { stateOf } from './parts/state-of.ts';
import type { ExploreScope } from './scope.ts';

/**
 * Writes a world down as a string such that two worlds of a scope with equal strings cannot be told apart by anything
 * that can happen in the scope: the keys of its parts, one a line. Left out is what no step can come to see: the date,
 * the numbers of bucket keys, buckets and epochs, what expired or was lost, the values of opaque ETags.
 */
export class Canonical {
  readonly #layout: Layout;

  /** @param initial - the first world of the scope, whose numbers of names all its worlds share */
  constructor(scope: ExploreScope, initial: World) {
    this.#layout = new Layout(scope, initial);
  }

  /**
   * The string of a world.
   *
   * @throws RangeError when a time is no whole number of ticks.
   */
  key(world: World): string {
    return stateOf(this.#layout, world)
      .map((value, place) => this.#layout.part(place).values.key(value))
      .join('\n');
  }
}
