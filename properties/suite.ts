import { type EventName, type Profile, type Setup, withoutErrorInside } from '../model/index.ts';
import { Ledger } from './ledger.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Monitor, Property, WrongPart } from './property.ts';

/** A property that a step violates. */
export interface Finding {
  readonly property: Property;
  /** Index of the step, counted from 0. */
  readonly stepIndex: number;
  /** Why, as an argument a person can follow. */
  readonly reason: string;
  /** Requirement ids of what was violated, which are fewer than those the property rests on. */
  readonly requirements: readonly string[];
  /** The parts of the answer that are wrong, where it is about such. */
  readonly parts: readonly WrongPart[];
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

/** The places, in a list of properties, of those that an event concerns, for the events that have occurred. */
type PlacesByEvent = Map<EventName, readonly number[]>;

/** What is asked of a step, beside its event, to find the properties that it concerns. */
interface Kind {
  /** It shows internals. */
  readonly isInside: boolean;
  /** It has to do with a directory bucket. */
  readonly inDirectory: boolean;
  readonly places: PlacesByEvent;
}

/** What each list of properties has to say of which event: found out once, since each trace has a suite of its own. */
const CONCERNED = new WeakMap<readonly Property[], readonly Kind[]>();

const NONE: readonly Finding[] = [];

/**
 * Watches one trace for several properties, with one ledger for all of them. Nothing is found in what may be a
 * transient answer, where the profile admits those, nor in what such an answer has left unknown.
 */
export class PropertySuite {
  /** What has been seen so far. */
  readonly ledger: Ledger;
  readonly #properties: readonly Property[];
  readonly #watches: readonly Watch[];
  readonly #kinds: readonly Kind[];

  /** Fresh monitors for one trace. */
  constructor(properties: readonly Property[], setup: Setup, profile: Profile) {
    const ledger = new Ledger(setup, profile);
    this.ledger = ledger;
    this.#kinds = kindsOf(properties);
    this.#properties = properties;
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
  see(given: ObservedStep): readonly Finding[] {
    const seen = withoutErrorInside(given);
    this.ledger.timeIs(seen.step.atMs);
    let findings: Finding[] | undefined;
    for (const place of this.#concerned(seen)) {
      const watch = this.#watches[place];
      if (watch === undefined) continue;
      const judgement = watch.monitor.see(seen);
      if (judgement === 'idle') continue;
      watch.checked += 1;
      if (judgement === 'held') continue;
      if (judgement === 'exercised') {
        watch.exercised += 1;
        continue;
      }
      if (this.#isMute(seen)) continue;
      findings ??= [];
      const { property } = watch;
      const { violation: reason, requirements, parts = [] } = judgement;
      findings.push({ property, stepIndex: this.ledger.steps, reason, requirements, parts });
    }
    this.ledger.record(seen);
    return findings ?? NONE;
  }

  /** The properties that the whole trace violates, once it is over. */
  end(): readonly Finding[] {
    return this.#watches.flatMap(({ property, monitor }) => {
      const broken = this.ledger.steps === 0 ? undefined : monitor.end?.();
      if (broken === undefined) return [];
      const { violation: reason, requirements, parts = [] } = broken;
      return [{ property, stepIndex: this.ledger.steps - 1, reason, requirements, parts }];
    });
  }

  /** The counts so far, in the order of the properties. */
  counts(): readonly PropertyCount[] {
    return this.#watches.map(({ property, checked, exercised }) => ({ property, checked, exercised }));
  }

  /** Whether an answer may be a transient one, or about what such an answer has left unknown. */
  #isMute(seen: ObservedStep): boolean {
    return this.ledger.mayBeLost(seen) || this.ledger.unsettled.concerns(this.ledger, seen);
  }

  #concerned({ step, observation }: ObservedStep): readonly number[] {
    const { event } = step;
    const isInside = observation.internals !== undefined;
    const inDirectory = this.ledger.concernsDirectory(event);
    const { op } = event;
    for (const kind of this.#kinds) {
      if (kind.isInside !== isInside || kind.inDirectory !== inDirectory) continue;
      let places = kind.places.get(op);
      if (places === undefined) {
        places = [...this.#properties.keys()].filter((place) => concerns(this.#properties[place], op, kind));
        kind.places.set(op, places);
      }
      return places;
    }
    return [];
  }
}

function kindsOf(properties: readonly Property[]): readonly Kind[] {
  let kinds = CONCERNED.get(properties);
  if (kinds === undefined) {
    kinds = [false, true].flatMap((isInside) =>
      [false, true].map((inDirectory) => ({ isInside, inDirectory, places: new Map() })),
    );
    CONCERNED.set(properties, kinds);
  }
  return kinds;
}

function concerns(property: Property | undefined, op: EventName, { isInside, inDirectory }: Kind): boolean {
  if (property === undefined || (property.needs === 'internals' && !isInside)) return false;
  const { ofDirectories, events } = property;
  if (inDirectory ? ofDirectories === undefined : ofDirectories === 'only') return false;
  return events === undefined || events.includes(op);
}
