import { EVENT_NAMES, type Profile } from '../../../model/index.ts';
import type { CheckState } from '../../check/check-state.ts';
import { chooseProperties, idsOf, propertyIds } from '../../check/choose.ts';
import { numberOfRun, runsInShard } from '../../check/shard.ts';
import type { ReportHead } from './report-file.ts';

/** In what the parts of a report contradict each other, as `path: problem`; undefined when they do not. */
export function stateProblem(head: ReportHead, state: CheckState, profile: Profile): string | undefined {
  return (
    propertyProblem(state, profile) ?? eventProblem(state) ?? runProblem(head, state) ?? violationProblem(head, state)
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

function runProblem({ runs, shard }: ReportHead, { tally }: CheckState): string | undefined {
  const most = runsInShard(runs, shard);
  if (tally.runs > most)
    return `tally.runs: ${tally.runs} are more than the ${most} of shard ${shard.index}/${shard.of}`;
  if (tally.unknown === null) return undefined;
  const made =
    tally.unknown.run % shard.of === shard.index - 1 && tally.unknown.run <= numberOfRun(tally.runs - 1, shard);
  return made ? undefined : `tally.unknown.run: run ${tally.unknown.run} was not made`;
}

function violationProblem(
  { profile, sut, shard }: ReportHead,
  { complete, tally, violations }: CheckState,
): string | undefined {
  const [found] = violations;
  if (found === undefined) return undefined;
  const { run, violation, trace } = found;
  if (!complete) return 'complete: true expected, a check ends with a violation';
  if (tally.runs === 0 || run !== numberOfRun(tally.runs - 1, shard))
    return 'violations.0.run: not the last run that was made';
  if (!tally.properties.some(({ id }) => id === violation.property))
    return 'violations.0.property: not one that was checked';
  if (violation.stepIndex !== trace.steps.length - 1) return 'violations.0.stepIndex: not the last step of the trace';
  if (JSON.stringify(trace.header.profile) !== JSON.stringify(profile)) return 'violations.0.trace: of another profile';
  return trace.header.sut === sut ? undefined : 'violations.0.trace: of another system under test';
}
