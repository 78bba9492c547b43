import type { Violation } from '../oracle/verdict.ts';

/** A violation for JSON, keys always in the same order. */
export function violationJson({
  property,
  title,
  requirements,
  stepIndex,
  reason,
  parts,
  nearest,
  core,
  onlyIf,
}: Violation): Violation {
  return {
    property,
    title,
    requirements,
    stepIndex,
    reason,
    parts: parts.map(wrongPart),
    nearest: nearest.map((miss) => ({
      choices: miss.choices,
      differences: miss.differences,
      parts: miss.parts.map(wrongPart),
      requirements: miss.requirements,
    })),
    ...(core !== undefined && { core }),
    ...(onlyIf !== undefined && { onlyIf }),
  };
}

function wrongPart({ part, expected, observed }: Violation['parts'][number]): Violation['parts'][number] {
  return { part, expected, observed };
}
