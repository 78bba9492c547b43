import { forEachWay, type perform } from '../../../model/index.ts';
import { Draws } from '../memo/draws.ts';
import { effectOf } from '../memo/effect.ts';
import { Footprint } from '../memo/footprint.ts';
import { Lookup } from '../memo/lookup.ts';
import { Memo, UNKNOWN } from '../memo/memo.ts';
import { Questions } from '../memo/questions.ts';
import { TracedWorld } from '../memo/traced-world.ts';
import type { BucketKeysEdit } from '../parts/bucket-keys.ts';
import type { Layout } from '../parts/layout.ts';
import { NOW_MS } from '../parts/part.ts';
import { type ExploreScope, stepAt } from '../scope.ts';

/** No result leaves the state as it is. */
export const NONE = -1;

/** A result that may leave a state as it is: it writes nothing, and what it does to bucket keys may come to nothing. */
interface Idle {
  readonly result: number;
  readonly edits: readonly { readonly place: number; readonly lookup: Lookup }[];
}

/**
 * Finds results of an action that leave a state as it is. An exploration has no use for them; a run that never ends may
 * be made of them, such as one attempt to replicate after the other.
 */
export class IdleResults {
  readonly #scope: ExploreScope;
  readonly #layout: Layout;
  readonly #act: typeof perform;
  readonly #questions: Questions;
  readonly #memo: Memo;
  /** By number: what may be idle wherever the model sees the same. */
  readonly #known: (readonly Idle[])[] = [];

  constructor(scope: ExploreScope, layout: Layout, act: typeof perform) {
    this.#scope = scope;
    this.#layout = layout;
    this.#act = act;
    this.#questions = new Questions(layout);
    this.#memo = new Memo(scope.actions.length, this.#questions);
  }

  /**
   * Place, among the results of an action, of the first that leaves the state whose row begins at `at` as it is; or
   * {@link NONE}.
   */
  find(action: number, items: Uint16Array | Uint32Array, at: number): number {
    const remembered = this.#memo.find(action, items, at);
    const known = remembered === UNKNOWN ? this.#learn(action, items.subarray(at, at + this.#layout.size)) : remembered;
    const isSame = ({ place, lookup }: Idle['edits'][number]) =>
      lookup.next(items[at + place] as number) === items[at + place];
    return this.#known[known]?.find(({ edits }) => edits.every(isSame))?.result ?? NONE;
  }

  #learn(place: number, state: ArrayLike<number>): number {
    const action = this.#scope.actions[place];
    if (action === undefined) throw new RangeError(`the scope ${this.#scope.name} has no action ${place}`);
    const footprint = new Footprint(this.#questions);
    const idle: Idle[] = [];
    let results = 0;
    forEachWay({ etag: () => undefined }, (chooser) => {
      const result = results++;
      const after = new TracedWorld(this.#layout.model, this.#layout, state, footprint);
      this.#act(after, stepAt(action, NOW_MS), chooser);
      const { writes, edits } = effectOf(this.#layout, after);
      if (writes.length === 0)
        idle.push({
          result,
          edits: edits.map(({ place: at, edit }) => ({ place: at, lookup: this.#lookup(at, edit) })),
        });
      return true;
    });
    const number = this.#known.push(idle) - 1;
    this.#memo.remember(place, footprint.asked, state, number);
    return number;
  }

  #lookup(place: number, edit: BucketKeysEdit): Lookup {
    const keys = this.#layout.bucketKeysAt(place);
    if (keys === undefined) throw new RangeError(`there are no bucket keys at ${place}`);
    return new Lookup(new Draws(this.#layout, place, []), (value) => keys.part.edited(value, edit));
  }
}
