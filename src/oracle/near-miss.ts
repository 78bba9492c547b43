import {
  ANY_CODE,
  ANY_OPAQUE_ETAG,
  CHOICE_POINTS,
  choicesOf,
  forEachResult,
  isMultipartEtag,
  type KmsCall,
  type Observation,
  type ObservedKmsCall,
  type Outcome,
  type Seen,
  type World,
} from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { answeredText, callsText as namedCalls, shortKey, stepText } from '../../properties/wording.ts';
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
  observed: ObservedStep,
  stepIndex: number,
  seen: Seen,
): Violation {
  const { step, observation } = observed;
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
    const wrong = parts.map((part) => difference(part, outcome, observation));
    const differences = wrong.map(differenceText);
    const text = JSON.stringify(differences);
    if (told.has(text)) continue;
    told.add(text);
    const choices = choicesOf(world, step, seen, result).map(choiceText);
    nearest.push({ choices, differences, parts: wrong, requirements: requirementsOf(parts, outcome, observation) });
    if (nearest.length === SHOWN) break;
  }
  return {
    property: 'explained',
    title: 'Some admissible choices of the model explain each step.',
    requirements: nearest[0]?.requirements ?? [],
    stepIndex,
    reason: reasonOf(observed, candidates[0]),
    parts: nearest[0]?.parts ?? [],
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
  versionId: 1,
  deleteMarker: 1,
  rule: 1,
  keyRotationEnabled: 1,
};

function distance(parts: readonly ObservationPart[]): number {
  let sum = 0;
  for (const part of parts) sum += WEIGHTS[part];
  return sum;
}

/** Requirements behind single parts of an answer; those of statuses and codes come with the outcome. */
const PART_REQUIREMENTS: Readonly<Record<Exclude<ObservationPart, 'kmsCalls'>, readonly string[]>> = {
  status: [],
  code: [],
  sse: ['F-22'],
  kmsKeyArn: ['F-22', 'F-24'],
  bucketKeyEnabled: ['F-23', 'F-26'],
  etag: ['F-80', 'F-81'],
  contentMd5: ['F-107'],
  replicationStatus: ['F-76'],
  versionId: ['F-176'],
  deleteMarker: ['F-177', 'F-178'],
  rule: ['F-15'],
  keyRotationEnabled: ['F-207'],
};

/** Most requirements that are cited for one outcome. */
const MOST_CITED = 3;

/** What is broken, of the heaviest part first: what a refusal rests on, or what is said of single parts. */
function requirementsOf(parts: readonly ObservationPart[], outcome: Outcome, seen: Observation): readonly string[] {
  const ids = new Set(parts.includes('status') || parts.includes('code') ? outcome.because : []);
  const heaviest = [...parts].sort((a, b) => WEIGHTS[b] - WEIGHTS[a]);
  // What follows from another status is not what is wrong.
  for (const part of ids.size > 0 ? [] : heaviest) {
    for (const id of citedFor(part, outcome, seen)) ids.add(id);
  }
  return [...ids].slice(0, MOST_CITED);
}

function citedFor(part: ObservationPart, outcome: Outcome, seen: Observation): readonly string[] {
  if (part === 'kmsCalls') return callRequirements(outcome.kmsCalls, callsSeen(seen));
  if (part === 'etag' && outcome.etag !== null && isMultipartEtag(outcome.etag)) return ['F-83'];
  return PART_REQUIREMENTS[part];
}

/** What is said of calls by which those that were seen differ from those that are due. */
function callRequirements(expected: readonly KmsCall[], seen: readonly ObservedKmsCall[]): readonly string[] {
  const [due, made] = [expected[0], seen[0]];
  if (due === undefined) return ['F-103', 'K-05', 'K-07'];
  const isOfObject = due.context['aws:s3:arn']?.includes('/') === true;
  if (made === undefined) return [isOfObject ? (due.operation === 'Decrypt' ? 'K-06' : 'K-02') : 'F-97'];
  if (due.operation !== made.operation || expected.length !== seen.length) return ['K-13'];
  if (made.by !== undefined && due.by !== made.by) return ['F-100'];
  if (due.keyArn !== made.keyArn) return ['F-24'];
  return made.result === undefined || due.result === made.result ? ['F-88'] : ['F-117'];
}

/** The KMS calls that were seen: where they differ, somebody has looked. */
function callsSeen({ kmsCalls = [] }: Observation): readonly ObservedKmsCall[] {
  return kmsCalls;
}

type WrongPart = NearMiss['parts'][number];

function difference(part: ObservationPart, outcome: Outcome, seen: Observation): WrongPart {
  if (part === 'kmsCalls') return { part, expected: callsText(outcome.kmsCalls), observed: callsText(callsSeen(seen)) };
  return { part, expected: expectedText(part, outcome), observed: valueText(seen[part]) };
}

