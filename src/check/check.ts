import { setImmediate as breathe } from 'node:timers/promises';
import fc from 'fast-check';
import { type GeneratedTrace, traceArbitrary } from '../../properties/arbitraries/index.ts';
import type { MetamorphicProperty } from '../../properties/metamorphic.ts';
import type { ObservedStep } from '../../properties/property.ts';
import type { Violation } from '../oracle/verdict.ts';
import type { Sut } from '../suts/sut.ts';
import type { CheckReport, FoundViolation } from './check-report.ts';
import type { CheckRequest } from './check-request.ts';
import { type ChosenProperties, chooseProperties } from './choose.ts';
import { compareVariant } from './metamorphic-run.ts';
import { type Bench, runTrace, type TraceRun } from './run-trace.ts';
import { shrink } from './shrink.ts';
import { Tally } from './tally.ts';

/**
 * Runs random traces against a system under test and holds each to the model and the properties. Ends with the first violation, shrunk.
 * Equal requests give equal reports, but for `seconds` and `signal`, which only decide how many traces are run.
 *
 * @throws RangeError when a property id is not known.
 */
export async function check(request: CheckRequest, sut: Sut): Promise<CheckReport> {
  const chosen = chooseProperties(request.properties, request.profile);
  const tally = new Tally(request, sut.name, chosen);
  const arbitrary = traceArbitrary({ profile: request.profile, supports: sut.supports, maxSteps: request.maxSteps });
  const goesOn = untilStopped(request);
  for (let run = 0; run < request.runs && goesOn(); run++) {
    // Traces run on microtasks alone: without a breath no signal would ever be delivered.
    await breathe();
    const seed = seedOfRun(request.seed, run);
    const bench: Bench = { sut, profile: request.profile, seed, properties: chosen.monitored, oracle: chosen.oracle };
    const [trace] = fc.sample(arbitrary, { seed, numRuns: 1 });
    if (trace === undefined) throw new Error('fast-check sampled nothing');
    const result = await runTrace(bench, trace.setup, trace.steps);
    tally.addRun(result);
    request.onProgress?.({ runs: tally.runs, steps: tally.steps, phase: 'running' });
    const broken =
      result.violation === undefined ? await runVariants(bench, chosen, trace, result, run, tally) : found(result, result.violation);
    if (broken === undefined) continue;
    tally.addViolation(await shrunk(bench, chosen, trace, broken, request, tally));
    break;
  }
  return tally.report();
}

/** A trace that violates something. */
interface Broken {
  readonly violation: Violation;
  readonly run: TraceRun;
}

function found(run: TraceRun, violation: Violation): Broken {
  return { run, violation };
}

/** One trace in every this many is also run in the variant of one metamorphic property, each in its turn. */
const VARIANT_EVERY = 2;

async function runVariants(
  bench: Bench,
  { metamorphic }: ChosenProperties,
  trace: GeneratedTrace,
  original: TraceRun,
  run: number,
  tally: Tally,
): Promise<Broken | undefined> {
  const turn = metamorphic[Math.floor(run / VARIANT_EVERY) % Math.max(1, metamorphic.length)];
  if (run % VARIANT_EVERY !== 0 || turn === undefined) return undefined;
  const { judgement, violation } = await compareVariant(bench, turn, trace, original.trace.steps);
  tally.addJudgement(turn.id, judgement);
  return violation === undefined ? undefined : { run: original, violation };
}

async function shrunk(
  bench: Bench,
  chosen: ChosenProperties,
  trace: GeneratedTrace,
  broken: Broken,
  request: CheckRequest,
  tally: Tally,
): Promise<FoundViolation> {
  const { property } = broken.violation;
  const variant = chosen.metamorphic.find(({ id }) => id === property);
  const again = async (candidate: GeneratedTrace): Promise<Broken | undefined> => {
    await breathe();
    const run = await runTrace(bench, candidate.setup, candidate.steps);
    if (variant !== undefined) return withVariant(bench, variant, candidate, run);
    return run.violation?.property === property ? found(run, run.violation) : undefined;
  };
  // What follows the violation has no part in it.
  const upToIt = { setup: trace.setup, steps: trace.steps.slice(0, broken.violation.stepIndex + 1) };
  const smallest = await shrink({ trace: upToIt, result: broken }, again, () => {
    request.onProgress?.({ runs: tally.runs, steps: tally.steps, phase: 'shrinking' });
    return request.signal?.aborted !== true;
  });
  const { run, violation } = smallest.result;
  return { violation, trace: run.trace, foundAtLength: trace.steps.length };
}

async function withVariant(
  bench: Bench,
  variant: MetamorphicProperty,
  candidate: GeneratedTrace,
  run: TraceRun,
): Promise<Broken | undefined> {
  const original: readonly ObservedStep[] = run.trace.steps;
  const { violation } = await compareVariant(bench, variant, candidate, original);
  return violation === undefined ? undefined : { run, violation };
}

/** Seeds of the runs of one check differ, and depend on nothing but the check's seed and the run's number. */
export function seedOfRun(seed: number, run: number): number {
  let mixed = (seed ^ Math.imul(run + 1, 0x9e3779b1)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b) >>> 0;
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

function untilStopped({ seconds, signal }: CheckRequest): () => boolean {
  const endMs = seconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + seconds * 1000;
  return () => signal?.aborted !== true && Date.now() < endMs;
}
