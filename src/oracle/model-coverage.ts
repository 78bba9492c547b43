import type { MoveWatcher } from '../../model/charts/compile/move.ts';
import { type Outcome, TRANSITIONS, transitionText } from '../../model/index.ts';
import { DecidedPoints } from './decided-points.ts';

/** Of how many steps something had a part in what explains them. */
export interface StepCount {
  readonly id: string;
  readonly steps: number;
}

/** What of the model explained the steps of traces. */
export interface CoverageCounts {
  /** Steps that were looked at. */
  readonly steps: number;
  /** Transitions of charts as `kmsKey: enabled -DisableKey-> disabled`, in the order of their names. */
  readonly transitions: readonly StepCount[];
  /** Requirements that the model's answers rest on, in the order of their ids. */
  readonly requirements: readonly StepCount[];
  /** Points that AWS leaves open, in the order of their names. */
  readonly choices: readonly ChoiceCount[];
}

/** How often a point that AWS leaves open was asked, and how often what was seen decided it. */
export interface ChoiceCount {
  readonly point: string;
  readonly asked: number;
  readonly decided: number;
}

/**
 * Counts the parts that the model has in explaining steps: which transitions, requirements and open points. Of each way
 * that is tried it only remembers what happened; a way that explains nothing counts for nothing.
 */
export class ModelCoverage {
  /** The open points: the oracle tells it what was taken. */
  readonly points = new DecidedPoints();
  readonly #transitions = new StepCounts();
  readonly #requirements = new StepCounts();
  readonly #taken: string[] = [];
  #step = 0;

  /** Is told of the moves of charts. */
  readonly moved: MoveWatcher = (chart, from, event, to) => {
    const text = TEXTS.get(chart)?.get(from)?.get(event)?.get(to);
    if (text !== undefined) this.#taken.push(text);
  };

  /** Another step comes. */
  nextStep(): void {
    this.#step += 1;
  }

  /** Another way is tried. */
  nextWay(): void {
    this.#taken.length = 0;
  }

  /** The way that was tried last explains the step. */
  explainedBy({ because }: Outcome): void {
    for (const text of this.#taken) this.#transitions.count(text, this.#step);
    for (const id of because) this.#requirements.count(id, this.#step);
  }

  /** What was counted so far. */
  counts(): CoverageCounts {
    return {
      steps: this.#step,
      transitions: this.#transitions.counts(),
      requirements: this.#requirements.counts(),
      choices: this.points
        .counts()
        .map(({ point, asked, decided }) => ({ point, asked, decided }))
        .sort((a, b) => (a.point < b.point ? -1 : 1)),
    };
  }
}

/** Counts each thing once a step. */
class StepCounts {
  readonly #counts = new Map<string, { steps: number; last: number }>();

  count(id: string, step: number): void {
    const count = this.#counts.get(id);
    if (count === undefined) this.#counts.set(id, { steps: 1, last: step });
    else if (count.last !== step) {
      count.steps += 1;
      count.last = step;
    }
  }

  counts(): readonly StepCount[] {
    return [...this.#counts].map(([id, { steps }]) => ({ id, steps })).sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}

/** Transitions by chart, state, event and next state: no text is put together for each move. */
const TEXTS: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, string>>>> = (() => {
  const texts = new Map<string, Map<string, Map<string, Map<string, string>>>>();
  for (const transition of TRANSITIONS) {
    const { chart, from, event, to } = transition;
    within(within(within(texts, chart), from), event).set(to, transitionText(transition));
  }
  return texts;
})();

function within<V>(map: Map<string, Map<string, V>>, key: string): Map<string, V> {
  const inner = map.get(key) ?? new Map<string, V>();
  map.set(key, inner);
  return inner;
}
