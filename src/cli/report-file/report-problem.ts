import {
  CHOICE_POINTS,
  EVENT_NAMES,
  mayCallKms,
  operationsThat,
  type Profile,
  TRANSITIONS,
  transitionText,
} from '../../../model/index.ts';
import { requirement } from '../../../model/requirements/index.ts';
import { METAMORPHIC } from '../../../properties/metamorphic.ts';
import { PROPERTIES } from '../../../properties/properties.ts';
import type { CheckState, NumberedViolation } from '../../check/check-state.ts';
import { chooseProperties, idsOf, propertyIds, propertyTitle } from '../../check/choose.ts';
import { EXPLAINED } from '../../check/explained.ts';
import { isEnded, propertiesOf } from '../../check/report-of.ts';
import { seedOfRun } from '../../check/seed-of-run.ts';
import { areAllMade, numberOfRun, runsAskedOf } from '../../check/shard.ts';
import { SYSTEM_ANSWERS } from '../../check/system-answers.ts';
import type { Tally } from '../../check/tally.ts';
import { TieredJudge } from '../../check/tiered-judge.ts';
import type { Violation } from '../../oracle/verdict.ts';
import type { Trace } from '../../trace/trace.ts';
import type { ReportHead } from './report-file.ts';

/** In what the parts of a report contradict each other, as `path: problem`; undefined when they do not. */
export function stateProblem(head: ReportHead, state: CheckState, profile: Profile): string | undefined {
  return (
    propertyProblem(state, profile) ??
    eventProblem(state) ??
    runProblem(head, state) ??
    countProblem(head, state) ??
    coverageProblem(state.tally) ??
    violationProblem(head, state, profile)
  );
}

function propertyProblem({ tally }: CheckState, profile: Profile): string | undefined {
  const ids = tally.properties.map(({ id }) => id);
  const known = propertyIds();
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown !== undefined) return `tally.properties: there is no property ${JSON.stringify(unknown)}`;
  const expected = idsOf(chooseProperties(ids, profile));
  const asReported = ids.length === expected.length && ids.every((id, i) => id === expected[i]);
  return asReported
    ? undefined
    : `tally.properties: not those of a check under ${profile.name}, each once and in their order`;
}

function eventProblem({ tally }: CheckState): string | undefined {
  const known = new Set<string>(EVENT_NAMES);
  const names = tally.events.map(({ event }) => event);
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) return `tally.events: there is no event ${JSON.stringify(unknown)}`;
  if (names.some((name, i) => i > 0 && name <= names[i - 1]!)) return 'tally.events: not each once and in their order';
  const sum = tally.events.reduce((total, { count }) => total + count, 0);
  return sum === tally.steps ? undefined : `tally.steps: ${sum} expected, the sum of the events`;
}

function runProblem({ runs, shard, seconds }: ReportHead, { tally }: CheckState): string | undefined {
  if (runs === null && seconds === null) return 'seconds: a number expected, no number of runs is given';
  const most = runsAskedOf(runs, shard);
  if (most !== null && tally.runs > most)
    return `tally.runs: ${tally.runs} are more than the ${most} of shard ${shard.index}/${shard.of}`;
  if (tally.unknown === null) return undefined;
  if (!tally.properties.some(({ id }) => id === EXPLAINED))
    return 'tally.unknown: null expected, nothing was explained';
  const made =
    tally.unknown.run % shard.of === shard.index - 1 && tally.unknown.run <= numberOfRun(tally.runs - 1, shard);
  return made ? undefined : `tally.unknown.run: run ${tally.unknown.run} was not made`;
}

/** Most KMS calls that any step can be seen to make: a replication makes three, and a faulty system some more. */
const MOST_CALLS = 100;

/** Counts that others bound: nothing was counted but in a step of a run that was made. */
function countProblem(head: ReportHead, { complete, tally, violations }: CheckState): string | undefined {
  const { runs, maxSteps, shard, keepGoing } = head;
  const all = runsAskedOf(runs, shard);
  if (complete && !isEnded(violations, keepGoing) && !areAllMade(tally.runs, all))
    return `complete: false expected, ${tally.runs} of ${all ?? 'at least 1'} runs were made`;
  if (tally.steps < tally.runs) return `tally.steps: at least ${tally.runs} expected, one for each run`;
  const most = tally.runs * maxSteps;
  if (tally.steps > most) return `tally.steps: more than the ${most} of ${tally.runs} runs`;
  const calls = tally.events.reduce((sum, event) => sum + event.kmsCalls, 0);
  if (calls !== tally.kmsCalls) return `tally.kmsCalls: ${calls} expected, the sum of the events`;
  const asking = tally.events.reduce((sum, { event, count }) => sum + (ASKING.has(event) ? count : 0), 0);
  if (tally.kmsCalls > asking * MOST_CALLS) return `tally.kmsCalls: more than ${asking} requests can have made`;
  // What is violated is not judged any more, and so not counted.
  const isWhole =
    !propertiesOf(violations.slice(0, -1)).has(EXPLAINED) && !(keepGoing && isFound(EXPLAINED, violations));
  for (const [index, { id, checked, exercised }] of tally.properties.entries()) {
    const where = `tally.properties.${index}`;
    const turns = turnsOf(id, tally);
    if (checked > turns) return `${where}.checked: more than the ${turns} there were`;
    if (id !== EXPLAINED || !isWhole) continue;
    if (checked !== tally.steps) return `${where}.checked: ${tally.steps} expected, every step`;
    if (exercised !== tally.steps) return `${where}.exercised: ${tally.steps} expected, every step`;
  }
  return undefined;
}

