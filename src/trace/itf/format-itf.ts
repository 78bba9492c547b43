import type { ObservedStep } from '../../../properties/observed-step.ts';
import type { TraceHeader } from '../trace.ts';
import { toItf } from './itf-value.ts';

/** The variables that say what happened: who did what when, and what was seen of the answer. */
export const STEP = 'step';
export const OBSERVATION = 'observation';

/** A trace that goes through states. */
export interface StatesTrace {
  readonly header: TraceHeader;
  readonly steps: readonly ObservedStep[];
  /** What the first state is like, and that after each step: variables by name, the same in each. */
  readonly states: readonly Readonly<Record<string, unknown>>[];
  /** Index of the state at which the last one goes on; undefined where the trace ends. */
  readonly loop?: number | undefined;
}

/**
 * A trace as the text of a file in the Informal Trace Format of Apalache and Quint (ADR-015). The header stands in
 * `#meta`; each state says which step has led to it.
 */
export function formatItf({ header, steps, states, loop }: StatesTrace): string {
  const meta = {
    format: 'ITF',
    'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
    bucketkey: header,
  };
  const vars = [STEP, OBSERVATION, ...Object.keys(states[0] ?? {})];
  const lines = states.map((state, index) => {
    const seen = steps[index - 1];
    const variables = { [STEP]: seen?.step ?? null, [OBSERVATION]: seen?.observation ?? null, ...state };
    const values = Object.entries(variables).map(([name, value]) => [name, toItf(value)]);
    return JSON.stringify({ '#meta': { index }, ...Object.fromEntries(values) });
  });
  return (
    `{"#meta":${JSON.stringify(meta)},\n"vars":${JSON.stringify(vars)},\n` +
    `"states":[\n${lines.join(',\n')}\n]${loop === undefined ? '' : `,\n"loop":${loop}`}}\n`
  );
}
