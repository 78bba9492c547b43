import type { GeneratedTrace } from '../../../properties/arbitraries/index.ts';
import { described } from '../../profile/described-profile.ts';
import { capabilitiesOf } from '../../suts/trace-options.ts';
import { TRACE_FORMAT } from '../../trace/trace.ts';
import type { DeterminismReport } from '../check-report.ts';
import { monotonicMs } from '../monotonic-ms.ts';
import type { RunSetup } from '../run-trace.ts';
import { shrink } from '../shrink.ts';
import { type DifferingTrace, takenTwice } from './taken-twice.ts';
import type { TakenTwice } from './twice-tally.ts';

/**
 * What the report says. The first trace that was answered otherwise is made shorter, as long as it still is each time
 * that it is tried.
 *
 * @param onAttempt - called before each attempt; answers whether to make it
 */
export async function determinismReport(
  { compared, differing, first }: TakenTwice,
  benchOf: (run: number) => RunSetup,
  { sessions, seconds }: { readonly sessions: number; readonly seconds: number },
  onAttempt: () => boolean,
): Promise<DeterminismReport> {
  if (first === null) return { compared, differing };
  const { run, trace, found } = first;
  const endMs = monotonicMs() + seconds * 1_000;
  const goOn = (): boolean => monotonicMs() < endMs && onAttempt();
  // Each attempt takes two.
  const attempts = Math.floor(sessions / 2);
  const bench = benchOf(run);
  const again = async (candidate: GeneratedTrace): Promise<DifferingTrace | undefined> =>
    (await takenTwice(bench, candidate)) ?? undefined;
  const capabilities = capabilitiesOf(bench.sut);
  const smallest = await shrink({ trace, result: found }, again, goOn, { attempts }, capabilities);
  const { steps, stepIndex, parts, again: second } = smallest.result;
  const { sut, seed, profile } = bench;
  const header = {
    bucketkeyTrace: TRACE_FORMAT,
    profile: described(profile),
    sut: sut.name,
    seed,
    setup: smallest.trace.setup,
  };
  return {
    compared,
    differing,
    first: { run, trace: { header, steps }, stepIndex, parts, ...(second !== undefined && { again: second }) },
  };
}
