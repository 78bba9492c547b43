import type { CheckReport, DeterminismReport, FoundViolation } from '../check/check-report.ts';
import type { StepsJudgement } from '../check/judge-steps.ts';
import type { ToldBeginning } from '../check/told-beginnings.ts';
import { nameOfProfile } from '../profile/described-profile.ts';
import { determinismText, differenceTexts, firstOtherwiseText } from '../report/determinism-text.ts';
import { flakyText } from '../report/flaky-text.ts';
import { metText, staleText } from '../report/known-lines.ts';
import { Names, nameText } from '../report/names.ts';
import { countedText, countText } from '../report/quantity-text.ts';
import type { ReplayFile } from '../report/replay-file.ts';
import { type ReplayReport, replayProperties, replayResults, replayVerdict } from '../report/replay-report.ts';
import { cutText } from '../report/shown.ts';
import { unclearCallsText } from '../report/unclear-calls-text.ts';
import { violationHeadline } from '../report/violation-text.ts';
import { callRowsTable, callsSection } from './calls-section.ts';
import { coverageSection } from './coverage-section.ts';
import type { Pictures } from './followed.ts';
import { html } from './html.ts';
import { type Part, page } from './page.ts';
import { propertiesSection } from './properties-section.ts';
import { type Finding, findingSection } from './violation-section.ts';

/** Most findings that are told in full; a merge may have more. */
const MOST_FINDINGS = 20;

/**
 * The report of a check, or of the merge of its shards, as one HTML file. `replays` goes with `report.violations`;
 * undefined where no file could be written.
 */
export function checkHtml(report: CheckReport, replays: readonly (ReplayFile | undefined)[]): string {
  const { verdict, seed, profile, sut, runs, runsAsked, steps, kmsCalls, properties, events, coverage } = report;
  const violated = report.violations.map((found, place) => findingOf(found, replays[place]));
  const findings = [...otherwiseFindings(report.determinism), ...violated];
  const asked = runsAsked === null ? 'in the time there was' : `of ${countText(runsAsked)}`;
  return page(
    {
      title: 'bucketkey check',
      verdict,
      sentences: checkSentences(report),
      facts: [
        ['System under test', nameText(sut)],
        ['Profile', nameText(profile)],
        ['Seed', `${seed}`],
        ['Runs', `${countText(runs)} ${asked}`],
        ['Steps', countText(steps)],
        ['KMS calls', countText(kmsCalls)],
      ],
    },
    [
      ...findingsPart(findings, 'Findings'),
      { id: 'properties', title: 'Properties', body: propertiesSection(properties) },
      {
        id: 'calls',
        title: 'KMS calls',
        body: callsSection(events, 'These traces look for trouble, so this is no forecast of what a workload saves.'),
      },
      {
        id: 'coverage',
        title: 'Coverage',
        body: coverageSection(coverage, properties),
      },
    ],
  );
}

function checkSentences(report: CheckReport) {
  const {
    verdict,
    violations,
    unknownBecause,
    incomplete,
    endedBy,
    properties,
    known = [],
    determinism,
    endpoint,
  } = report;
  const idle = properties.filter((property) => property.verdict === 'not-exercised').length;
  const unjudged = properties.filter((property) => property.verdict === 'not-judged').length;
  const unclear = endpoint && unclearCallsText(endpoint);
  return [
    ...violations.slice(0, MOST_FINDINGS).map(({ violation }) => violationHeadline(violation)),
    ...(verdict === 'unknown' && unknownBecause !== undefined ? [cutText(unknownBecause)] : []),
    ...(incomplete === undefined ? [] : [`Not all of the check is here: ${cutText(incomplete)}.`]),
    ...(verdict === 'conforms' ? ['Every step was explained by the model, and no property was violated.'] : []),
    ...(determinism === undefined ? [] : [`Apart from the verdict: ${determinismText(determinism)}.`]),
    ...(unclear === undefined ? [] : [unclear]),
    ...known.filter(({ isStale }) => isStale).map(staleText),
    ...known.filter(({ times }) => times > 0).map((one) => `Known, apart from the verdict: ${metText(one)}`),
    ...(idle === 0 ? [] : [`Not exercised, so that nothing is claimed: ${countedOf(idle)}.`]),
    ...(unjudged === 0
      ? []
      : [`Not judged, since ${endedBy ?? 'a violation'} ended the check: ${countedOf(unjudged)}.`]),
  ];
}

function countedOf(count: number): string {
  return `${countText(count)} ${count === 1 ? 'property' : 'properties'}`;
}

/** What was answered otherwise the second time is told first: of violations there may be more than are told. */
function otherwiseFindings(report: DeterminismReport | undefined): readonly Finding[] {
  const first = report?.first;
  if (first === undefined) return [];
  const notes = [firstOtherwiseText(first), ...differenceTexts(first)];
  return [{ trace: first.trace, violation: undefined, title: 'Not deterministic', notes }];
}

function findingOf(found: FoundViolation, replay: ReplayFile | undefined): Finding {
  const { violation, trace, foundAtLength, also, flaky } = found;
  return {
    trace,
    violation,
    ...(replay !== undefined && { command: replay.command }),
    notes: [
      `Shortest trace found: ${countedText(trace.steps.length, 'step')}; before shrinking ${countText(foundAtLength)}.`,
      ...(also.length === 0 ? [] : [`The same trace violates as well: ${also.join(', ')}.`]),
      ...(flaky === undefined ? [] : [`${flakyText(flaky)}.`]),
    ],
  };
}

