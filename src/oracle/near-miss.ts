import {
  ANY_CODE,
  ANY_OPAQUE_ETAG,
  CHOICE_POINTS,
  choicesOf,
  forEachResult,
  type Observation,
  type ObservedKmsCall,
  type Outcome,
  type Seen,
  type World,
} from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { differingParts, type ObservationPart } from './match.ts';
import type { NearMiss, Violation } from './verdict.ts';

/** Near misses shown with a violation. */
const SHOWN = 3;
/** Results looked at for near misses. */
const LOOKED_AT = 2_000;

interface Candidate {
  readonly world: World;
  /** Number of the result among those of its world. */
  readonly result: number;
  readonly outcome: Outcome;
  readonly parts: readonly ObservationPart[];
}

/**
 * The argument why nothing explains a step: what was asked, what the model admits, and where the nearest outcomes fail.
 */
export function violationOf(
  frontier: readonly World[],
  { step, observation }: ObservedStep,
  stepIndex: number,
  seen: Seen,
): Violation {
  const candidates: Candidate[] = [];
  for (const world of frontier) {
    let result = 0;
    forEachResult(world, step, seen, ({ outcome }) => {
      candidates.push({ world, result: result++, outcome, parts: differingParts(outcome, observation) });
      return candidates.length < LOOKED_AT;
    });
  }
  candidates.sort((a, b) => distance(a.parts) - distance(b.parts));
  const nearest: NearMiss[] = [];
  const told = new Set<string>();
  for (const { world, result, outcome, parts } of candidates) {
    const differences = parts.map((part) => difference(part, outcome, observation));
    const text = differences.join('\n');
    if (told.has(text)) continue;
    told.add(text);
    const choices = choicesOf(world, step, seen, result).map(
      ({ point, option }) => `${point} (${CHOICE_POINTS[point]}) = ${optionText(option)}`,
    );
    nearest.push({ choices, differences, requirements: requirementsOf(parts, outcome) });
    if (nearest.length === SHOWN) break;
  }
  return {
    property: 'explained',
    title: 'Some admissible choices of the model explain each step.',
    requirements: nearest[0]?.requirements ?? [],
    stepIndex,
    reason:
      `No admissible outcome of ${step.event.op} explains what was observed: ` +
      `${nearest[0]?.differences.join('; ') ?? 'the model admits none'}.`,
    nearest,
  };
}

/** A wrong status outweighs everything that follows from it. */
const WEIGHTS: Readonly<Record<ObservationPart, number>> = {
  status: 8,
  code: 4,
  kmsCalls: 2,
  sse: 1,
  kmsKeyArn: 1,
  bucketKeyEnabled: 1,
  etag: 1,
  contentMd5: 1,
  replicationStatus: 1,
  rule: 1,
};

function distance(parts: readonly ObservationPart[]): number {
  let sum = 0;
  for (const part of parts) sum += WEIGHTS[part];
  return sum;
}

/** Requirements behind single parts of an answer; those of statuses and codes come with the outcome. */
const PART_REQUIREMENTS: Readonly<Record<ObservationPart, readonly string[]>> = {
  status: [],
  code: [],
  sse: ['F-22', 'F-25', 'F-47'],
  kmsKeyArn: ['F-22', 'F-24', 'F-26'],
  bucketKeyEnabled: ['F-23', 'F-26'],
  etag: ['F-80', 'F-81', 'F-86'],
  contentMd5: ['F-107'],
  replicationStatus: ['F-66', 'F-76'],
  rule: ['F-02', 'F-08', 'F-15', 'F-17', 'F-166'],
  kmsCalls: ['F-88', 'F-97', 'F-100', 'F-103'],
};

function requirementsOf(parts: readonly ObservationPart[], outcome: Outcome): readonly string[] {
  const ids = new Set(outcome.because);
  for (const part of parts) for (const id of PART_REQUIREMENTS[part]) ids.add(id);
  return [...ids];
}

function difference(part: ObservationPart, outcome: Outcome, seen: Observation): string {
  if (part === 'kmsCalls')
    return `KMS calls: ${callsText(outcome.kmsCalls)} expected, ${callsText(seen.kmsCalls ?? [])} observed`;
  return `${part}: ${expectedText(part, outcome)} expected, ${valueText(seen[part])} observed`;
}

function expectedText(part: Exclude<ObservationPart, 'kmsCalls'>, outcome: Outcome): string {
  if (part === 'etag' && outcome.etag === ANY_OPAQUE_ETAG)
    return 'an opaque value (32 hex digits, not the MD5 of the content)';
  if (part === 'code' && outcome.code === ANY_CODE) return 'some code';
  return valueText(outcome[part]);
}

function valueText(value: unknown): string {
  if (value === null) return 'absent';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function callsText(calls: readonly ObservedKmsCall[]): string {
  if (calls.length === 0) return 'none';
  return calls
    .map(({ operation, by, keyArn, context, result }) => {
      const pairs = context && Object.entries(context).map(([name, value]) => `${name}=${value}`);
      const what = `${operation} by ${by ?? 'somebody'} on ${keyArn} for ${pairs?.join(', ') ?? 'some context'}`;
      return `${what} (${result ?? 'some result'})`;
    })
    .join(' + ');
}

function optionText(option: unknown): string {
  return typeof option === 'object' ? JSON.stringify(option) : String(option);
}
