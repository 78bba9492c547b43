import { METAMORPHIC } from '../../../properties/metamorphic.ts';
import type { ObservedStep } from '../../../properties/observed-step.ts';
import type { WrongPart } from '../../../properties/property.ts';
import { valueText } from '../../oracle/near-miss.ts';
import type { Violation } from '../../oracle/verdict.ts';
import { printable } from '../../trace/printable.ts';
import { EXPLAINED } from '../explained.ts';
import { SYSTEM_ANSWERS } from '../system-answers.ts';
import type { KnownDeviation } from './known-deviation.ts';

/** Parts that have few values, so that another value is another deviation. */
const OF_FEW_VALUES = ['status', 'code', 'sse', 'bucketKeyEnabled', 'replicationStatus'];

/** Longest reason that is written down, in characters. */
const LONGEST_REASON = 300;

/** What it would take to know what a violation shows; nothing where that is no deviation of a single step. */
export function learnt(
  { property, parts, reason }: Violation,
  seen: ObservedStep,
  taken: ReadonlySet<string>,
): readonly KnownDeviation[] {
  if (property === SYSTEM_ANSWERS || METAMORPHIC.some(({ id }) => id === property)) return [];
  const { op } = seen.step.event;
  const told = printable(reason, LONGEST_REASON);
  const status = parts.find(({ part }) => part === 'status');
  const wrong = status === undefined ? parts : [status];
  const ids = new Set(taken);
  if (wrong.length === 0) {
    if (property === EXPLAINED) return [];
    return [{ id: freeId(`${op}-${property}`, ids), operation: op, property, reason: told }];
  }
  return wrong
    .map((one) => asWritten(one, seen))
    .map(({ part, expected, observed }) => ({
      id: freeId(`${op}-${part}`, ids),
      operation: op,
      part,
      ...(OF_FEW_VALUES.includes(part) && { expected, observed }),
      reason: told,
    }));
}

/** A part as it is written down: whoever objects, the model or a property, may have a word of their own for a value. */
export function asWritten({ part, expected, observed }: WrongPart, { observation }: ObservedStep): WrongPart {
  if (part === 'status') {
    const [status = '', ...code] = expected.split(' ');
    // The code alone is another one.
    if (status === `${observation.status}` && code.length > 0)
      return { part: 'code', expected: code.join(' '), observed: valueText(observation.code ?? null) };
    return { part, expected: status, observed: `${observation.status}` };
  }
  const value = Object.entries(observation).find(([name]) => name === part)?.[1];
  return { part, expected, observed: value === undefined ? observed : valueText(value) };
}

function freeId(wanted: string, taken: Set<string>): string {
  let id = wanted;
  for (let number = 2; taken.has(id); number += 1) id = `${wanted}-${number}`;
  taken.add(id);
  return id;
}
