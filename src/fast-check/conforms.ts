import type { IAsyncPropertyWithHooks } from 'fast-check';
import type { GeneratedTrace, TraceOptions } from '../../properties/arbitraries/index.ts';
import { propertiesUnder } from '../../properties/properties.ts';
import { runTrace } from '../check/run-trace.ts';
import type { Sut } from '../suts/sut.ts';
import { traceProperty } from './trace-property.ts';

/**
 * For `fc.assert`: some admissible choices of the model explain each step, and no property of a trace is violated. It
 * fails with the story of the counterexample as the cause of what `fc.assert` throws, and that has the violation and
 * the trace as it was observed for its own `cause`. What the system does not show is not judged. A run in which the
 * oracle hit a bound does not count, as if `fc.pre` had refused it.
 *
 * @param options - omitted: the profile `ideal`, the operations the system supports, at most 300 steps
 * @example
 * ```ts
 * import { embeddedSut } from 'bucketkey';
 * import { conforms } from 'bucketkey/fast-check';
 * import fc from 'fast-check';
 *
 * await fc.assert(conforms(embeddedSut(), { maxSteps: 50 }));
 * ```
 */
export function conforms(
  sut: Sut,
  options: Partial<TraceOptions> = {},
): IAsyncPropertyWithHooks<[trace: GeneratedTrace, seed: number]> {
  return traceProperty(sut, options, async (attempt, { setup, steps }) => {
    const run = await runTrace(
      { ...attempt, properties: propertiesUnder(attempt.profile), oracle: true },
      setup,
      steps,
    );
    return {
      trace: run.trace,
      violation: run.violation,
      counts: run.declined === undefined && run.judge.unknownBecause === undefined,
    };
  });
}
