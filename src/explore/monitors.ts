import type { Profile } from '../../model/index.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import { PropertySuite } from '../../properties/suite.ts';
import type { Violation } from '../oracle/verdict.ts';
import type { Trace } from '../trace/trace.ts';

/** The properties whose monitors can judge what the model shows: it has no inside. */
export const MONITORED = PROPERTIES.filter(({ needs }) => needs !== 'internals');

/** What the monitors say against a trace, if anything: the first step that breaks a property. */
export function monitorsAgainst({ header: { setup }, steps }: Trace, profile: Profile): Violation | undefined {
  const suite = new PropertySuite(MONITORED, setup, profile);
  for (const [stepIndex, seen] of steps.entries()) {
    const [broken] = suite.see(seen);
    if (broken === undefined) continue;
    const { reason, requirements, parts } = broken;
    const { id: property, title } = broken.property;
    return { property, title, requirements, stepIndex, reason, parts, nearest: [] };
  }
  return undefined;
}
