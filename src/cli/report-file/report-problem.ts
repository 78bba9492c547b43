import { EVENT_NAMES, type Profile } from '../../../model/index.ts';
import { requirement } from '../../../model/requirements/index.ts';
import { METAMORPHIC } from '../../../properties/metamorphic.ts';
import type { CheckState } from '../../check/check-state.ts';
import { chooseProperties, idsOf, propertyIds, propertyTitle } from '../../check/choose.ts';
import { EXPLAINED } from '../../check/explained.ts';
import { seedOfRun } from '../../check/seed-of-run.ts';
import { areAllMade, numberOfRun, runsAskedOf } from '../../check/shard.ts';
import { SYSTEM_ANSWERS } from '../../check/system-answers.ts';
import type { ReportHead } from './report-file.ts';

/** In what the parts of a report contradict each other, as `path: problem`; undefined when they do not. */
export function stateProblem(head: ReportHead, state: CheckState, profile: Profile): string | undefined {
  return (
    propertyProblem(state, profile) ??
    eventProblem(state) ??
    runProblem(head, state) ??
    countProblem(head, state) ??
    violationProblem(head, state)
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

/** Counts that others bound: nothing was counted but in a step of a run that was made. */
function countProblem(
  { runs, maxSteps, shard }: ReportHead,
  { complete, tally, violations }: CheckState,
): string | undefined {
  const all = runsAskedOf(runs, shard);
  if (complete && violations.length === 0 && !areAllMade(tally.runs, all))
    return `complete: false expected, ${tally.runs} of ${all ?? 'at least 1'} runs were made`;
  const most = tally.runs * maxSteps;
  if (tally.steps > most) return `tally.steps: more than the ${most} of ${tally.runs} runs`;
  if (tally.steps === 0 && tally.kmsCalls > 0) return 'tally.kmsCalls: 0 expected, nothing was done';
  for (const [index, { id, checked, exercised }] of tally.properties.entries()) {
    const where = `tally.properties.${index}`;
    const turns = METAMORPHIC.some((property) => property.id === id) ? tally.runs : tally.steps;
    if (checked > turns) return `${where}.checked: more than the ${turns} there were`;
    if (id !== EXPLAINED) continue;
    if (checked !== tally.steps) return `${where}.checked: ${tally.steps} expected, every step`;
    if (exercised !== tally.steps) return `${where}.exercised: ${tally.steps} expected, every step`;
  }
  return undefined;
}

function violationProblem(
  { profile, sut, seed, maxSteps, shard }: ReportHead,
  { complete, tally, violations }: CheckState,
): string | undefined {
  const [found] = violations;
  if (found === undefined) return undefined;
  const { run, violation, trace, foundAtLength } = found;
  if (!complete) return 'complete: true expected, a check ends with a violation';
  if (tally.runs === 0 || run !== numberOfRun(tally.runs - 1, shard))
    return 'violations.0.run: not the last run that was made';
  const isChecked =
    violation.property === SYSTEM_ANSWERS || tally.properties.some(({ id }) => id === violation.property);
  if (!isChecked) return 'violations.0.property: not one that was checked';
  if (violation.title !== propertyTitle(violation.property)) return 'violations.0.title: not what the property says';
  const ids = [...violation.requirements, ...violation.nearest.flatMap(({ requirements }) => requirements)];
  const strange = ids.find((id) => requirement(id) === undefined);
  if (strange !== undefined) return `violations.0.requirements: there is no requirement ${JSON.stringify(strange)}`;
  if (foundAtLength < trace.steps.length || foundAtLength > maxSteps)
    return `violations.0.foundAtLength: ${trace.steps.length} to ${maxSteps} expected`;
  if (violation.stepIndex !== trace.steps.length - 1) return 'violations.0.stepIndex: not the last step of the trace';
  if (trace.header.seed !== seedOfRun(seed, run)) return 'violations.0.trace: of another seed';
  if (JSON.stringify(trace.header.profile) !== JSON.stringify(profile)) return 'violations.0.trace: of another profile';
  return trace.header.sut === sut ? undefined : 'violations.0.trace: of another system under test';
}
