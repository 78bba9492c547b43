import type { Records, WorldView } from '../../../model/index.ts';
import type { GoalView } from '../../../properties/goal.ts';
import type { Layout, Placed } from '../parts/layout.ts';
import { NOW_MS } from '../parts/part.ts';

/** Shows the states of a scope to its goals, one after the other, as the worlds they are. */
export class StateSight implements GoalView {
  readonly nowMs = NOW_MS;
  readonly buckets: WorldView['buckets'];
  readonly objects: WorldView['objects'];
  readonly kmsKeys: WorldView['kmsKeys'];
  readonly aliases: WorldView['aliases'];
  readonly #environment: Layout['environment'];
  /** The state that is shown: the row that begins at a place. */
  #items: ArrayLike<number> = [];
  #at = 0;

  constructor({ buckets, objects, kmsKeys, aliases, environment }: Layout) {
    this.buckets = this.#records(buckets);
    this.objects = this.#records(objects);
    this.kmsKeys = this.#records(kmsKeys);
    this.aliases = this.#records(aliases);
    this.#environment = environment;
  }

  get kmsThrottled(): boolean {
    return this.#recordAt(this.#environment).kmsThrottled;
  }

  get kmsUnreachable(): WorldView['kmsUnreachable'] {
    return this.#recordAt(this.#environment).kmsUnreachable;
  }

  /** Shows the state whose row begins at `at`. */
  show(items: ArrayLike<number>, at: number): this {
    this.#items = items;
    this.#at = at;
    return this;
  }

  #records<T extends object>(places: ReadonlyMap<number, Placed<T | undefined>>): Records<T> {
    return {
      get: (number) => {
        const placed = places.get(number);
        return placed === undefined ? undefined : this.#recordAt(placed);
      },
    };
  }

  #recordAt<V>({ place, part }: Placed<V>): V {
    return part.values.record(this.#items[this.#at + place] as number);
  }
}
