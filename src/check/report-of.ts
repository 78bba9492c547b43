import type { Verdict } from '../oracle/verdict.ts';
import type { CheckReport, PropertyReport, PropertyVerdict } from './check-report.ts';
import type { CheckState, NumberedViolation } from './check-state.ts';
import { propertyTitle } from './choose.ts';
import { EXPLAINED } from './explained.ts';
import type { PropertyTally } from './tally.ts';

/** What a report is about. */
export type ReportSubject = Pick<CheckReport, 'seed' | 'profile' | 'sut'>;

/**
 * The report on what runs came to.
 *
 * @param incomplete - what is missing of the whole; undefined when nothing is
 */
export function checkReportOf(
  { seed, profile, sut }: ReportSubject,
  { tally, violations }: CheckState,
  incomplete?: string,
): CheckReport {
  const { runs, steps, kmsCalls, events, unknown } = tally;
  const [doubts, broken] = [violations.filter(isDoubt), violations.filter((found) => !isDoubt(found))];
  const violated = new Set(broken.map(({ violation }) => violation.property));
  const doubted = new Set(doubts.map(({ violation }) => violation.property));
  const settled = unknown === null && incomplete === undefined && doubts.length === 0;
  const verdict: Verdict = broken.length > 0 ? 'violates' : settled ? 'conforms' : 'unknown';
  const because = doubts[0]?.violation.onlyIf ?? unknown?.because;
  const verdictOn = ({ id, exercised }: PropertyTally): PropertyVerdict => {
    if (violated.has(id)) return 'violated';
    if (doubted.has(id) || (id === EXPLAINED && unknown !== null)) return 'unknown';
    return exercised > 0 ? 'holds' : 'not-exercised';
  };
  return {
    verdict,
    ...(because !== undefined && { unknownBecause: because }),
    ...(incomplete !== undefined && { incomplete }),
    seed,
    profile,
    sut,
    runs,
    steps,
    kmsCalls,
    properties: tally.properties.map(
      (count): PropertyReport => ({
        id: count.id,
        title: propertyTitle(count.id),
        verdict: verdictOn(count),
        checked: count.checked,
        exercised: count.exercised,
      }),
    ),
    violations: violations.map(({ violation, trace, foundAtLength }) => ({ violation, trace, foundAtLength })),
    events,
  };
}

function isDoubt({ violation }: NumberedViolation): boolean {
  return violation.onlyIf !== undefined;
}
