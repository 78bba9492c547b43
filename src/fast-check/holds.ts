import type { IAsyncPropertyWithHooks } from 'fast-check';
import { objectWritten, profileNamed } from '../../model/index.ts';
import type { GeneratedTrace, TraceOptions } from '../../properties/arbitraries/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { chooseProperties, idsOf } from '../check/choose.ts';
import { compareVariant } from '../check/metamorphic-run.ts';
import { NEEDED, shows } from '../check/needed.ts';
import { runTrace } from '../check/run-trace.ts';
import { wallClockOf } from '../suts/clock.ts';
import type { Sut } from '../suts/sut.ts';
import { traceProperty } from './trace-property.ts';

/**
 * For `fc.assert`: one property, by its id, as `propertyIds()` of `bucketkey` lists them. It fails as `conforms` does.
 * A run in which the case that the property exists for did not occur does not count, as if `fc.pre` had refused it: a
 * property that is never exercised fails for that, and does not pass.
 *
 * @param options - omitted: the profile `ideal`, the operations the system supports, at most 300 steps
 * @throws RangeError when there is no such property, or the profile leaves it nothing to compare.
 * @example
 * ```ts
 * import { embeddedSut } from 'bucketkey';
 * import { holds } from 'bucketkey/fast-check';
 * import fc from 'fast-check';
 *
 * await fc.assert(holds('decryptable', embeddedSut(), { maxSteps: 50 }));
 * ```
 */
export function holds(
  id: string,
  sut: Sut,
  options: Partial<TraceOptions> = {},
): IAsyncPropertyWithHooks<[trace: GeneratedTrace, seed: number]> {
  const { profile = profileNamed('ideal') } = options;
  const chosen = chooseProperties([id], profile);
  if (idsOf(chosen).length === 0) throw new RangeError(`${id} cannot be judged under the profile ${profile.name}`);
  const [compared] = chosen.metamorphic;
  if (compared !== undefined && wallClockOf(sut) !== undefined)
    throw new RangeError(`${id} compares two runs, and by a clock on the wall no two are alike`);
  const needs = chosen.monitored[0]?.needs ?? 'answers';
  let isShown = needs === 'answers';
  return traceProperty(sut, options, async (attempt, generated) => {
    const bench = { ...attempt, properties: chosen.monitored, oracle: chosen.oracle };
    const { trace, judge, violation, declined } = await runTrace(bench, generated.setup, generated.steps);
    if (declined !== undefined) return { trace, violation: undefined, counts: false };
    if (compared !== undefined) {
      const variant = await compareVariant(attempt, compared, generated, trace.steps);
      return { trace, violation: variant.violation, counts: variant.judgement === 'exercised' };
    }
    // Who sees nothing of what it takes is told so at once, and does not wait for the end of runs that do not count.
    isShown ||= trace.steps.some(({ observation }) => shows(observation, needs));
    if (!isShown && trace.steps.some(isWritten))
      throw new Error(`${id} needs ${NEEDED[needs]}; ${sut.name} shows none`);
    const isExercised = chosen.oracle || judge.suite.counts().some(({ exercised }) => exercised > 0);
    return { trace, violation, counts: isExercised && judge.unknownBecause === undefined };
  });
}

function isWritten({ step, observation }: ObservedStep): boolean {
  return objectWritten(step.event) !== undefined && observation.status < 400;
}
