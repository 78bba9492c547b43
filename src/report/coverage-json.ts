import type { EventStatistics } from '../check/check-report.ts';
import type { CoverageCounts, StepCount } from '../oracle/model-coverage.ts';

/** What was seen of an event for JSON, keys always in the same order. */
export function eventJson({ event, count, refused, kmsCalls, kmsCallsWithout }: EventStatistics): EventStatistics {
  return { event, count, refused, kmsCalls, kmsCallsWithout };
}

/** What of the model explained steps, for JSON, keys always in the same order. */
export function coverageJson({ steps, transitions, requirements, choices }: CoverageCounts) {
  return {
    steps,
    transitions: transitions.map(stepCountJson),
    requirements: requirements.map(stepCountJson),
    choices: choices.map(({ point, asked, decided }) => ({ point, asked, decided })),
  };
}

function stepCountJson({ id, steps }: StepCount): StepCount {
  return { id, steps };
}