/** What is to be known of a judgement besides. */
export interface Judged {
  /** The file that was judged, as it was named; undefined for standard input. */
  readonly file: string | undefined;
  /** The command that judges it again; undefined for standard input. */
  readonly command: string | undefined;
  /** What the model knows after each step of `judgement.last`, where it was worked out. */
  readonly pictures?: Pictures | undefined;
}

/** A judged trace as one HTML file. */
export function judgeHtml(judgement: StepsJudgement, { file, command, pictures }: Judged): string {
  const { verdict, violation, doubt, steps, properties, events, coverage, last, lastIndices, kms } = judgement;
  const told = violation ?? doubt;
  const finding: Finding = {
    trace: last,
    violation: told,
    indices: lastIndices,
    ...(pictures !== undefined && { pictures }),
    ...(command !== undefined && { command }),
    notes: last.steps.length < steps ? ['Of the trace those steps are told that concern it, or the last ones.'] : [],
  };
  return page(
    {
      title: 'bucketkey judge',
      verdict,
      sentences: judgeSentences(judgement),
      facts: [
        ['Recording', file === undefined ? 'standard input' : nameText(file)],
        ['System', nameText(last.header.sut)],
        ['Profile', nameText(nameOfProfile(last.header.profile))],
        ['Steps judged', countText(steps)],
      ],
    },
    [
      ...(last.steps.length === 0 ? [] : findingsPart([finding], told === undefined ? 'Story' : 'Findings')),
      { id: 'properties', title: 'Properties', body: propertiesSection(properties) },
      {
        id: 'calls',
        title: 'KMS calls',
        body: callsSection(events, 'Only calls that were recorded count.', callRowsTable(kms, new Names(last))),
      },
      { id: 'coverage', title: 'Coverage', body: coverageSection(coverage, properties) },
    ],
  );
}

/** A replay as one HTML file: what was recorded and what was taken afresh, each a finding. */
export function replayHtml(report: ReplayReport, { file, command }: Pick<Judged, 'file' | 'command'>): string {
  const { header } = report.recorded.trace;
  const verdict = replayVerdict(report);
  const results = replayResults(report);
  const isSound = results.every(({ violation, doubt }) => violation === undefined && doubt === undefined);
  // Where nothing is wrong one story is enough.
  const told = isSound
    ? results.slice(0, 1)
    : results.filter(({ violation, doubt }) => (violation ?? doubt) !== undefined);
  const findings = told.map(
    ({ which, violation, doubt, trace }): Finding => ({
      trace,
      violation: violation ?? doubt,
      ...(command !== undefined && { command }),
      notes: [`This is the trace ${which}, of ${nameText(trace.header.sut)}.`],
    }),
  );
  const properties = replayProperties(report);
  return page(
    {
      title: 'bucketkey replay',
      verdict,
      sentences: results.flatMap(replaySentences),
      facts: [
        ['Trace', nameText(file ?? 'standard input')],
        ['System', nameText(header.sut)],
        ['Profile', nameText(nameOfProfile(header.profile))],
        ['Seed', `${header.seed}`],
      ],
    },
    [
      ...findingsPart(findings, isSound ? 'Story' : 'Findings'),
      { id: 'properties', title: 'Properties', body: propertiesSection(properties) },
    ],
  );
}

function replaySentences(result: ReturnType<typeof replayResults>[number]): readonly string[] {
  const { which, verdict, violation, doubt, unknownBecause, beginnings } = result;
  const told = violation ?? doubt;
  return [
    `${which}: ${verdict}${told === undefined ? '' : `, ${violationHeadline(told)}`}`,
    ...(unknownBecause === undefined ? [] : [cutText(unknownBecause)]),
    ...beginningSentences(beginnings),
  ];
}

function beginningSentences(beginnings: readonly ToldBeginning[] = []): readonly string[] {
  return beginnings.slice(0, 20).map(({ text }) => `From before the recording: ${cutText(text)}.`);
}

function judgeSentences(judgement: StepsJudgement): readonly string[] {
  const { violation, doubt, unknownBecause, transientErrors, rawFields, otherKmsCalls, beginnings } = judgement;
  const told = violation ?? doubt;
  return [
    ...(told === undefined ? [] : [violationHeadline(told)]),
    ...(unknownBecause === undefined ? [] : [cutText(unknownBecause)]),
    ...(judgement.verdict === 'conforms'
      ? ['Every step was explained by the model, and no property was violated.']
      : []),
    ...(transientErrors === 0
      ? []
      : [`${countedText(transientErrors, 'answer')} explained by errors of S3 itself only.`]),
    ...(rawFields === 0 ? [] : [`Fields of answers that were not looked at: ${countText(rawFields)}.`]),
    ...(otherKmsCalls === 0 ? [] : [`KMS calls of no recorded request, not judged: ${countText(otherKmsCalls)}.`]),
    ...beginningSentences(beginnings),
  ];
}

function findingsPart(findings: readonly Finding[], title: string): readonly Part[] {
  if (findings.length === 0) return [];
  const told = findings.slice(0, MOST_FINDINGS);
  const rest = findings.length - told.length;
  const body = html`<section aria-labelledby="findings"><h2 id="findings">${title}</h2>
${told.map((finding, place) => findingSection(finding, place + 1))}
${rest === 0 ? undefined : html`<p>and ${countedText(rest, 'more finding')}; see the JSON report</p>`}</section>
`;
  return [{ id: 'findings', title, body }];
}
