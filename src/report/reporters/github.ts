import type { DeterminismReport } from '../../check/check-report.ts';
import { printable } from '../../trace/printable.ts';
import { determinismText, differenceTexts } from '../determinism-text.ts';
import { flakyText } from '../flaky-text.ts';
import { metText, staleText } from '../known-lines.ts';
import { cutText } from '../shown.ts';
import { type Finding, findingHeadline, lineOf, type Outcome, outcomeOf } from './outcome.ts';
import type { Reporter } from './reporter.ts';
import { stepSummary } from './step-summary.ts';

/**
 * Annotations of GitHub Actions, one a finding, and a step summary. The format of workflow commands is documented;
 * `@actions/core` writes the same lines, and brings an HTTP client along.
 */
export const github: Reporter = {
  name: 'github',
  title: 'annotations and step summary of GitHub Actions',
  isLog: true,
  write: (reported) => annotationsOf(outcomeOf(reported)).join(''),
  summary: (reported) => stepSummary(outcomeOf(reported)),
};

function annotationsOf({
  verdict,
  unknownBecause,
  properties,
  findings,
  known,
  determinism,
}: Outcome): readonly string[] {
  const lines = findings.map(annotationOf);
  if (verdict === 'unknown' && findings.length === 0)
    lines.push(command('warning', { title: 'verdict unknown' }, cutText(unknownBecause ?? 'a bound was hit')));
  for (const one of known) {
    if (one.isStale) lines.push(command('error', { title: 'known deviation' }, staleText(one)));
    else if (one.times > 0) lines.push(command('notice', { title: 'known deviation' }, metText(one)));
  }
  if (determinism !== undefined) lines.push(...determinismAnnotations(determinism));
  const idle = properties.filter((property) => property.verdict === 'not-exercised').map(({ id }) => id);
  if (idle.length > 0)
    lines.push(command('notice', { title: 'not exercised' }, `nothing is claimed of ${cutText(idle.join(', '))}`));
  return lines;
}

/** What was answered alike needs no annotation. */
function determinismAnnotations(report: DeterminismReport): readonly string[] {
  const { compared, first } = report;
  const text = determinismText(report);
  if (compared === 0) return [command('notice', { title: 'not compared' }, text)];
  if (first === undefined) return [];
  return [command('error', { title: 'not deterministic' }, [text, ...differenceTexts(first)].join('\n'))];
}

function annotationOf(finding: Finding): string {
  const { violation, file, command: again, flaky } = finding;
  const isDoubt = violation.onlyIf !== undefined;
  const line = lineOf(finding, violation.stepIndex);
  const place = { ...(file !== undefined && { file }), ...(line !== undefined && { line: `${line}` }) };
  const message = [
    findingHeadline(finding),
    `must hold: ${violation.title}`,
    ...(violation.onlyIf === undefined ? [] : [`unknown: ${cutText(violation.onlyIf)}`]),
    ...(flaky === undefined ? [] : [flakyText(flaky)]),
    ...(again === undefined ? [] : [`replay it: ${again}`]),
  ];
  const title = `${isDoubt ? 'not settled' : 'violated'}: ${violation.property}`;
  return command(isDoubt ? 'warning' : 'error', { ...place, title }, message.join('\n'));
}

/** A workflow command: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
function command(name: string, properties: Readonly<Record<string, string>>, message: string): string {
  const told = Object.entries(properties).map(
    ([key, value]) => `${key}=${escaped(value).replaceAll(':', '%3A').replaceAll(',', '%2C')}`,
  );
  return `::${name} ${told.join(',')}::${escaped(message)}\n`;
}

function escaped(text: string): string {
  const lines = text.split('\n').map((line) => printable(line));
  return lines.join('\n').replaceAll('%', '%25').replaceAll('\n', '%0A');
}
