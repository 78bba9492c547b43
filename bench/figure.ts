import type { Measured } from './timing.ts';

/**
 * When a figure is measured: `short` always, `full` where time does not press, `twins` beside other tools, one to be
 * installed.
 */
export type RunKind = 'short' | 'full' | 'twins';

/** A figure that is kept: a ratio of two costs, or a size. */
export interface Figure {
  /** Name in the baseline. */
  readonly id: string;
  /** What is divided by what, for people. */
  readonly title: string;
  readonly better: 'lower' | 'higher';
  /** What the figure should reach; omitted where it is only kept from falling. */
  readonly target?: number;
  /** `x` for a ratio, `B` for bytes, `MB` for millions of them. */
  readonly unit: 'x' | 'B' | 'MB';
  readonly run: RunKind;
  /** Measures it in this process; more rounds, less noise. */
  measure(rounds: number): Promise<Measured>;
}

/** The figures that a run measures: a full run measures the short ones too. */
export function figuresOf(figures: readonly Figure[], run: RunKind): readonly Figure[] {
  return figures.filter((figure) => figure.run === run || (run === 'full' && figure.run === 'short'));
}
