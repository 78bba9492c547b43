import type { Scenario } from '../scenario/scenario.ts';
import { unknownNameText } from './suggestion.ts';
import { UsageError } from './usage-error.ts';

/**
 * The scenario of a name.
 *
 * @throws UsageError that suggests another name
 */
export function scenarioCalled(name: string, scenarios: readonly Scenario[]): Scenario {
  const scenario = scenarios.find((known) => known.name === name);
  if (scenario !== undefined) return scenario;
  const names = scenarios.map((known) => known.name);
  throw new UsageError(unknownNameText('scenario', name, names));
}