function differenceText({ part, expected, observed }: WrongPart): string {
  return `${part === 'kmsCalls' ? 'KMS calls' : part}: ${expected} expected, ${observed} observed`;
}

/** One sentence: what was seen, and what keeps the nearest outcome from being it. */
function reasonOf(seen: ObservedStep, due: Pick<Candidate, 'outcome' | 'parts'> | undefined): string {
  if (due === undefined) return `${stepText(seen)}, of which the model admits no outcome`;
  const { outcome, parts } = due;
  const { observation } = seen;
  const told: string[] = [];
  if (parts.includes('status')) {
    const code = typeof outcome.code === 'string' && outcome.code !== ANY_CODE ? ` ${outcome.code}` : '';
    told.push(`${outcome.status}${code} is due, not ${answeredText(seen)}`);
  } else {
    if (observation.sse === null && parts.includes('sse')) told.push('encryption headers missing from the answer');
    for (const part of parts)
      if (part !== 'kmsCalls')
        told.push(`${part} must be ${expectedText(part, outcome)}, not ${valueText(observation[part])}`);
  }
  if (parts.includes('kmsCalls')) told.push(callsReason(outcome.kmsCalls, callsSeen(observation)));
  return `${stepText(seen)}, but ${told.join('; ')}`;
}

/** In what KMS calls differ from those that are due, as far as it takes to see it. */
function callsReason(due: readonly KmsCall[], made: readonly ObservedKmsCall[]): string {
  const [one, other] = [due[0], made[0]];
  if (one === undefined) return `KMS was asked for ${operationsText(made)}, where no call is due`;
  if (other === undefined) return `KMS was not asked for ${namedCalls(due)}`;
  if (due.length > 1 || made.length > 1 || one.operation !== other.operation)
    return `KMS was asked for ${operationsText(made)}, where ${operationsText(due)} is due`;
  const differences: string[] = [];
  if (one.keyArn !== other.keyArn) {
    const isAlike = shortKey(one.keyArn) === shortKey(other.keyArn);
    const [wanted, found] = isAlike ? [one.keyArn, other.keyArn] : [shortKey(one.keyArn), shortKey(other.keyArn)];
    differences.push(`under ${found} instead of ${wanted}`);
  }
  if (other.context !== undefined && contextText(one) !== contextText(other))
    differences.push(`for ${contextText(other)} instead of ${contextText(one)}`);
  if (other.by !== undefined && one.by !== other.by) differences.push(`by ${other.by} instead of ${one.by}`);
  if (other.result !== undefined && one.result !== other.result)
    differences.push(`and answered ${other.result} instead of ${one.result}`);
  return `KMS was asked for ${other.operation} ${differences.join(', ')}`;
}

function operationsText(calls: readonly ObservedKmsCall[]): string {
  return calls
    .map(({ operation, result = 'ok' }) => (result === 'ok' ? operation : `${operation} (${result})`))
    .join(' and ');
}

function contextText({ context }: { readonly context?: ObservedKmsCall['context'] | undefined }): string {
  if (context === undefined) return 'some context';
  return Object.entries(context)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}

function expectedText(part: Exclude<ObservationPart, 'kmsCalls'>, outcome: Outcome): string {
  if (part === 'etag' && outcome.etag?.startsWith(`${ANY_OPAQUE_ETAG}-`) === true)
    return `an ETag of parts (32 hex digits and ${outcome.etag.slice(ANY_OPAQUE_ETAG.length)})`;
  if (part === 'etag' && outcome.etag === ANY_OPAQUE_ETAG)
    return 'an opaque value (32 hex digits, not the MD5 of the content)';
  if (part === 'code' && outcome.code === ANY_CODE) return 'some code';
  return valueText(outcome[part]);
}

/** A value of an observation for people. */
export function valueText(value: unknown): string {
  if (value === null) return 'absent';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function callsText(calls: readonly ObservedKmsCall[]): string {
  if (calls.length === 0) return 'none';
  return calls
    .map(({ operation, by, keyArn, context, result }) => {
      const what = `${operation} by ${by ?? 'somebody'} on ${keyArn} for ${contextText({ context })}`;
      return `${what} (${result ?? 'some result'})`;
    })
    .join(' + ');
}

/** A choice for people, with the open point that it is about. */
export function choiceText({ point, option }: ReturnType<typeof choicesOf>[number]): string {
  return `${point} (${CHOICE_POINTS[point]}) = ${optionText(option)}`;
}

/** An option for people. */
export function optionText(option: unknown): string {
  return typeof option === 'object' ? JSON.stringify(option) : String(option);
}
