import { type ObservedKmsCall, operationOf, type Requester } from '../../model/index.ts';
import type { Violation } from '../oracle/verdict.ts';
import { answerText, contextShortText, statusText } from '../report/answer-text.ts';
import { eventText } from '../report/event-text.ts';
import { Names, nameText } from '../report/names.ts';
import { countedText, durationText } from '../report/quantity-text.ts';
import type { Trace } from '../trace/trace.ts';
import { isUnseen, numberedText, plain, titleOf, violationText } from './drawn-text.ts';
import { type DrawnUse, type PlayedStep, played } from './played.ts';

/** Most requesters that have a lane of their own. */
const MOST_REQUESTERS = 5;
/** Most KMS calls of a step that are drawn. */
const MOST_CALLS = 8;

/** Who takes part: requesters, S3, its cache of bucket keys, and KMS. */
export interface Participant {
  readonly kind: 'requester' | 's3' | 'cache' | 'kms';
  readonly name: string;
  /** What is to be known of it besides, in a few words. */
  readonly detail: string;
}

/** An arrow from one participant to another, or a note on one where both are the same. All texts are one line. */
export interface Message {
  /** Places among the participants. */
  readonly from: number;
  readonly to: number;
  readonly kind: 'request' | 'answer' | 'call' | 'result' | 'warm' | 'kept' | 'note';
  readonly text: string;
  /** It is, or answers with, an error. */
  readonly isRefused?: true;
}

/** A step, with its arrows in their order. */
export interface SequenceStep {
  /** Counted from 1. */
  readonly number: number;
  readonly time: string;
  readonly messages: readonly Message[];
  /** Steps left out between the one before and this one. */
  readonly leftOut: number;
  /** Why it cannot be: it is the step of the violation. */
  readonly violation?: string;
}

/** A sequence diagram as data: who takes part, and step by step what goes from whom to whom. */
export interface Sequence {
  readonly title: string;
  readonly participants: readonly Participant[];
  readonly steps: readonly SequenceStep[];
  /** Steps after the last one that is drawn. */
  readonly leftOutAfter: number;
  /** How to read it, a sentence each. */
  readonly legend: readonly string[];
}

/**
 * The sequence diagram of a trace, up to the violation if there is one. Requests, answers and KMS calls are those that
 * were observed; what a cache had is what the model says, by the profile of the trace.
 *
 * @param indices - the index of each step of `trace`, where it is some of a longer one
 */
export function sequenceOf(trace: Trace, violation?: Violation, indices?: readonly number[]): Sequence {
  const steps = played(trace, violation, indices);
  const lanes = new Lanes(trace, steps);
  const names = new Names(trace);
  const last = steps.at(-1)?.index ?? -1;
  const end = indices === undefined ? trace.steps.length : (indices.at(-1) ?? -1) + 1;
  return {
    title: titleOf('Trace', trace, violation),
    participants: lanes.participants,
    steps: steps.map((step, place): SequenceStep => {
      const isViolating = step.index === violation?.stepIndex;
      return {
        number: step.index + 1,
        time: durationText(step.seen.step.atMs),
        messages: messagesOf(step, lanes, names),
        leftOut: step.index - (steps[place - 1]?.index ?? -1) - 1,
        ...(isViolating && violation !== undefined && { violation: violationText(violation) }),
      };
    }),
    leftOutAfter: end - last - 1,
    legend: legendOf(steps),
  };
}

/** The lanes of a diagram, and where who has his. */
class Lanes {
  readonly participants: readonly Participant[];
  readonly #requesters: readonly string[];

  constructor({ header: { setup } }: Trace, steps: readonly PlayedStep[]) {
    const used = [...new Set(steps.flatMap(({ seen }) => seen.step.by ?? []))];
    this.#requesters = used.length <= MOST_REQUESTERS ? used : used.slice(0, MOST_REQUESTERS - 1);
    const others = used.length - this.#requesters.length;
    this.participants = [
      ...this.#requesters.map((name) =>
        requesterLane(
          name,
          setup.requesters.find((one) => one.name === name),
        ),
      ),
      ...(others === 0
        ? []
        : [{ kind: 'requester', name: countedText(others, 'other requester'), detail: '' } as const]),
      { kind: 's3', name: 'S3', detail: '' },
      { kind: 'cache', name: 'Bucket key cache', detail: 'of S3, by the model' },
      { kind: 'kms', name: 'KMS', detail: '' },
    ];
  }

  /** Lane of a requester. */
  of(name: string): number {
    const own = this.#requesters.indexOf(name);
    return own < 0 ? this.#requesters.length : own;
  }

  /** Whether a requester shares its lane. */
  isShared(name: string): boolean {
    return !this.#requesters.includes(name);
  }

  get s3(): number {
    return this.participants.length - 3;
  }

  get cache(): number {
    return this.s3 + 1;
  }

  get kms(): number {
    return this.s3 + 2;
  }
}

function requesterLane(name: string, requester: Requester | undefined): Participant {
  const detail =
    requester === undefined
      ? ''
      : requester.signature === 'none'
        ? 'nobody signs'
        : `role ${nameText(requester.principal)}, session ${nameText(requester.session)}`;
  return { kind: 'requester', name: plain(nameText(name), 40), detail: plain(detail, 60) };
}

