import type { Event, EventName } from '../../../model/index.ts';
import type { Walk } from '../walk.ts';

/** A step without its time. */
export interface Proposal {
  readonly by: string | null;
  readonly event: Event;
}

/** Proposes an event in view of the state, so that it has something to do; undefined when it would have nothing. */
export type Propose = (walk: Walk) => Proposal | undefined;

/** Proposals of a group of events, by name. */
export type Proposals<Name extends EventName> = { readonly [Op in Name]: Propose };
