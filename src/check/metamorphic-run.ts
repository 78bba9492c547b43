import type { Step } from '../../model/index.ts';
import { canAsk } from '../../properties/arbitraries/capabilities.ts';
import type { GeneratedTrace } from '../../properties/arbitraries/index.ts';
import type { MetamorphicProperty } from '../../properties/metamorphic/metamorphic-property.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import type { Judgement } from '../../properties/property.ts';
import type { Violation } from '../oracle/verdict.ts';
import type { Sut } from '../suts/sut.ts';
import { capabilitiesOf } from '../suts/trace-options.ts';
import { noAnswerProblem } from '../trace/no-answer.ts';
import { observe } from './run-trace.ts';
import type { StepBench } from './take-steps.ts';

/** What comparing a run with its variant came to. */
export interface VariantRun {
  readonly judgement: Judgement;
  readonly violation: Violation | undefined;
}

/** Runs the variant of a trace and relates it to the original's observations. */
export async function compareVariant(
  bench: StepBench,
  property: MetamorphicProperty,
  { setup, steps }: GeneratedTrace,
  original: readonly ObservedStep[],
): Promise<VariantRun> {
  const { notes } = bench;
  // Bucket keys of directory buckets cannot be turned off, and ETags that are compared must not be drawn (F-20, F-189).
  if (setup.buckets.some(({ kind }) => kind === 'directory')) return { judgement: 'idle', violation: undefined };
  const isFewer = notes !== undefined && notes.dropped > 0;
  const variant = property.variant(setup, isFewer ? steps.filter(({ event }) => !notes.isDropped(event.op)) : steps);
  // What a variant asks besides may be what the system cannot do.
  if (!mayBeAsked(bench.sut, variant.steps)) return { judgement: 'idle', violation: undefined };
  const observed = await observe(bench, variant.setup, variant.steps);
  // What was asked twice in one run and once in the other, or declined there, cannot be compared.
  const isRetried = notes !== undefined && notes.transientAnswers > 0;
  if (isRetried || (observed.length === 0 && original.length > 0)) return { judgement: 'idle', violation: undefined };
  const unanswered = noAnswerProblem(observed.at(-1)?.observation ?? { status: 200 });
  const judgement =
    unanswered === undefined
      ? property.relate(original, observed)
      : {
          violation: `the variant of this trace got no answer at its step ${observed.length}: ${unanswered}`,
          requirements: [],
        };
  if (typeof judgement === 'string') return { judgement, violation: undefined };
  const { id, title } = property;
  const violation = {
    property: id,
    title,
    requirements: judgement.requirements,
    stepIndex: original.length - 1,
    reason: judgement.violation,
    parts: judgement.parts ?? [],
    nearest: [],
  };
  return { judgement, violation };
}

function mayBeAsked(sut: Sut, steps: readonly Step[]): boolean {
  const capabilities = capabilitiesOf(sut);
  return steps.every(
    ({ event }) => sut.supports.includes(event.op) && (capabilities === undefined || canAsk(capabilities, event)),
  );
}
