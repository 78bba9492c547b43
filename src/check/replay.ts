import type { Profile } from '../../model/index.ts';
import { METAMORPHIC } from '../../properties/metamorphic.ts';
import { propertiesUnder } from '../../properties/properties.ts';
import { wallClockOf } from '../suts/clock.ts';
import type { Sut } from '../suts/sut.ts';
import { checkedObservation } from '../trace/observation-check.ts';
import type { Trace } from '../trace/trace.ts';
import { TraceError } from '../trace/trace-error.ts';
import type { PropertyReport, PropertyVerdict } from './check-report.ts';
import { compareVariant } from './metamorphic-run.ts';
import { propertyReports } from './property-reports.ts';
import type { ReplayResult } from './replay-result.ts';
import { runTrace } from './run-trace.ts';
import { TieredJudge } from './tiered-judge.ts';
import { toldBeginnings } from './told-beginnings.ts';

/**
 * Judges a recorded trace as it stands, by the model and all monitors.
 *
 * @throws RangeError when a step is not one of the trace's setup.
 * @throws TraceError when what a step has as its observation is none.
 */
export function judgeTrace(trace: Trace, profile: Profile): ReplayResult {
  const judge = new TieredJudge({
    setup: trace.header.setup,
    profile,
    properties: propertiesUnder(profile),
    oracle: true,
  });
  return resultOf(trace, judge, showTrace(judge, trace));
}

/** Shows a judge all steps of a trace, up to the first violation, and gives how many these were. */
export function showTrace(judge: TieredJudge, { header, steps }: Trace): number {
  let shown = 0;
  for (const [index, seen] of steps.entries()) {
    const checked = checkedObservation(seen.observation);
    if ('problem' in checked) throw new TraceError(header.sut, undefined, `step ${index + 1}: ${checked.problem}`);
    shown = index + 1;
    if (judge.see({ ...seen, observation: checked.observation }) === 'violates') break;
  }
  judge.end();
  return shown;
}

/** Runs the steps of a trace afresh, from the same seed, and judges what is seen now, variants included. */
export async function replayTrace(trace: Trace, profile: Profile, sut: Sut): Promise<ReplayResult> {
  const { setup, seed } = trace.header;
  const steps = trace.steps.map(({ step }) => step);
  const bench = { sut, profile, seed, properties: propertiesUnder(profile), oracle: true };
  const run = await runTrace(bench, setup, steps);
  const result = resultOf(run.trace, run.judge, run.trace.steps.length);
  if (run.declined !== undefined) {
    const unknownBecause = `the system declined the setup: ${run.declined}`;
    return { verdict: 'unknown', unknownBecause, properties: result.properties, trace: run.trace };
  }
  // What is asked twice is no comparison where time goes on meanwhile.
  if (wallClockOf(sut) !== undefined) return result;
  let { violation } = result;
  const variants: PropertyReport[] = [];
  for (const property of METAMORPHIC) {
    if (!property.applies(profile)) continue;
    const report = (verdict: PropertyVerdict, checked: number, exercised: number) =>
      variants.push({ id: property.id, title: property.title, verdict, checked, exercised });
    if (violation !== undefined) {
      report('not-judged', 0, 0);
      continue;
    }
    const compared = await compareVariant(bench, property, { setup, steps }, run.trace.steps);
    violation = compared.violation;
    if (violation !== undefined) report('violated', 1, 1);
    else if (compared.judgement === 'exercised') report('holds', 1, 1);
    else report('not-exercised', 1, 0);
  }
  const properties = [...result.properties, ...variants];
  if (violation === undefined || result.violation !== undefined) return { ...result, properties };
  return { verdict: 'violates', violation, properties, trace: run.trace };
}

function resultOf(trace: Trace, judge: TieredJudge, steps: number): ReplayResult {
  const { violation, unknownBecause } = judge;
  const properties = propertyReports(judge, steps, { oracle: true, reached: unknownBecause });
  const judged = { ...toldBeginnings(trace.header.setup, judge), properties, trace };
  if (violation !== undefined) return { verdict: 'violates', violation, ...judged };
  const doubt = judge.explainedDoubt();
  if (doubt?.onlyIf !== undefined) return { verdict: 'unknown', doubt, unknownBecause: doubt.onlyIf, ...judged };
  return unknownBecause === undefined
    ? { verdict: 'conforms', ...judged }
    : { verdict: 'unknown', unknownBecause, ...judged };
}
