import type { CheckReport, EndpointReport } from '../check/check-report.ts';
import { coverageJson, eventJson } from './coverage-json.ts';
import type { ReplayFile } from './replay-file.ts';
import { shownJson } from './shown.ts';
import { violationJson } from './violation-json.ts';

/**
 * The report of a check as JSON, keys always in the same order. `replays` goes with `report.violations`, as in
 * `checkText`.
 */
export function checkJson(report: CheckReport, replays: readonly (ReplayFile | undefined)[]): string {
  const {
    verdict,
    unknownBecause,
    incomplete,
    endedBy,
    seed,
    profile,
    sut,
    runsAsked,
    runs,
    steps,
    kmsCalls,
    properties,
    violations,
    events,
    coverage,
    system,
    known,
    endpoint,
    determinism,
  } = report;
  const value = {
    verdict,
    unknownBecause: unknownBecause ?? incomplete ?? null,
    endedBy: endedBy ?? null,
    seed,
    profile,
    sut,
    runsAsked,
    runs,
    steps,
    kmsCalls,
    properties: properties.map((property) => ({
      id: property.id,
      title: property.title,
      verdict: property.verdict,
      checked: property.checked,
      exercised: property.exercised,
      ...(property.because !== undefined && { because: property.because }),
    })),
    violations: violations.map((found, index) => ({
      ...violationJson(found.violation),
      also: found.also,
      foundAtLength: found.foundAtLength,
      ...(found.flaky !== undefined && { flaky: found.flaky }),
      file: replays[index]?.file ?? null,
      replay: replays[index]?.command ?? null,
      trace: found.trace,
    })),
    events: events.map(eventJson),
    ...(system !== undefined && { system }),
    ...(known !== undefined && { known: known.map(({ deviation, ...met }) => ({ ...deviation, ...met })) }),
    ...(endpoint !== undefined && { endpoint: endpointJson(endpoint) }),
    ...(determinism !== undefined && { determinism }),
    ...(coverage !== undefined && { coverage: coverageJson(coverage) }),
  };
  return shownJson(value);
}

/** Traces of deviations are among the violations. */
function endpointJson({ url, run, requests, probe, deviations, unclearSteps }: EndpointReport) {
  const told = deviations.map(({ deviation, times, requirements }) => ({ ...deviation, times, requirements }));
  return { url, run, requests, probe, deviations: told, unclearSteps };
}
