import type { Figure } from './figure.ts';
import type { Measured } from './timing.ts';

/** How much worse than the baseline a figure may be: machines and days differ. */
export const ALLOWED_FALL = 0.3;

/** What the baseline says of a figure: kept, fallen by more than is allowed, or one of the two values is missing. */
export type BaselineStatus = 'kept' | 'fallen' | 'not in the baseline' | 'not measured';

/** A figure beside its baseline. */
export interface Compared {
  readonly figure: Comparable;
  readonly value: number | undefined;
  readonly baseline: number | undefined;
  readonly standing: BaselineStatus;
  /** Undefined where there is no target. */
  readonly reachesTarget: boolean | undefined;
}

/** What comparing needs to know of a figure. */
export type Comparable = Pick<Figure, 'id' | 'title' | 'better' | 'target' | 'unit'>;

/** Holds every figure of a run to its baseline. */
export function compare(
  figures: readonly Comparable[],
  measured: ReadonlyMap<string, Measured>,
  baseline: ReadonlyMap<string, Measured>,
): readonly Compared[] {
  return figures.map((figure) => {
    const value = measured.get(figure.id)?.value;
    const before = baseline.get(figure.id)?.value;
    return {
      figure,
      value,
      baseline: before,
      standing: standing(figure, value, before),
      reachesTarget: reaches(figure, value),
    };
  });
}

/**
 * Whether a comparison lets a run pass: what was measured and has a baseline. A figure that has fallen is refused by a
 * gate alone, since a busy machine makes figures fall; one that is missing is missing on any machine.
 */
export function passes(compared: readonly Compared[], gate: boolean): boolean {
  const allowed: readonly BaselineStatus[] = gate ? ['kept'] : ['kept', 'fallen'];
  return compared.length > 0 && compared.every(({ standing }) => allowed.includes(standing));
}

function standing({ better }: Comparable, value: number | undefined, baseline: number | undefined): BaselineStatus {
  if (value === undefined || !(value > 0)) return 'not measured';
  if (baseline === undefined || !(baseline > 0)) return 'not in the baseline';
  const share = better === 'higher' ? value / baseline : baseline / value;
  return share < 1 - ALLOWED_FALL ? 'fallen' : 'kept';
}

function reaches({ better, target }: Comparable, value: number | undefined): boolean | undefined {
  if (target === undefined || value === undefined) return undefined;
  return better === 'higher' ? value >= target : value <= target;
}