/** What of the model no check can have seen. */
function coverageProblem({ coverage, steps }: Tally): string | undefined {
  if (coverage.steps > steps) return `tally.coverage.steps: more than the ${steps} there were`;
  const transitions = new Set(TRANSITIONS.map(transitionText));
  const lists = {
    transitions: [coverage.transitions, (id: string) => transitions.has(id)],
    requirements: [coverage.requirements, (id: string) => requirement(id) !== undefined],
    choices: [
      coverage.choices.map(({ point, asked }) => ({ id: point, steps: asked })),
      (id: string) => Object.hasOwn(CHOICE_POINTS, id),
    ],
  } as const;
  for (const [name, [counts, isKnown]] of Object.entries(lists)) {
    const where = `tally.coverage.${name}`;
    const unknown = counts.find(({ id }) => !isKnown(id));
    if (unknown !== undefined) return `${where}: ${JSON.stringify(unknown.id)} is unknown`;
    if (counts.some(({ id }, i) => i > 0 && id <= counts[i - 1]!.id))
      return `${where}: not each once and in their order`;
    const many = counts.find((one) => one.steps > coverage.steps);
    if (many !== undefined) return `${where}: more than the ${coverage.steps} steps that were looked at`;
  }
  const decided = coverage.choices.find((choice) => choice.decided > choice.asked);
  return decided === undefined ? undefined : `tally.coverage.choices: ${decided.point} decided more often than asked`;
}

/** Events that KMS may be asked for. */
const ASKING: ReadonlySet<string> = new Set(operationsThat(mayCallKms));

function isFound(id: string, violations: CheckState['violations']): boolean {
  return propertiesOf(violations).has(id);
}

/** How often a property may have been asked: once a run, or once for each step of an event that concerns it. */
function turnsOf(id: string, { runs, steps, events }: Tally): number {
  if (METAMORPHIC.some((property) => property.id === id)) return runs;
  const concerned = PROPERTIES.find((property) => property.id === id)?.events;
  if (concerned === undefined) return steps;
  const names: ReadonlySet<string> = new Set(concerned);
  return events.reduce((sum, { event, count }) => sum + (names.has(event) ? count : 0), 0);
}

function violationProblem(head: ReportHead, { complete, tally, violations }: CheckState, profile: Profile) {
  const { shard, keepGoing } = head;
  const last = numberOfRun(tally.runs - 1, shard);
  if (isEnded(violations, keepGoing) && !complete) return 'complete: true expected, a violation ended the check';
  for (const [index, found] of violations.entries()) {
    const where = `violations.${index}`;
    const earlier = violations.slice(0, index);
    if (isEnded(earlier, keepGoing)) return `${where}: the check had ended before`;
    const isMade = found.run % shard.of === shard.index - 1 && found.run <= last;
    if (!isMade || earlier.some(({ run }) => run >= found.run)) return `${where}.run: not a run that was made then`;
    if (isFound(found.violation.property, earlier)) return `${where}.property: was violated before`;
    if (isEnded([...earlier, found], keepGoing) && (tally.runs === 0 || found.run !== last))
      return `${where}.run: not the last run that was made`;
    const problem = findingProblem(head, found, tally, profile);
    if (problem !== undefined) return `${where}.${problem}`;
  }
  return undefined;
}

/** What contradicts itself in a violation; what its trace shows is judged again. */
function findingProblem(
  { profile: described, sut, seed, maxSteps }: ReportHead,
  { run, violation, trace, foundAtLength, also }: NumberedViolation,
  { properties }: Tally,
  profile: Profile,
): string | undefined {
  const isChecked = (wanted: string): boolean => properties.some(({ id }) => id === wanted);
  if (violation.property !== SYSTEM_ANSWERS && !isChecked(violation.property))
    return 'property: not one that was checked';
  if (violation.title !== propertyTitle(violation.property)) return 'title: not what the property says';
  const ids = [...violation.requirements, ...violation.nearest.flatMap(({ requirements }) => requirements)];
  const strange = ids.find((id) => requirement(id) === undefined);
  if (strange !== undefined) return `requirements: there is no requirement ${JSON.stringify(strange)}`;
  const others = also.every((id) => isChecked(id) && id !== violation.property) && new Set(also).size === also.length;
  if (!others) return 'also: not other properties that were checked, each once';
  if (foundAtLength < trace.steps.length || foundAtLength > maxSteps)
    return `foundAtLength: ${trace.steps.length} to ${maxSteps} expected`;
  if (violation.stepIndex !== trace.steps.length - 1) return 'stepIndex: not the last step of the trace';
  if (trace.header.seed !== seedOfRun(seed, run)) return 'trace: of another seed';
  if (JSON.stringify(trace.header.profile) !== JSON.stringify(described)) return 'trace: of another profile';
  if (trace.header.sut !== sut) return 'trace: of another system under test';
  const judged = judgedAgain(violation.property, trace, profile);
  if (judged === 'compared') return undefined;
  for (const part of ['stepIndex', 'reason', 'requirements', 'parts', 'nearest'] as const) {
    if (JSON.stringify(judged?.[part]) !== JSON.stringify(violation[part])) return `${part}: not what its trace shows`;
  }
  return (judged?.onlyIf === undefined) === (violation.onlyIf === undefined)
    ? undefined
    : 'onlyIf: not what its trace shows';
}

/** What a trace shows of one property; nothing where it takes another run to compare it with. */
function judgedAgain(property: string, { header, steps }: Trace, profile: Profile): Violation | 'compared' | undefined {
  if (METAMORPHIC.some(({ id }) => id === property)) return 'compared';
  const properties = PROPERTIES.filter(({ id }) => id === property);
  const judge = new TieredJudge({ setup: header.setup, profile, properties, oracle: property === EXPLAINED });
  for (const seen of steps) if (judge.see(seen) === 'violates') break;
  return judge.violation ?? judge.explainedDoubt();
}
