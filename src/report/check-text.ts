import type { CheckReport, FoundViolation } from '../check/check-report.ts';
import { labelled } from './columns.ts';
import { determinismLines } from './determinism-lines.ts';
import { deviationLines } from './deviation-lines.ts';
import { flakyText } from './flaky-text.ts';
import { knownLines } from './known-lines.ts';
import { countedText, countText } from './quantity-text.ts';
import type { ReplayFile } from './replay-file.ts';
import { cutText, shownText } from './shown.ts';
import { statisticsLines } from './statistics-lines.ts';
import { tellStory } from './story.ts';
import { tableLines } from './table.ts';
import { unclearCallsText } from './unclear-calls-text.ts';

/**
 * The report of a check for people: the properties, what was generated, the verdict, and the story of each violation
 * with the command that replays it. `replays` goes with `report.violations`; undefined where no file could be written.
 * `withStatistics`: what of the model was met besides, and what was not.
 */
export function checkText(
  report: CheckReport,
  replays: readonly (ReplayFile | undefined)[],
  withStatistics = false,
): string {
  const statistics = withStatistics ? statisticsLines(report) : [];
  const lines = [...propertyLines(report), '', ...eventLines(report), ...statistics, ...verdictLines(report)];
  for (const [index, found] of report.violations.entries())
    lines.push('', ...violationLines(found, replays[index], report.seed));
  return shownText(lines);
}

/** The properties as a table. */
export function propertyLines({ properties }: Pick<CheckReport, 'properties'>): string[] {
  const columns = [
    { title: 'property', align: 'left' },
    { title: 'verdict', align: 'left' },
    { title: 'checked', align: 'right' },
    { title: 'exercised', align: 'right' },
    { title: 'what must hold', align: 'left' },
  ] as const;
  const rows = properties.map(({ id, verdict, because, checked, exercised, title }) => [
    id,
    because ?? verdict,
    countText(checked),
    countText(exercised),
    title,
  ]);
  return tableLines(columns, rows);
}

function eventLines({ events }: CheckReport): string[] {
  if (events.length === 0) return [];
  const texts = events.map(({ event, count, refused }) => {
    const share = count === 0 ? 0 : Math.round((100 * refused) / count);
    return `${event} ${countText(count)}${refused === 0 ? '' : ` (${share} %)`}`;
  });
  return [...labelled('events (refused): ', texts.join(', ')), ''];
}

function verdictLines(report: CheckReport): string[] {
  const { verdict, incomplete, properties, steps, kmsCalls, seed, profile, sut } = report;
  const unjudged = properties.filter((property) => property.verdict === 'not-judged').length;
  const idle = properties.filter((property) => property.verdict === 'not-exercised').length;
  return [
    ...(idle === 0
      ? []
      : [
          `${countText(idle)} ${idle === 1 ? 'property was' : 'properties were'} not exercised: nothing is claimed ` +
            'there.',
        ]),
    ...(unjudged === 0
      ? []
      : labelled(
          '',
          `${countText(unjudged)} ${unjudged === 1 ? 'property was' : 'properties were'} not judged: the check ` +
            'was ended ' +
            `by the violation of ${report.endedBy}. With --keep-going it goes on.`,
        )),
    ...labelled('', `${runsText(report)}, ${countedText(steps, 'step')}, ${countedText(kmsCalls, 'KMS call')}.`),
    ...systemLines(report),
    ...knownLines(report),
    ...endpointLines(report),
    ...determinismLines(report.determinism),
    ...(incomplete === undefined ? [] : labelled('', `Not all of the check is here: ${cutText(incomplete)}.`)),
    ...labelled(
      '',
      `verdict: ${verdict}${unknownText(report)} (${cutText(sut, 200)}, profile ${profile}, seed ${seed})`,
    ),
  ];
}

/** What came of asking a server over HTTP. */
function endpointLines({ endpoint }: CheckReport): string[] {
  if (endpoint === undefined) return [];
  const unclear = unclearCallsText(endpoint);
  return [...(unclear === undefined ? [] : labelled('', unclear)), ...deviationLines(endpoint)];
}

/** What the system said of itself. */
function systemLines({ system, runs }: CheckReport): string[] {
  if (system === undefined) return [];
  const { unsupported, declined, transientAnswers } = system;
  const dropped = unsupported.map(({ operation, reason }) => `${operation} (${cutText(reason)})`).join(', ');
  return [
    ...(unsupported.length === 0 ? [] : labelled('not supported, and not asked again: ', dropped)),
    ...declined.flatMap(({ reason, runs: times }) =>
      labelled('', `${countText(times)} of ${countedText(runs, 'setup')} declined: ${cutText(reason)}`),
    ),
    ...(transientAnswers === 0
      ? []
      : labelled('', `${countedText(transientAnswers, 'error')} of the moment; what was asked was asked again`)),
  ];
}

/** Runs made of those asked for. */
function runsText({ runs, runsAsked }: CheckReport): string {
  if (runsAsked === null) return `${countedText(runs, 'run')} in the time there was`;
  return `${countText(runs)} of ${countedText(runsAsked, 'run')}`;
}

function unknownText({ verdict, unknownBecause, incomplete, violations }: CheckReport): string {
  if (verdict !== 'unknown') return '';
  if (unknownBecause !== undefined)
    return `, ${cutText(unknownBecause)}${violations.length === 0 ? ' was reached' : ''}`;
  return incomplete === undefined ? '' : ', not all was done';
}

function violationLines(
  { trace, violation, foundAtLength, also, flaky }: FoundViolation,
  replay: ReplayFile | undefined,
  seed: number,
): string[] {
  const found = countedText(trace.steps.length, 'step');
  const shrunk = `shortest trace found: ${found}, before shrinking ${countText(foundAtLength)}`;
  const how =
    replay === undefined
      ? `no replay file; the same check finds it again with --seed ${seed}`
      : `replay it: ${replay.command}`;
  const others = also.length === 0 ? [] : labelled('', `the same trace violates as well: ${also.join(', ')}`);
  const notAlways = flaky === undefined ? [] : labelled('', flakyText(flaky));
  return [...labelled('', shrunk), ...notAlways, ...others, '', tellStory(trace, violation), how];
}
