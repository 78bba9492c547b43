import { requirement } from '../../model/requirements/index.ts';
import type { NearMiss, Violation } from '../oracle/verdict.ts';
import { printable } from '../trace/printable.ts';
import { labelled } from './columns.ts';
import { cutText } from './shown.ts';

/** A violation in one line, e.g. `every-requester-pays: bob read b/x without a KMS call of his own (step 4)`. */
export function violationHeadline({ property, reason, stepIndex }: Violation): string {
  return `${property}: ${cutText(printable(reason), 400).replace(/\.$/, '')} (step ${stepIndex + 1})`;
}

/** A violation as an argument: what must hold, why it does not, what would have been right, and what that rests on. */
export function violationLines(violation: Violation): string[] {
  const { property, title, requirements, stepIndex, reason, nearest, onlyIf } = violation;
  const lines = [
    ...labelled(onlyIf === undefined ? 'Violated: ' : 'Not settled: ', `${property}, at step ${stepIndex + 1}`),
    ...labelled('  Must hold:  ', title),
    ...labelled('  Found:      ', cutText(printable(reason), 2_000)),
    ...(onlyIf === undefined ? [] : labelled('  Unknown:    ', onlyIf)),
  ];
  if (nearest.length > 0) lines.push('', '  Nearest admissible outcomes', ...nearest.flatMap(nearMissLines));
  if (requirements.length > 0) lines.push('', '  It breaks', ...requirements.flatMap(requirementLines));
  return lines;
}

function nearMissLines({ choices, differences, requirements }: NearMiss, index: number): string[] {
  return [
    ...labelled(
      `  ${String(index + 1).padStart(3)}. `,
      choices.length === 0 ? 'nothing left to choose' : cutText(printable(choices.join(', '))),
    ),
    ...differences.flatMap((difference) => labelled('       - ', cutText(printable(difference)))),
    ...(requirements.length === 0 ? [] : labelled('       by ', cutText(requirements.join(', ')))),
  ];
}

/** A requirement that an argument rests on, in its own words, and where it is said. */
export function requirementLines(id: string): string[] {
  const found = requirement(id);
  const label = `    ${cutText(id, 20).padEnd(6)}  `;
  if (found === undefined) return labelled(label, 'not among the requirements');
  const { text, confidence, url } = found;
  // An address is not broken, so that a terminal knows it for one.
  return [...labelled(label, `${text} (${confidence})`), ...(url === undefined ? [] : [`${' '.repeat(12)}${url}`])];
}