function messagesOf(step: PlayedStep, lanes: Lanes, names: Names): readonly Message[] {
  const { by, event } = step.seen.step;
  const { observation } = step.seen;
  const text = plain(eventText(event, names));
  const { about } = operationOf(event);
  if (by === null && event.op !== 'ReplicateObject') {
    const lane = about === 'kms' ? lanes.kms : lanes.cache;
    const lost = event.op === 'RestartHosts' ? ': the cache is empty' : '';
    return [{ from: lane, to: lane, kind: 'note', text: `${text}${lost}` }];
  }
  const from = by === null ? lanes.s3 : lanes.of(by);
  const to = about === 'kmsKey' ? lanes.kms : lanes.s3;
  const who = by !== null && lanes.isShared(by) ? `${nameText(by)}: ` : '';
  const more = plain(answerText(observation, names));
  const answer = {
    from: to,
    to: from,
    kind: 'answer' as const,
    text: plain(`${statusText(observation)}${more === '' ? '' : ` ${more}`}`),
  };
  const isRefused = observation.status >= 300;
  return [
    { from, to, kind: from === to ? 'note' : 'request', text: plain(`${who}${text}`) },
    ...insideMessages(step, lanes, names),
    ...(from === to && more === ''
      ? []
      : [
          {
            ...answer,
            ...(from === to && { kind: 'note' as const, text: more }),
            ...(isRefused && { isRefused: true as const }),
          },
        ]),
  ];
}

/** What goes on between S3, its cache and KMS: uses of bucket keys in their order, each after the call that it needs. */
function insideMessages(step: PlayedStep, lanes: Lanes, names: Names): readonly Message[] {
  const { kmsCalls } = step.seen.observation;
  const { by } = step.seen.step;
  const calls = (kmsCalls ?? []).slice(0, MOST_CALLS);
  const messages: Message[] = [];
  const callUntil = (operations: readonly string[]): void => {
    const at = calls.findIndex(({ operation }) => operations.includes(operation));
    for (const call of calls.splice(0, at + 1)) messages.push(...callMessages(call, by, lanes, names));
  };
  const [decided, ...others] = step.possible ?? [];
  if (decided !== undefined && others.length === 0) {
    for (const use of decided) {
      if (use.how === 'made') callUntil(['GenerateDataKey', 'Encrypt']);
      else if (use.how === 'decrypted') callUntil(['Decrypt']);
      messages.push(useMessage(use, lanes));
    }
  }
  for (const call of calls) messages.push(...callMessages(call, by, lanes, names));
  const left = (kmsCalls ?? []).length - MOST_CALLS;
  const note = (text: string, lane: number): void => void messages.push({ from: lane, to: lane, kind: 'note', text });
  if (left > 0) note(`and ${countedText(left, 'more KMS call')}`, lanes.kms);
  if (others.length > 0) note(`not decided: ${possibleText(step.possible ?? [])}`, lanes.cache);
  return messages;
}

function callMessages(call: ObservedKmsCall, by: string | null, lanes: Lanes, names: Names): readonly Message[] {
  const { operation, keyArn, context, result } = call;
  const asker = call.by === undefined ? '' : call.by === by ? '' : ` as ${nameText(call.by)}`;
  const about = context === undefined ? '' : `, context ${contextShortText(context)}`;
  const isRefused = result !== undefined && result !== 'ok';
  return [
    { from: lanes.s3, to: lanes.kms, kind: 'call', text: plain(`${operation} ${names.key(keyArn)}${asker}${about}`) },
    {
      from: lanes.kms,
      to: lanes.s3,
      kind: 'result',
      text: result === undefined ? 'result not recorded' : plain(result),
      ...(isRefused && { isRefused }),
    },
  ];
}

function useMessage(use: DrawnUse, { s3, cache }: Lanes): Message {
  if (use.how === 'warm') return { from: cache, to: s3, kind: 'warm', text: useText(use) };
  return { from: s3, to: cache, kind: 'kept', text: useText(use) };
}

/** A use of a bucket key in a few words. */
export function useText({ how, bucketKeys, sinceMs }: DrawnUse): string {
  const which = bucketKeyText(bucketKeys);
  if (how === 'made') return `keeps ${which}, new`;
  if (how === 'decrypted') return `keeps ${which}`;
  return `warm: ${which}${sinceMs === undefined ? '' : `, cached since ${durationText(sinceMs)}`}`;
}

function bucketKeyText(numbers: readonly number[]): string {
  if (numbers.length === 0) return 'some bucket key';
  return `bucket key ${numbers.slice(0, 3).join(' or ')}${numbers.length > 3 ? ' or another' : ''}`;
}

/** What may have happened, where what was seen does not decide it. */
export function possibleText(possible: readonly (readonly DrawnUse[])[]): string {
  const texts = possible.map((uses) => (uses.length === 0 ? 'no bucket key' : uses.map(useText).join(' and ')));
  return `${texts.slice(0, 3).join('; or ')}${texts.length > 3 ? '; or else' : ''}`;
}

function legendOf(steps: readonly PlayedStep[]): readonly string[] {
  const uses = steps.flatMap(({ possible }) => possible?.flat() ?? []);
  const lines: string[] = [];
  if (uses.length > 0) {
    const [example] = uses.flatMap(({ bucketKeys }) => bucketKeys);
    lines.push(
      `${numberedText(example)}Warm: served from the cache, without a KMS call.`,
      'Nobody saw what the cache did: it is what the model says, where all that explains a step agrees.',
    );
  }
  if (steps.every(({ possible }) => possible === undefined))
    lines.push('What was in the cache is not told: the model cannot follow these steps.');
  const unseen = steps.filter(({ seen }) => isUnseen(seen)).map(({ index }) => index + 1);
  if (unseen.length > 0)
    lines.push(
      `KMS calls were not observed of step ${unseen.slice(0, 9).join(', ')}${unseen.length > 9 ? ' and others' : ''}.`,
    );
  return lines;
}
