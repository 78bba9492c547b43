import type { NumberedViolation } from '../../check/check-state.ts';
import { coverageJson, eventJson } from '../../report/coverage-json.ts';
import { violationJson } from '../../report/violation-json.ts';
import { formatTrace } from '../../trace/format-trace.ts';
import { REPORT_FORMAT, type ReportFile } from './report-file.ts';
import type { ReportJson } from './report-schema.ts';

/** The text of a report file: one line of JSON. Equal reports give equal bytes. */
export function formatReport({ head, state }: ReportFile): string {
  const { version, seed, profile, sut, runs, maxSteps, shard, keepGoing, seconds } = head;
  const { complete, tally, violations } = state;
  const value: ReportJson = {
    bucketkeyReport: REPORT_FORMAT,
    version,
    seed,
    profile,
    sut,
    runs,
    maxSteps,
    shard: { index: shard.index, of: shard.of },
    keepGoing,
    seconds,
    complete,
    tally: {
      runs: tally.runs,
      steps: tally.steps,
      kmsCalls: tally.kmsCalls,
      properties: tally.properties.map(({ id, checked, exercised }) => ({ id, checked, exercised })),
      events: tally.events.map(eventJson),
      unknown: tally.unknown === null ? null : { run: tally.unknown.run, because: tally.unknown.because },
      coverage: coverageJson(tally.coverage),
    },
    violations: violations.map(violationEntry),
  };
  return `${JSON.stringify(value)}\n`;
}

function violationEntry({
  run,
  violation,
  foundAtLength,
  also,
  trace,
}: NumberedViolation): ReportJson['violations'][number] {
  const lines = formatTrace(trace).trimEnd().split('\n');
  const { property, title, requirements, stepIndex, reason, parts, nearest, onlyIf } = violationJson(violation);
  return {
    run,
    foundAtLength,
    property,
    title,
    requirements: [...requirements],
    stepIndex,
    reason,
    parts: [...parts],
    nearest: nearest.map((miss) => ({
      choices: [...miss.choices],
      differences: [...miss.differences],
      parts: [...miss.parts],
      requirements: [...miss.requirements],
    })),
    ...(onlyIf !== undefined && { onlyIf }),
    also: [...also],
    trace: lines.map((line): unknown => JSON.parse(line)),
  };
}
