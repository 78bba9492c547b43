import type { PropertyReport, PropertyVerdict } from './check-report.ts';
import { propertyTitle } from './choose.ts';
import { EXPLAINED } from './explained.ts';
import type { TieredJudge } from './tiered-judge.ts';

/** How the judgement of a trace went. */
interface Judgement {
  /** Whether the model took part. */
  readonly oracle: boolean;
  /** The bound that the model hit; undefined where it hit none. */
  readonly reached: string | undefined;
  /** What ended it early, a violation aside; undefined where nothing did. */
  readonly cut?: string | undefined;
}

/** What a judge came to for each property, after so many steps of a trace. */
export function propertyReports(
  judge: TieredJudge,
  steps: number,
  { oracle, reached, cut }: Judgement,
): readonly PropertyReport[] {
  // What comes after has not been looked at.
  const isCut = cut !== undefined || judge.violation !== undefined;
  const report = (id: string, checked: number, exercised: number, settled: PropertyVerdict): PropertyReport => {
    const isDoubted = judge.finalDoubt?.property === id;
    const verdict =
      judge.violation?.property === id
        ? 'violated'
        : isDoubted
          ? 'unknown'
          : isCut && settled !== 'unknown'
            ? 'not-judged'
            : settled;
    return { id, title: propertyTitle(id), verdict, checked, exercised };
  };
  const explained = reached === undefined ? seen(steps) : 'unknown';
  return [
    ...(oracle ? [report(EXPLAINED, steps, steps, explained)] : []),
    ...judge.suite
      .counts()
      .map(({ property, checked, exercised }) =>
        report(property.id, checked, exercised, judge.isOverlapped ? 'not-judged' : seen(exercised)),
      ),
  ];
}

function seen(exercised: number): PropertyVerdict {
  return exercised > 0 ? 'holds' : 'not-exercised';
}
