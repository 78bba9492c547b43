import type { z } from 'zod';

/**
 * What a schema has against a value, in one phrase: where, and what; of several findings one, and how many more there
 * are. An unknown field comes first: it is often a misspelt one, and the reason why another is missing.
 */
export function issueText(error: z.ZodError): string {
  const first = error.issues.find((issue) => issue.code === 'unrecognized_keys') ?? error.issues[0];
  if (first === undefined) return 'not of the expected form';
  const path = first.path.map(String).join('.');
  const others = error.issues.length - 1;
  const more = others === 0 ? '' : ` (and ${others} more)`;
  return `${path === '' ? '' : `${path}: `}${findingText(first)}${more}`;
}

function findingText(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => JSON.stringify(key)).join(', ');
    return `${issue.keys.length === 1 ? 'unknown field' : 'unknown fields'} ${names}`;
  }
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) return 'not the name of an event';
  return issue.message.replace(/^Invalid (input|option|string): /, '').replace(/^Too (big|small): /, '');
}
