import { watchMoves } from '../../model/charts/compile/move.ts';
import { CHOICE_POINTS, type ChoicePoint, type Chooser, TRANSITIONS, transitionText } from '../../model/index.ts';
import { type ActionCounts, ActionTally } from './action-counts.ts';
import type { Reach } from './exploration.ts';

/** What a {@link Coverage} has noted. */
export interface CoverageData {
  readonly moves: readonly string[];
  readonly options: readonly string[];
  readonly points: readonly ChoicePoint[];
  /** By place of the action. */
  readonly actions: readonly ActionCounts[];
}

/** Transitions of charts that were and were not come across by any of several. */
export function chartReach(coverage: readonly CoverageData[]): Reach {
  const moves = new Set(coverage.flatMap((one) => one.moves));
  const all = TRANSITIONS.map(transitionText);
  return { reached: all.filter((move) => moves.has(move)), unreached: all.filter((move) => !moves.has(move)) };
}

/** Options that were taken by any of several, and points at which nothing was ever open. */
export function choiceReach(coverage: readonly CoverageData[]): Reach {
  const points = new Set<string>(coverage.flatMap((one) => one.points));
  const options = new Set(coverage.flatMap((one) => one.options));
  return { reached: [...options].sort(), unreached: Object.keys(CHOICE_POINTS).filter((point) => !points.has(point)) };
}

/** Notes which transitions of charts, which options and what of each action an exploration comes across. */
export class Coverage {
  readonly actions = new ActionTally();
  readonly #moves = new Set<string>();
  readonly #options = new Set<string>();
  readonly #points = new Set<ChoicePoint>();

  /** Does something, and notes the moves that charts make meanwhile. */
  watchCharts<T>(act: () => T): T {
    return watchMoves((chart, from, event, to) => this.#moves.add(transitionText({ chart, from, event, to })), act);
  }

  /** A chooser that chooses as another one does, noting what it chooses. */
  watchChoices(chooser: Chooser): Chooser {
    return {
      opaqueEtag: (md5) => chooser.opaqueEtag(md5),
      multipartEtag: (parts) => chooser.multipartEtag?.(parts),
      pick: (point, options) => {
        const index = chooser.pick(point, options);
        const option = options[index];
        this.#points.add(point);
        this.#options.add(`${point}=${typeof option === 'object' ? JSON.stringify(option) : String(option)}`);
        return index;
      },
    };
  }

  /** What was come across. */
  data(): CoverageData {
    return {
      moves: [...this.#moves],
      options: [...this.#options],
      points: [...this.#points],
      actions: this.actions.counts(),
    };
  }
}
