import type { Observation, ObservedKmsCall } from '../../model/index.ts';
import { issueText } from './issue-text.ts';
import { nameProblem } from './name-check.ts';
import { acceptorOf } from './schema/acceptor.ts';
import { firstFindings } from './schema/first-findings.ts';
import { observationSchema } from './schema/observation-schema.ts';

const accepts = acceptorOf(observationSchema);

/** What a system gave as an observation, if it is one, or what is wrong with it. */
export type CheckedObservation = { readonly observation: Observation } | { readonly problem: string };

/**
 * Holds what code gave as an observation to what a trace file may have as one. A part that is there and undefined was
 * not looked at, as one that is not there.
 */
export function checkedObservation(given: unknown): CheckedObservation {
  const observation = accepts(given) ? (given as Observation) : writtenAndRead(given);
  if (!accepts(observation)) return { problem: problemOf(observation) };
  const problem = nameProblem(observation) ?? observationProblem(observation as Observation);
  return problem === undefined ? { observation: observation as Observation } : { problem };
}

/** What is wrong with an observation that its schema cannot see, as `path: problem`; undefined when nothing is. */
export function observationProblem({ etag, kmsCalls, otherKmsCalls }: Observation): string | undefined {
  if (typeof etag === 'string' && etag.startsWith('"') && etag.endsWith('"'))
    return `etag: ${etag} is in quotes, as the header has it; an observation has it without them`;
  return contextProblemIn('kmsCalls', kmsCalls) ?? contextProblemIn('otherKmsCalls', otherKmsCalls);
}

function contextProblemIn(part: string, calls: readonly ObservedKmsCall[] | undefined): string | undefined {
  for (let index = 0; calls !== undefined && index < calls.length; index += 1) {
    const wrong = wrongPair(calls[index]?.context ?? {});
    if (wrong !== undefined) return `${part}.${index}.context.${wrong}`;
  }
  return undefined;
}

/** A pair named `__proto__` is a pair like any other (JSON.parse makes it an own field), but zod passes over it. */
export function wrongPair(context: Readonly<Record<string, unknown>>): string | undefined {
  for (const name in context) {
    if (typeof context[name] !== 'string') return `${name}: expected string, received ${typeof context[name]}`;
  }
  return undefined;
}

/** A value as it would come back from a trace file; itself where it cannot be written. */
function writtenAndRead(given: unknown): unknown {
  try {
    const text = JSON.stringify(given);
    return text === undefined ? given : JSON.parse(text);
  } catch {
    return given;
  }
}

function problemOf(given: unknown): string {
  const result = firstFindings(observationSchema, given);
  return result.success ? 'not of the expected form' : issueText(result.error);
}
