import { type Event, type Field, fieldsOf, fieldValue, operationOf, type Step } from '../../model/index.ts';
import { bodyProblem } from './body-check.ts';
import { statementsProblem } from './condition-check.ts';
import { observationProblem, wrongPair } from './observation-check.ts';
import type { StepLine } from './schema/trace-schema.ts';

/** What is wrong with the time of a step after that of another, as `path: problem`; undefined when nothing is. */
export function timeProblem(atMs: number, previousAtMs: number): string | undefined {
  if (atMs >= previousAtMs) return undefined;
  return (
    `atMs: ${atMs} is earlier than the step before, at ${previousAtMs}; ` +
    `--reorder-ms ${previousAtMs - atMs} would put them in order`
  );
}

/** What else is wrong with a step that the schema cannot see, as `path: problem`; undefined when nothing is. */
export function stepProblem(line: StepLine, requesters: ReadonlySet<string>): string | undefined {
  const { atMs, endMs = atMs } = line;
  if (endMs < atMs) return `endMs: ${endMs} is earlier than atMs, ${atMs}`;
  const problem = eventProblem(line, requesters);
  if (problem !== undefined) return problem;
  const seen = observationProblem(line.observation);
  return seen === undefined ? undefined : `observation.${seen}`;
}

/** What is wrong with an event and who causes it, as `path: problem`; undefined when nothing is. */
export function eventProblem(line: Pick<Step, 'by' | 'event'>, requesters: ReadonlySet<string>): string | undefined {
  return byProblem(line, requesters) ?? contentProblem(line.event);
}

function byProblem({ by, event }: Pick<Step, 'by' | 'event'>, requesters: ReadonlySet<string>): string | undefined {
  if (operationOf(event).by === 'environment')
    return by === null ? undefined : `by: null expected, no requester causes ${event.op}`;
  if (by === null) return `by: a requester expected, ${event.op} does not happen by itself`;
  return requesters.has(by) ? undefined : `by: ${JSON.stringify(by)} is no requester of the setup`;
}

function contentProblem(event: Event): string | undefined {
  for (const field of fieldsOf(event)) {
    const problem = fieldProblem(event, field);
    if (problem !== undefined) return `event.${field.name}.${problem}`;
  }
  return undefined;
}

function fieldProblem(event: Event, field: Field): string | undefined {
  if (field.kind === 'body') {
    const body = fieldValue(event, field);
    return body === undefined ? undefined : bodyProblem(body);
  }
  if (field.kind === 'bucketPolicy') return statementsProblem(fieldValue(event, field) ?? [], 'bucket policy');
  if (field.kind === 'keyPolicy') return statementsProblem(fieldValue(event, field) ?? [], 'key policy');
  if (field.kind !== 'encryptionHeaders') return undefined;
  const context = fieldValue(event, field)?.context;
  const wrong = context === undefined || context === 'malformed' ? undefined : wrongPair(context);
  return wrong === undefined ? undefined : `context.${wrong}`;
}
