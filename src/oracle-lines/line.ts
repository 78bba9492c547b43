import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import type { Observation, Step } from '../../model/index.ts';
import { duplicateName, namesOf } from '../trace/duplicate-name.ts';
import { checkedHeader } from '../trace/header-check.ts';
import { issueText } from '../trace/issue-text.ts';
import { parseJsonLine } from '../trace/json-line.ts';
import { nameProblem } from '../trace/name-check.ts';
import { observationProblem } from '../trace/observation-check.ts';
import { rawProblem } from '../trace/raw-check.ts';
import { firstFindings } from '../trace/schema/first-findings.ts';
import { observationSchema } from '../trace/schema/observation-schema.ts';
import { stepLineSchema } from '../trace/schema/trace-schema.ts';
import { eventProblem } from '../trace/step-check.ts';
import type { TraceHeader } from '../trace/trace.ts';

/** What one line asks for. */
export type Asked =
  | { readonly kind: 'header'; readonly header: TraceHeader }
  | {
      readonly kind: 'step';
      readonly step: Step;
      /** Undefined where the line asks what may be answered. */
      readonly observation: Observation | undefined;
      readonly excuse: readonly string[];
    }
  | { readonly kind: 'end' }
  | { readonly kind: 'error'; readonly error: string };

/** A step of a trace, of which the observation may be left out, and beside it what is excused. */
const askedStepSchema = stepLineSchema.omit({ endMs: true }).extend({
  observation: z.exactOptional(observationSchema),
  excuse: z.exactOptional(z.array(z.string())),
});
const endSchema = z.strictObject({ end: z.literal(true) });

/** Reads a line that somebody sent who is not to be trusted; what it says of a setup is not looked at here. */
export function askedIn(bytes: Buffer): Asked {
  if (!isUtf8(bytes)) return problem('not UTF-8 text');
  const text = bytes.toString('utf8');
  const parsed = parseJsonLine(text);
  if ('problem' in parsed) return problem(parsed.problem);
  const { value } = parsed;
  const twice = duplicateName(text, namesOf(value));
  if (twice !== undefined) return problem(`the name ${JSON.stringify(twice)} is there twice in one object`);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return problem('not an object: a header, a step or {"end":true} expected');
  if (Object.hasOwn(value, 'bucketkeyTrace')) {
    const checked = checkedHeader(value);
    return 'problem' in checked ? problem(checked.problem) : { kind: 'header', header: checked.header };
  }
  if (Object.hasOwn(value, 'end')) {
    const end = endSchema.safeParse(value);
    return end.success ? { kind: 'end' } : problem(issueText(end.error));
  }
  return askedStep(value);
}

function askedStep(value: object): Asked {
  const result = firstFindings(askedStepSchema, value);
  if (!result.success) return problem(issueText(result.error));
  // What was parsed, not zod's copy of it: the copy has lost context pairs named `__proto__`.
  const { atMs, by, event, observation, excuse = [] } = value as z.infer<typeof askedStepSchema>;
  const wrong =
    (observation?.raw === undefined ? undefined : rawProblem(observation.raw)) ??
    nameProblem(value) ??
    observationProblemOf(observation);
  if (wrong !== undefined) return problem(wrong);
  if (observation === undefined && excuse.length > 0)
    return problem('excuse: there is no observation that could differ');
  return { kind: 'step', step: { atMs, by, event }, observation, excuse };
}

function observationProblemOf(observation: Observation | undefined): string | undefined {
  const found = observation === undefined ? undefined : observationProblem(observation);
  return found === undefined ? undefined : `observation.${found}`;
}

/** What is wrong with a step in a trace with such requesters that has come so far, as `path: problem`. */
export function placeProblem(step: Step, requesters: ReadonlySet<string>, lastAtMs: number): string | undefined {
  if (step.atMs < lastAtMs) return `atMs: ${step.atMs} is earlier than the step before, at ${lastAtMs}`;
  return eventProblem(step, requesters);
}

function problem(error: string): Asked {
  return { kind: 'error', error };
}
