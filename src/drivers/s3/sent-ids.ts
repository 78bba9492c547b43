import type { Event } from '../../../model/vocabulary/events/event.ts';
import type { Observation } from '../../../model/vocabulary/observation.ts';
import { SentGrants } from './sent-grants.ts';
import { SentMaterial } from './sent-material.ts';
import { SentUploads } from './sent-uploads.ts';

/** Ids that a server has given to what a trace has names of its own for. */
export class SentIds {
  readonly uploads = new SentUploads();
  readonly grants = new SentGrants();
  readonly material = new SentMaterial();

  /** Takes note of what an answer has shown. */
  note(event: Event, seen: Observation, text: string): void {
    this.uploads.note(event, seen, text);
    this.grants.note(event, text);
  }
}
