import type { Location, Log, PhysicalLocation, ReportingDescriptor, Result, ThreadFlowLocation } from 'sarif';
import { requirement } from '../../../model/requirements/index.ts';
import { CATALOGUE } from '../../check/catalogue.ts';
import type { DeterminismReport, KnownReport, PropertyReport } from '../../check/check-report.ts';
import { DETERMINISTIC, DETERMINISTIC_TITLE } from '../../check/twice/deterministic.ts';
import { printable } from '../../trace/printable.ts';
import { statusText } from '../answer-text.ts';
import { BECAUSE } from '../because-text.ts';
import { determinismText, differenceTexts } from '../determinism-text.ts';
import { eventText } from '../event-text.ts';
import { flakyText } from '../flaky-text.ts';
import { metText, staleText } from '../known-lines.ts';
import { Names, nameText } from '../names.ts';
import { countedText } from '../quantity-text.ts';
import { cutText, shownJson } from '../shown.ts';
import { type Finding, findingHeadline, lineOf, type Outcome, outcomeOf } from './outcome.ts';
import type { Reporter } from './reporter.ts';
import { message, sarifLog } from './sarif-log.ts';

/** Steps of a trace that are told, the last ones. */
const MOST_STEPS = 200;
/** Id of the rule that known deviations are results of. */
const KNOWN_DEVIATION = 'known-deviation';

/**
 * SARIF 2.1.0: a rule for each property, a result for each finding with its trace as a code flow, and one for each
 * property that holds or was not exercised. Only a violation is of kind `fail`; what is unknown is `open`.
 */
export const sarif: Reporter = {
  name: 'sarif',
  title: 'SARIF 2.1.0, for code scanning',
  isLog: false,
  write: (reported) => shownJson(logOf(outcomeOf(reported))),
};

function logOf(outcome: Outcome): Log {
  const { verdict, unknownBecause, sut, profile, properties, findings, known, determinism } = outcome;
  const deviations = known.filter(({ isStale, times }) => isStale || times > 0);
  const ids = [
    ...new Set([
      ...properties.map(({ id }) => id),
      ...findings.map(({ violation }) => violation.property),
      ...(deviations.length > 0 ? [KNOWN_DEVIATION] : []),
      ...(determinism !== undefined ? [DETERMINISTIC] : []),
    ]),
  ];
  const place = (id: string) => ({ ruleId: id, ruleIndex: ids.indexOf(id) });
  const told = new Set(findings.map(({ violation }) => violation.property));
  const others = properties.filter(({ id }) => !told.has(id));
  return sarifLog(ids.map(ruleOf), {
    invocations: [
      {
        executionSuccessful: verdict !== 'unknown',
        ...(unknownBecause !== undefined && {
          toolExecutionNotifications: [{ level: 'warning', message: message(`unknown: ${cutText(unknownBecause)}`) }],
        }),
      },
    ],
    properties: { verdict, sut: cutText(sut, 200), profile: cutText(profile, 200) },
    results: [
      ...findings.map((finding) => ({ ...place(finding.violation.property), ...resultOfFinding(finding) })),
      ...others.map((property) => ({ ...place(property.id), ...resultOfProperty(property, outcome) })),
      ...deviations.map((one) => ({ ...place(KNOWN_DEVIATION), ...resultOfKnown(one) })),
      ...(determinism === undefined ? [] : [{ ...place(DETERMINISTIC), ...resultOfTwice(determinism) }]),
    ],
  });
}

/** One that was met is suppressed, with the reason that its file gives; one that was not is to be taken out. */
function resultOfKnown(one: KnownReport): Result {
  if (one.isStale) return { kind: 'fail', level: 'error', message: message(staleText(one)) };
  const justification = printable(one.deviation.reason, 1_000);
  return {
    kind: 'fail',
    level: 'note',
    message: message(metText(one)),
    suppressions: [{ kind: 'external', status: 'accepted', justification }],
  };
}

/** Whether the same steps were answered alike, with the trace of one that was not as a code flow. */
function resultOfTwice(report: DeterminismReport): Result {
  const { compared, first } = report;
  const text = determinismText(report);
  if (first === undefined)
    return { kind: compared === 0 ? 'notApplicable' : 'pass', level: 'none', message: message(text) };
  const { trace, stepIndex } = first;
  const shown = { trace, indices: [...trace.steps.keys()], file: undefined, isLineByLine: false };
  return {
    kind: 'fail',
    level: 'error',
    message: message([text, ...differenceTexts(first)].join('\n')),
    codeFlows: [{ threadFlows: [{ locations: flowOf(shown, stepIndex, text) }] }],
  };
}

