import type { Event } from '../../../model/vocabulary/events/event.ts';

/** Puts the ids that KMS has given to grants in place of what a trace calls them. */
export class SentGrants {
  readonly #ids = new Map<string, string>();

  /** An event with the id of its grant. */
  withId<E extends Event>(event: E): E {
    if (event.op !== 'RevokeGrant' && event.op !== 'RetireGrant') return event;
    return { ...event, grant: this.#ids.get(nameOf(event)) ?? event.grant };
  }

  /** Takes note of the id that an answer has shown. */
  note(event: Event, text: string): void {
    const id = event.op === 'CreateGrant' ? /"GrantId"\s*:\s*"([^"]*)"/.exec(text)?.[1] : undefined;
    if (event.op === 'CreateGrant' && id !== undefined) this.#ids.set(nameOf(event), id);
  }
}

function nameOf({ keyId, grant }: { readonly keyId: string; readonly grant: string }): string {
  return JSON.stringify([keyId, grant]);
}
