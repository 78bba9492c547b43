import { PROPERTIES } from '../../properties/properties.ts';
import { runTrace } from '../check/run-trace.ts';
import type { Sut } from '../suts/sut.ts';
import { type PropertyOptions, type TraceProperty, traceProperty } from './trace-property.ts';

/**
 * For `fc.assert`: some admissible choices of the model explain each step, and no property of a trace is violated. It
 * fails with the story of the counterexample as message; `cause` is the violation with the trace as it was observed.
 * A run in which the oracle hit a bound does not count, as if `fc.pre` had refused it.
 *
 * @param options - omitted: the profile `ideal`, traces of at most 300 steps
 * @example
 * ```ts
 * import { embeddedSut } from 'bucketkey';
 * import { conforms } from 'bucketkey/fast-check';
 * import fc from 'fast-check';
 *
 * await fc.assert(conforms(embeddedSut(), { maxSteps: 50 }), { numRuns: 20 });
 * ```
 */
export function conforms(sut: Sut, options: PropertyOptions = {}): TraceProperty {
  return traceProperty(sut, options, async (attempt, { setup, steps }) => {
    const run = await runTrace({ ...attempt, properties: PROPERTIES, oracle: true }, setup, steps);
    return { trace: run.trace, violation: run.violation, counts: run.judge.unknownBecause === undefined };
  });
}