function ruleOf(id: string): ReportingDescriptor {
  if (id === DETERMINISTIC) return { id, shortDescription: message(DETERMINISTIC_TITLE) };
  const found = CATALOGUE.find((property) => property.id === id);
  if (found === undefined) return { id };
  const { title, formula, requirements } = found;
  const claims = requirements.map((claim) => `${claim}: ${requirement(claim)?.text ?? 'not among the requirements'}`);
  return {
    id,
    shortDescription: message(title),
    help: message([title, ...(formula === undefined ? [] : [formula]), ...claims].join('\n')),
    properties: { requirements: [...requirements] },
  };
}

function resultOfFinding(finding: Finding): Result {
  const { violation, also, command, flaky } = finding;
  const isDoubt = violation.onlyIf !== undefined;
  const lines = [
    findingHeadline(finding),
    `Must hold: ${violation.title}`,
    ...(violation.onlyIf === undefined ? [] : [`Unknown: ${cutText(violation.onlyIf)}`]),
    ...(also.length === 0 ? [] : [`The same trace violates as well: ${cutText(also.join(', '))}`]),
    ...(flaky === undefined ? [] : [flakyText(flaky)]),
    ...(command === undefined ? [] : [`Replay it: ${command}`]),
  ];
  const at = physical(finding, violation.stepIndex);
  return {
    ...(isDoubt ? ({ kind: 'open', level: 'none' } as const) : ({ kind: 'fail', level: 'error' } as const)),
    message: message(lines.join('\n')),
    ...(at !== undefined && { locations: [{ physicalLocation: at }] }),
    codeFlows: [{ threadFlows: [{ locations: flowOf(finding, violation.stepIndex, findingHeadline(finding)) }] }],
    properties: { requirements: violation.requirements.map((id) => printable(id, 100)) },
  };
}

/** A trace, and where it is. */
type Told = Pick<Finding, 'trace' | 'indices' | 'file' | 'isLineByLine'>;

/** Each step of the trace, as a stop on the way to what is wrong. SARIF wants one at least. */
function flowOf(finding: Told, wrongIndex: number, headline: string): ThreadFlowLocation[] {
  const { trace, indices } = finding;
  const names = new Names(trace);
  const steps = trace.steps.map(({ step, observation }, place) => {
    const index = indices[place] ?? place;
    const by = step.by === null ? '' : `${nameText(step.by)} `;
    return { index, text: `${by}${cutText(eventText(step.event, names))}: ${statusText(observation)}` };
  });
  const told = steps.filter(({ index }) => index <= wrongIndex).slice(-MOST_STEPS);
  const stops = told.length === 0 ? [{ index: wrongIndex, text: headline }] : told;
  return stops.map(({ index, text }) => {
    const at = physical(finding, index);
    const location: Location = {
      message: message(`${index + 1}. ${text}`),
      ...(at !== undefined && { physicalLocation: at }),
    };
    return { location, importance: index === wrongIndex ? 'essential' : 'important' };
  });
}

/** Where a step stands in the file of the trace; undefined where there is no file. */
function physical(finding: Told, stepIndex: number): PhysicalLocation | undefined {
  const { file } = finding;
  if (file === undefined) return undefined;
  const line = lineOf(finding, stepIndex);
  const uri = file.split(/[\\/]/).map(encodeURIComponent).join('/');
  return {
    artifactLocation: { uri: uri.startsWith('/') ? `file://${uri}` : uri },
    ...(line !== undefined && { region: { startLine: line } }),
  };
}

function resultOfProperty({ id, verdict, because, checked, exercised }: PropertyReport, outcome: Outcome): Result {
  const counts = `${countedText(checked, 'step')} checked, exercised in ${countedText(exercised, 'step')}`;
  const result = (kind: Result.kind, text: string): Result => ({
    kind,
    level: 'none',
    message: message(`${id}: ${text}`),
  });
  switch (verdict) {
    case 'holds':
      return result('pass', `holds; ${counts}`);
    case 'not-exercised':
      if (because !== undefined) return result('notApplicable', BECAUSE[because]);
      return result('notApplicable', `its case never occurred, so nothing is claimed; ${counts}`);
    case 'not-judged':
      return result('open', 'not judged: the run had ended before');
    case 'unknown':
      return result('open', `unknown: ${cutText(outcome.unknownBecause ?? 'a bound was hit')}`);
    case 'violated': {
      const of = outcome.findings.find(({ also }) => also.includes(id));
      const text = `${id}: violated by the trace of ${of?.violation.property ?? 'another property'}`;
      return { kind: 'fail', level: 'error', message: message(text) };
    }
  }
}
