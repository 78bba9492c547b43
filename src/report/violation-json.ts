import type { Violation } from '../oracle/verdict.ts';

/** A violation for JSON, keys always in the same order. */
export function violationJson({
  property,
  title,
  requirements,
  stepIndex,
  reason,
  nearest,
  onlyIf,
}: Violation): Violation {
  return {
    property,
    title,
    requirements,
    stepIndex,
    reason,
    nearest: nearest.map((miss) => ({
      choices: miss.choices,
      differences: miss.differences,
      requirements: miss.requirements,
    })),
    ...(onlyIf !== undefined && { onlyIf }),
  };
}
