import { CHOICE_POINTS, ChoiceEnumerator, type ChoicePoint } from '../../model/index.ts';
import { optionText } from './near-miss.ts';

/** Options of one point that are counted apart: some points have as many as there are bucket keys. */
const MOST_OPTIONS = 10;

/** How often a point that AWS leaves open was asked in a trace, and how often what was seen decided it. */
export interface PointCount {
  readonly point: string;
  /** The requirement that leaves it open. */
  readonly requirement: string;
  /** Steps that some way explains in which the point was asked. */
  readonly asked: number;
  /** Steps that only one option of the point explains: every way that explains them asks it, and takes that one. */
  readonly decided: number;
  /** The options that decided, with the number of steps; at most 10, those that came first. */
  readonly options: readonly { readonly option: string; readonly steps: number }[];
}

/** The options that were taken in one way to resolve a step; undefined where a point was asked twice and differed. */
type Taken = Map<ChoicePoint, string | undefined>;

/** Resolves the choices of a step in every way, and knows which were made in the way before the last `advance`. */
export class NotedChoices extends ChoiceEnumerator {
  #taken: Taken = new Map();
  #before: Taken = this.#taken;

  override pick(point: ChoicePoint, options: readonly unknown[]): number {
    const index = super.pick(point, options);
    const option = optionText(options[index]);
    this.#taken.set(point, this.#taken.has(point) && this.#taken.get(point) !== option ? undefined : option);
    return index;
  }

  override advance(): boolean {
    this.#before = this.#taken;
    this.#taken = new Map();
    return super.advance();
  }

  /** What was taken in the way that {@link advance} has left. */
  get before(): ReadonlyMap<ChoicePoint, string | undefined> {
    return this.#before;
  }
}

/** Counts which points decided, step by step. */
export class DecidedPoints {
  readonly #counts = new Map<ChoicePoint, { asked: number; decided: number; readonly options: Map<string, number> }>();
  readonly #asked = new Set<ChoicePoint>();
  /** What every way so far has taken that explains the step. */
  #common: Taken | undefined;

  /** Takes note of a way that explains the step at hand. */
  explainedBy(taken: ReadonlyMap<ChoicePoint, string | undefined>): void {
    for (const point of taken.keys()) this.#asked.add(point);
    if (this.#common === undefined) {
      this.#common = new Map(taken);
      return;
    }
    for (const [point, option] of this.#common) if (taken.get(point) !== option) this.#common.delete(point);
  }

  /** The step is over; `isTold`: its answer says something of what was asked. */
  settle(isTold: boolean): void {
    if (isTold) for (const point of this.#asked) this.#count(point, this.#common?.get(point));
    this.#asked.clear();
    this.#common = undefined;
  }

  /** What was counted, the points that decided most first. */
  counts(): readonly PointCount[] {
    return [...this.#counts]
      .map(([point, { asked, decided, options }]) => ({
        point,
        requirement: CHOICE_POINTS[point],
        asked,
        decided,
        options: [...options].map(([option, steps]) => ({ option, steps })).sort((a, b) => b.steps - a.steps),
      }))
      .sort((a, b) => b.decided - a.decided || b.asked - a.asked);
  }

  #count(point: ChoicePoint, decidedFor: string | undefined): void {
    const count = this.#counts.get(point) ?? { asked: 0, decided: 0, options: new Map<string, number>() };
    this.#counts.set(point, count);
    count.asked += 1;
    if (decidedFor === undefined) return;
    count.decided += 1;
    const { options } = count;
    if (options.has(decidedFor) || options.size < MOST_OPTIONS)
      options.set(decidedFor, (options.get(decidedFor) ?? 0) + 1);
  }
}
