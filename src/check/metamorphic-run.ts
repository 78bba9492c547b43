import type { GeneratedTrace } from '../../properties/arbitraries/index.ts';
import type { MetamorphicProperty } from '../../properties/metamorphic/metamorphic-property.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import type { Judgement } from '../../properties/property.ts';
import type { Violation } from '../oracle/verdict.ts';
import { observe, type RunSetup } from './run-trace.ts';

/** What comparing a run with its variant came to. */
export interface VariantRun {
  readonly judgement: Judgement;
  readonly violation: Violation | undefined;
}

/** Runs the variant of a trace and relates it to the original's observations. */
export async function compareVariant(
  bench: Pick<RunSetup, 'sut' | 'seed'>,
  property: MetamorphicProperty,
  { setup, steps }: GeneratedTrace,
  original: readonly ObservedStep[],
): Promise<VariantRun> {
  const variant = property.variant(setup, steps);
  const judgement = property.relate(original, await observe(bench, variant.setup, variant.steps));
  if (typeof judgement === 'string') return { judgement, violation: undefined };
  const { id, title, requirements } = property;
  const violation = {
    property: id,
    title,
    requirements,
    stepIndex: original.length - 1,
    reason: judgement.violation,
    nearest: [],
  };
  return { judgement, violation };
}
