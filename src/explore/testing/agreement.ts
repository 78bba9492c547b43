import type { perform } from '../../../model/index.ts';
import type { ObservedStep } from '../../../properties/observed-step.ts';
import { ON_TRANSITIONS } from '../../../properties/properties.ts';
import type { Property } from '../../../properties/property.ts';
import { PropertySuite } from '../../../properties/suite.ts';
import type { ExploreScope } from '../scope.ts';
import { walk } from './walk.ts';

/**
 * Who refuses a transition: monitor and invariant of a property; the invariant at once and the monitor when one action
 * more has followed; or one of them alone.
 */
export type By = 'both' | 'the monitor one step later' | 'the invariant alone' | 'the monitor alone';

/** What is said of a property and of those who refused a transition for it: `etag-class: both`. */
export function said(id: string, by: By): string {
  return `${id}: ${by}`;
}

/**
 * Holds monitors and invariants of the same properties to each other: each transition of a scope is shown to the
 * invariants, and a shortest trace that ends with it to the monitors. Answers who has refused something, in any of the
 * transitions, each once. Nobody goes on from a transition that was refused, so what is judged is the first mistake of
 * its trace.
 */
export function agreement(
  scope: ExploreScope,
  act: typeof perform,
  most: number,
  properties: readonly Property[] = ON_TRANSITIONS,
): readonly string[] {
  const found = new Set<string>();
  walk(scope, act, most, ({ transition, trace, continued }) => {
    const byMonitor = refusedBy(properties, scope, trace);
    let isRefused = byMonitor.size > 0;
    for (const { id, invariant } of properties) {
      if (invariant?.(transition) === undefined) {
        if (byMonitor.has(id)) found.add(said(id, 'the monitor alone'));
        continue;
      }
      isRefused = true;
      const isLater = () => continued().some((longer) => refusedBy(properties, scope, longer).has(id));
      found.add(
        said(id, byMonitor.has(id) ? 'both' : isLater() ? 'the monitor one step later' : 'the invariant alone'),
      );
    }
    return !isRefused;
  });
  return [...found].sort();
}

/** Ids of the properties whose monitors refuse the last step of a trace. */
function refusedBy(
  properties: readonly Property[],
  { setup, profile }: ExploreScope,
  trace: readonly ObservedStep[],
): ReadonlySet<string> {
  const suite = new PropertySuite(properties, setup, profile);
  for (const step of trace.slice(0, -1)) suite.see(step);
  const last = trace.at(-1);
  return new Set(last === undefined ? [] : suite.see(last).map(({ property }) => property.id));
}
