import type { Profile } from '../../model/index.ts';
import { METAMORPHIC } from '../../properties/metamorphic.ts';
import { propertiesUnder } from '../../properties/properties.ts';
import { wallClockOf } from '../suts/clock.ts';
import type { Sut } from '../suts/sut.ts';
import { checkedObservation } from '../trace/observation-check.ts';
import type { Trace } from '../trace/trace.ts';
import { TraceError } from '../trace/trace-error.ts';
import { compareVariant } from './metamorphic-run.ts';
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
  showTrace(judge, trace);
  return resultOf(trace, judge);
}

/** Shows a judge all steps of a trace, up to the first violation. */
export function showTrace(judge: TieredJudge, { header, steps }: Trace): void {
  for (const [index, { step, observation }] of steps.entries()) {
    const checked = checkedObservation(observation);
    if ('problem' in checked) throw new TraceError(header.sut, undefined, `step ${index + 1}: ${checked.problem}`);
    if (judge.see({ step, observation: checked.observation }) === 'violates') break;
  }
  judge.end();
}

/** Runs the steps of a trace afresh, from the same seed, and judges what is seen now, variants included. */
export async function replayTrace(trace: Trace, profile: Profile, sut: Sut): Promise<ReplayResult> {
  const { setup, seed } = trace.header;
  const steps = trace.steps.map(({ step }) => step);
  const bench = { sut, profile, seed, properties: propertiesUnder(profile), oracle: true };
  const run = await runTrace(bench, setup, steps);
  const result = resultOf(run.trace, run.judge);
  if (run.declined !== undefined)
    return { verdict: 'unknown', unknownBecause: `the system declined the setup: ${run.declined}`, trace: run.trace };
  if (result.verdict === 'violates' || wallClockOf(sut) !== undefined) return result;
  for (const property of METAMORPHIC) {
    if (!property.applies(profile)) continue;
    const { violation } = await compareVariant(bench, property, { setup, steps }, run.trace.steps);
    if (violation !== undefined) return { verdict: 'violates', violation, trace: run.trace };
  }
  return result;
}

function resultOf(trace: Trace, judge: TieredJudge): ReplayResult {
  const { violation, unknownBecause } = judge;
  const judged = { ...toldBeginnings(trace.header.setup, judge), trace };
  if (violation !== undefined) return { verdict: 'violates', violation, ...judged };
  const doubt = judge.explainedDoubt();
  if (doubt?.onlyIf !== undefined) return { verdict: 'unknown', doubt, unknownBecause: doubt.onlyIf, ...judged };
  return unknownBecause === undefined
    ? { verdict: 'conforms', ...judged }
    : { verdict: 'unknown', unknownBecause, ...judged };
}
