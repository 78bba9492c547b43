import { z } from 'zod';
import { EVENT_NAMES } from '../../../model/index.ts';
import { unknownNameText } from '../../cli/suggestion.ts';
import { issueText } from '../../trace/issue-text.ts';
import { propertyIds } from '../choose.ts';
import { type KnownDeviation, MOST_DEVIATIONS } from './known-deviation.ts';

/** Longest text in one of them, in characters. */
const LONGEST_TEXT = 2_000;

const text = z.string().min(1).max(LONGEST_TEXT);

const knownSchema = z
  .array(
    z.strictObject({
      id: text,
      operation: text,
      part: z.exactOptional(text),
      property: z.exactOptional(text),
      expected: z.exactOptional(z.string().max(LONGEST_TEXT)),
      observed: z.exactOptional(z.string().max(LONGEST_TEXT)),
      reason: text,
      issue: z.exactOptional(text),
      expires: z.exactOptional(z.iso.date('not a date such as 2027-03-31')),
    }),
  )
  .max(MOST_DEVIATIONS);

/**
 * Known deviations as they are written down, held to what they may be.
 *
 * @throws RangeError that says which is wrong, and what it takes
 */
export function checkedKnown(given: unknown): readonly KnownDeviation[] {
  const parsed = knownSchema.safeParse(given);
  if (!parsed.success) throw new RangeError(issueText(parsed.error));
  const ids = new Set<string>();
  return parsed.data.map((one, index) => {
    const wrong = (problem: string): RangeError => new RangeError(`${index}: ${problem}`);
    const { operation, part, property, expected, observed } = one;
    if (ids.has(one.id)) throw wrong(`there is another one called ${JSON.stringify(one.id)}`);
    ids.add(one.id);
    if (!EVENT_NAMES.some((name) => name === operation))
      throw wrong(unknownNameText('operation', operation, EVENT_NAMES));
    if (property !== undefined && !propertyIds().includes(property))
      throw wrong(unknownNameText('property', property, propertyIds()));
    if (part === undefined && property === undefined) throw wrong('it has neither part nor property');
    if (part === undefined && (expected !== undefined || observed !== undefined))
      throw wrong('expected and observed go with a part');
    return one;
  });
}

/** Known deviations as they are written down. */
export function formatKnown(deviations: readonly KnownDeviation[]): string {
  return `${JSON.stringify(deviations, null, 2)}\n`;
}
