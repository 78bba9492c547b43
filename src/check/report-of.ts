import type { Verdict } from '../oracle/verdict.ts';
import type { Sut } from '../suts/sut.ts';
import type { CheckReport, FoundViolation, KnownReport, PropertyReport, PropertyVerdict } from './check-report.ts';
import type { CheckState, NumberedViolation } from './check-state.ts';
import { propertyTitle } from './choose.ts';
import { EXPLAINED } from './explained.ts';
import type { KnownDeviations } from './known/known-deviations.ts';
import { outOfReach } from './out-of-reach.ts';
import { areAllMade } from './shard.ts';
import type { SutNotes } from './sut-notes.ts';
import { SYSTEM_ANSWERS } from './system-answers.ts';
import type { PropertyTally, Tally } from './tally.ts';

/** What a report is about. */
export type ReportSubject = Pick<CheckReport, 'seed' | 'profile' | 'sut'>;

/** How much was asked of a check. */
export interface Asked {
  /** Runs; null = as many as there is time for. */
  readonly runs: number | null;
  /** Whether it goes on after a violation. */
  readonly keepGoing: boolean;
}

/**
 * The report on what runs came to.
 *
 * @param absent - what is missing of the whole beside the number of runs; undefined when nothing is
 * @param live - the system, where it can say something of itself
 */
export function checkReportOf(
  { seed, profile, sut }: ReportSubject,
  { tally, violations }: CheckState,
  asked: Asked,
  absent?: string,
  live?: LiveSystem,
): CheckReport {
  const missing = absent ?? (violations.length === 0 ? absentRuns(tally.runs, asked.runs) : undefined);
  const incomplete = missing ?? (isAllDeclined(tally, live) ? 'the system declined the setup of every run' : undefined);
  const { runs, steps, kmsCalls, events, unknown, coverage } = tally;
  const [doubts, broken] = [violations.filter(isDoubt), violations.filter((found) => !isDoubt(found))];
  const violated = propertiesOf(broken);
  const doubted = propertiesOf(doubts);
  const endedBy = isEnded(violations, asked.keepGoing) ? violations.at(-1)?.violation.property : undefined;
  const settled = unknown === null && incomplete === undefined && doubts.length === 0;
  const verdict: Verdict = broken.length > 0 ? 'violates' : settled ? 'conforms' : 'unknown';
  const because = doubts[0]?.violation.onlyIf ?? unknown?.because;
  const verdictOn = ({ id, exercised }: PropertyTally): PropertyVerdict => {
    if (violated.has(id)) return 'violated';
    if (doubted.has(id) || (id === EXPLAINED && unknown !== null)) return 'unknown';
    if (endedBy !== undefined) return 'not-judged';
    return exercised > 0 ? 'holds' : 'not-exercised';
  };
  return {
    verdict,
    ...(because !== undefined && { unknownBecause: because }),
    ...(incomplete !== undefined && { incomplete }),
    ...(endedBy !== undefined && { endedBy }),
    seed,
    profile,
    sut,
    runsAsked: asked.runs,
    runs,
    steps,
    kmsCalls,
    properties: [...unanswered(broken, steps), ...tally.properties].map(
      (count): PropertyReport => ({
        id: count.id,
        title: propertyTitle(count.id),
        verdict: verdictOn(count),
        checked: count.checked,
        exercised: count.exercised,
        ...becauseOf(count, live),
      }),
    ),
    violations: violations.map(({ violation, trace, foundAtLength, also, flaky }) => ({
      violation,
      trace,
      foundAtLength,
      also,
      ...(flaky !== undefined && { flaky }),
    })),
    events,
    ...systemReport(live),
    ...knownReport(live, incomplete === undefined && areAllMade(runs, asked.runs)),
    ...(coverage.steps > 0 && { coverage }),
  };
}

/** A system that is checked, and what it said of itself. */
export interface LiveSystem {
  readonly sut: Sut;
  readonly notes?: SutNotes | undefined;
  readonly known?: KnownDeviations | undefined;
}

function isAllDeclined({ runs }: Tally, live: LiveSystem | undefined): boolean {
  const declined = live?.notes?.declined.reduce((sum, one) => sum + one.runs, 0) ?? 0;
  return declined > 0 && declined >= runs;
}

/** Of what was exercised it does not matter. */
function becauseOf({ id, exercised }: PropertyTally, live: LiveSystem | undefined): Pick<PropertyReport, 'because'> {
  const because = live?.notes === undefined || exercised > 0 ? undefined : outOfReach(id, live.sut, live.notes);
  return because === undefined ? {} : { because };
}

function systemReport(live: LiveSystem | undefined): Pick<CheckReport, 'system'> {
  if (live?.notes === undefined) return {};
  const { unsupported, declined, transientAnswers } = live.notes;
  const isQuiet = unsupported.length === 0 && declined.length === 0 && transientAnswers === 0;
  return isQuiet ? {} : { system: { unsupported, declined, transientAnswers } };
}

function knownReport(live: LiveSystem | undefined, isWhole: boolean): Pick<CheckReport, 'known'> {
  const known = live?.known;
  if (known === undefined) return {};
  return {
    known: known.met.map((met): KnownReport => {
      const trace = known.traceOf(met.deviation);
      const isStale = isWhole && met.times === 0;
      return { ...met, isStale, ...(trace !== undefined && { trace }) };
    }),
  };
}

/** A check that ran nothing has nothing to say, even if nothing was asked of it. */
function absentRuns(runs: number, asked: number | null): string | undefined {
  if (runs === 0) return 'no run was made';
  return areAllMade(runs, asked) ? undefined : `${runs} of ${asked} runs were made`;
}

/** That the system answers is asked of every check, and told where it does not. */
function unanswered(broken: readonly NumberedViolation[], steps: number): readonly PropertyTally[] {
  const isFound = broken.some(({ violation }) => violation.property === SYSTEM_ANSWERS);
  return isFound ? [{ id: SYSTEM_ANSWERS, checked: steps, exercised: steps }] : [];
}

/** All properties that the traces of violations violate. */
export function propertiesOf(violations: readonly FoundViolation[]): ReadonlySet<string> {
  return new Set(violations.flatMap(({ violation, also }) => [violation.property, ...also]));
}

/** Most faults that one check tells apart before it ends. */
const MOST_FAULTS = 10;

/** Whether the violations that were found end a check. */
export function isEnded(violations: readonly FoundViolation[], keepGoing: boolean): boolean {
  return violations.length >= (keepGoing ? MOST_FAULTS : 1);
}

function isDoubt({ violation }: NumberedViolation): boolean {
  return violation.onlyIf !== undefined;
}
