import type { Trace } from './trace.ts';

/** The lines of a trace file, each with its newline. Equal traces give equal bytes. */
export function* traceLines({ header, steps }: Trace): Generator<string> {
  const { bucketkeyTrace, profile, sut, seed, setup } = header;
  yield `${JSON.stringify({ bucketkeyTrace, profile, sut, seed, setup })}\n`;
  for (const { step, observation } of steps) {
    const { atMs, by, event } = step;
    yield `${JSON.stringify({ atMs, by, event, observation })}\n`;
  }
}

/** A trace as the text of a trace file. */
export function formatTrace(trace: Trace): string {
  return [...traceLines(trace)].join('');
}
