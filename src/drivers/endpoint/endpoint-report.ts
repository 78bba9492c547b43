import type { CheckReport, FoundViolation, KnownReport } from '../../check/check-report.ts';
import { judgeTrace } from '../../check/replay.ts';
import { SYSTEM_ANSWERS } from '../../check/system-answers.ts';
import { profileOf } from '../../profile/described-profile.ts';
import { NoAnswerError } from '../http/exchange.ts';
import type { Endpoint } from './endpoint.ts';
import type { ProbeReport } from './probe-report.ts';

/**
 * The report of a check of a server that learnt each deviation it met: those that were not known before are what it
 * has found, each with its trace. A server that is gone by now has not been checked to the end.
 *
 * @param unclearSteps - steps whose calls of KMS are not known, since those of several traces could not be told apart
 */
export async function endpointReport(
  report: CheckReport,
  endpoint: Endpoint,
  probe: ProbeReport,
  unclearSteps = 0,
): Promise<CheckReport> {
  const { s3, run } = endpoint;
  const found = report.known?.filter(({ isNew, times }) => isNew && times > 0) ?? [];
  const told = uniqueBy(found, ({ trace }) => trace).flatMap(violationOf);
  const violations = [...report.violations, ...told];
  const violated = new Set(told.map(({ violation }) => violation.property));
  const gone = report.violations.some(({ violation }) => violation.property === SYSTEM_ANSWERS)
    ? await problemOf(endpoint)
    : undefined;
  return {
    ...report,
    verdict: found.length > 0 ? 'violates' : gone === undefined ? report.verdict : 'unknown',
    ...(gone !== undefined && { incomplete: `the server does not answer any more: ${gone}` }),
    endpoint: { url: s3.url.shown, run, requests: s3.requests, probe: probe.rows, deviations: found, unclearSteps },
    properties: report.properties.map((one) => (violated.has(one.id) ? { ...one, verdict: 'violated' } : one)),
    violations,
    ...(report.known !== undefined && { known: report.known.filter(({ isNew }) => !isNew) }),
  };
}

/** What a deviation violates, as whoever does not know it judges its trace. */
function violationOf({ trace }: KnownReport): readonly FoundViolation[] {
  if (trace === undefined) return [];
  const { violation } = judgeTrace(trace, profileOf(trace.header.profile));
  return violation === undefined ? [] : [{ violation, trace, foundAtLength: trace.steps.length, also: [] }];
}

/** One answer may deviate in several parts, which one trace shows. */
function uniqueBy<T>(things: readonly T[], of: (thing: T) => unknown): readonly T[] {
  return [...new Map(things.map((thing) => [of(thing), thing])).values()];
}

/** Why a server gives no answer at all; undefined where it does. */
async function problemOf({ s3, requesters: [{ keys }] }: Endpoint): Promise<string | undefined> {
  try {
    await s3.send({ path: '/' }, keys);
    return undefined;
  } catch (error) {
    if (error instanceof NoAnswerError) return error.message;
    throw error;
  }
}
