import { PROFILES } from '../../../model/index.ts';
import type { CheckState, NumberedViolation } from '../../check/check-state.ts';
import { profileOf } from '../../profile/described-profile.ts';
import { duplicateName, namesOf } from '../../trace/duplicate-name.ts';
import { issueText } from '../../trace/issue-text.ts';
import { hasMoreOpenings, parseJsonLine } from '../../trace/json-line.ts';
import { printable } from '../../trace/printable.ts';
import { firstFindings } from '../../trace/schema/first-findings.ts';
import { parseTrace } from '../../trace/trace-reader.ts';
import { UsageError } from '../usage-error.ts';
import { packageVersion } from '../version.ts';
import { REPORT_FORMAT, type ReportFile } from './report-file.ts';
import { stateProblem } from './report-problem.ts';
import { type ReportJson, reportSchema } from './report-schema.ts';

/**
 * Most objects and lists of a report: empty ones take twenty times the memory of their text, and a step of the longest
 * trace has about ten.
 */
const MOST_PARTS = 2_000_000;
/** Longest problem that is told, in characters: it may quote the file. */
const LONGEST_PROBLEM = 300;

/**
 * Reads the text of a report file; `name` stands for the file in errors.
 *
 * @throws UsageError or TraceError where it is not one that this version of bucketkey could have written
 */
export function parseReport(text: string, name: string): ReportFile {
  const refuse = (problem: string): never => {
    throw new UsageError(`${printable(name)}: ${printable(problem, LONGEST_PROBLEM)}`);
  };
  if (hasMoreOpenings(text, MOST_PARTS))
    return refuse(`more than the ${MOST_PARTS} objects and lists a report may have`);
  const parsed = parseJsonLine(text.trimEnd());
  if ('problem' in parsed) return refuse(parsed.problem);
  const twice = duplicateName(text, namesOf(parsed.value));
  if (twice !== undefined) return refuse(`the name ${JSON.stringify(twice)} is there twice in one object`);
  const strange = formatProblem(parsed.value);
  if (strange !== undefined) return refuse(strange);
  const result = firstFindings(reportSchema, parsed.value);
  if (!result.success) return refuse(issueText(result.error));
  const { bucketkeyReport: _format, complete, tally, violations, ...head } = result.data;
  if (typeof head.profile === 'string' && !PROFILES.some(({ name: shipped }) => shipped === head.profile))
    return refuse(`profile: there is no profile ${JSON.stringify(head.profile)}`);
  const profile = profileOf(head.profile);
  const state: CheckState = { complete, tally, violations: violations.map((entry) => violationOf(entry, name)) };
  const problem = stateProblem(head, state, profile);
  return problem === undefined ? { head, state } : refuse(problem);
}

/** What a file of another kind or another version is told before its fields are looked at. */
function formatProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('bucketkeyReport' in value)) {
    return 'not a report of bucketkey check: there is no field "bucketkeyReport"';
  }
  if (value.bucketkeyReport !== REPORT_FORMAT) {
    return (
      `format version ${JSON.stringify(value.bucketkeyReport)} is not supported; this bucketkey reads version ` +
      `${REPORT_FORMAT}`
    );
  }
  const version = 'version' in value ? value.version : undefined;
  if (version === packageVersion()) return undefined;
  return (
    `version: written by bucketkey ${JSON.stringify(version)}; this is ${packageVersion()}, which may run other ` +
    'traces'
  );
}

function violationOf(
  { run, foundAtLength, also, trace, ...violation }: ReportJson['violations'][number],
  name: string,
): NumberedViolation {
  const lines = trace.map((line) => `${JSON.stringify(line)}\n`).join('');
  return { run, foundAtLength, also, violation, trace: parseTrace(lines, `${name}: violations.0.trace`) };
}
