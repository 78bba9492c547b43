import type { Scenario, ScenarioResult } from '../../src/scenario/scenario.ts';
import type { Trace } from '../../src/trace/trace.ts';

/** A scenario, what it came to, and the traces that it played, in order. */
export interface PlayedScenario {
  readonly scenario: Pick<Scenario, 'name' | 'title' | 'description'>;
  readonly result: Pick<ScenarioResult, 'figures' | 'notes'>;
  readonly traces: readonly Trace[];
}

/** Plays scenarios, one after the other. */
export async function playedScenarios(scenarios: readonly Scenario[]): Promise<readonly PlayedScenario[]> {
  const played: PlayedScenario[] = [];
  for (const scenario of scenarios) {
    const traces: Trace[] = [];
    const result = await scenario.run({ seed: 0, onPlayed: (trace) => void traces.push(trace) });
    played.push({ scenario, result, traces });
  }
  return played;
}
