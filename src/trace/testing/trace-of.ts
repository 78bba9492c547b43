import type { Trace } from '../trace.ts';

/** A trace of so many steps in an empty setup. */
export function traceOfLength(length: number): Trace {
  return {
    header: {
      bucketkeyTrace: 1,
      profile: 'ideal',
      sut: 'embedded',
      seed: 1,
      setup: { requesters: [], kmsKeys: [], aliases: [], buckets: [] },
    },
    steps: Array.from({ length }, (_, atMs) => ({
      step: { atMs, by: null, event: { op: 'ThrottleKms', on: atMs % 2 === 0 } },
      observation: { status: 200 },
    })),
  };
}
