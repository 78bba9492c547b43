import type { EventName, Profile, Setup } from '../model/index.ts';
import { Ledger } from './ledger.ts';
import type { Monitor, ObservedStep, Property } from './property.ts';

/** A property that a step violates. */
export interface Finding {
  readonly property: Property;
  /** Index of the step, counted from 0. */
  readonly stepIndex: number;
  /** Why, as an argument a person can follow. */
  readonly reason: string;
}

/** How much a trace had to do with a property. */
export interface PropertyCount {
  readonly property: Property;
  /** Steps in which it was checked, those in which it was exercised included. */
  readonly checked: number;
  /** Steps in which the case it exists for occurred. */
  readonly exercised: number;
}

interface Watch {
  readonly property: Property;
  readonly monitor: Monitor;
  checked: number;
  exercised: number;
}

/** The watches that an event concerns, in the order of the properties, of the events that have occurred. */
type WatchesByEvent = Map<EventName, readonly Watch[]>;

const NONE: readonly Finding[] = [];

/** Watches one trace for several properties, with one ledger for all of them. */
export class PropertySuite {
  /** What has been seen so far. */
  readonly ledger: Ledger;
  readonly #watches: readonly Watch[];
  readonly #seeingInside: WatchesByEvent = new Map();
  readonly #seeingOutside: WatchesByEvent = new Map();

  /** Fresh monitors for one trace. */
  constructor(properties: readonly Property[], setup: Setup, profile: Profile) {
    const ledger = new Ledger(setup, profile);
    this.ledger = ledger;
    this.#watches = properties.map((property) => ({
      property,
      monitor: property.monitor({ setup, profile, ledger }),
      checked: 0,
      exercised: 0,
    }));
  }

  /**
   * Judges the next step and records it. Answers the properties it violates; the same empty list whenever all is well.
   * @throws RangeError when the setup does not have the requester of the step.
   */
  see(seen: ObservedStep): readonly Finding[] {
    let findings: Finding[] | undefined;
    for (const watch of this.#concerned(seen)) {
      const judgement = watch.monitor.see(seen);
      if (judgement === 'idle') continue;
      watch.checked += 1;
      if (judgement === 'held') continue;
      if (judgement === 'exercised') {
        watch.exercised += 1;
        continue;
      }
      findings ??= [];
      findings.push({ property: watch.property, stepIndex: this.ledger.steps, reason: judgement.violation });
    }
    this.ledger.record(seen);
    return findings ?? NONE;
  }

  /** The counts so far, in the order of the properties. */
  counts(): readonly PropertyCount[] {
    return this.#watches.map(({ property, checked, exercised }) => ({ property, checked, exercised }));
  }

  #concerned({ step, observation }: ObservedStep): readonly Watch[] {
    const isInside = observation.internals !== undefined;
    const { op } = step.event;
    const byEvent = isInside ? this.#seeingInside : this.#seeingOutside;
    let watches = byEvent.get(op);
    if (watches === undefined) {
      watches = this.#watches.filter(({ property: { events, needs } }) => {
        return (isInside || needs !== 'internals') && (events === undefined || events.includes(op));
      });
      byEvent.set(op, watches);
    }
    return watches;
  }
}
