import { ENVIRONMENT_EVENTS, type Event, type Step } from '../../model/index.ts';
import { bodyProblem } from './body-check.ts';
import type { StepLine } from './schema/trace-schema.ts';

const ENVIRONMENT: ReadonlySet<string> = new Set<Event['op']>(ENVIRONMENT_EVENTS);

/** What is wrong with a step that the schema cannot see, as `path: problem`; undefined when nothing is. */
export function stepProblem(line: StepLine, previousAtMs: number, requesters: ReadonlySet<string>): string | undefined {
  if (line.atMs < previousAtMs) return `atMs: ${line.atMs} is earlier than the step before, at ${previousAtMs}`;
  return eventProblem(line, requesters) ?? kmsContextProblem(line);
}

/** What is wrong with an event and who causes it, as `path: problem`; undefined when nothing is. */
export function eventProblem(line: Pick<Step, 'by' | 'event'>, requesters: ReadonlySet<string>): string | undefined {
  return byProblem(line, requesters) ?? contentProblem(line.event);
}

function byProblem({ by, event }: Pick<Step, 'by' | 'event'>, requesters: ReadonlySet<string>): string | undefined {
  if (ENVIRONMENT.has(event.op)) return by === null ? undefined : `by: null expected, no requester causes ${event.op}`;
  if (by === null) return `by: a requester expected, ${event.op} does not happen by itself`;
  return requesters.has(by) ? undefined : `by: ${JSON.stringify(by)} is no requester of the setup`;
}

function contentProblem(event: Event): string | undefined {
  if (event.op === 'PutObject') {
    const problem = bodyProblem(event.body);
    if (problem !== undefined) return `event.body.${problem}`;
  }
  if (event.op === 'PutObject' || event.op === 'CopyObject') {
    const { context } = event.headers;
    const wrong = context === undefined || context === 'malformed' ? undefined : wrongPair(context);
    if (wrong !== undefined) return `event.headers.context.${wrong}`;
  }
  return undefined;
}

function kmsContextProblem({ observation }: StepLine): string | undefined {
  const { kmsCalls } = observation;
  if (kmsCalls === undefined) return undefined;
  for (let index = 0; index < kmsCalls.length; index += 1) {
    const wrong = wrongPair(kmsCalls[index]?.context ?? {});
    if (wrong !== undefined) return `observation.kmsCalls.${index}.context.${wrong}`;
  }
  return undefined;
}

/** A pair named `__proto__` is a pair like any other (JSON.parse makes it an own field), but zod passes over it. */
function wrongPair(context: Readonly<Record<string, unknown>>): string | undefined {
  for (const name in context) {
    if (typeof context[name] !== 'string') return `${name}: expected string, received ${typeof context[name]}`;
  }
  return undefined;
}
