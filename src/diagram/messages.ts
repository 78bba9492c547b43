import { type ObservedKmsCall, operationOf } from '../../model/index.ts';
import { answerText, contextShortText, statusText } from '../report/answer-text.ts';
import { eventText } from '../report/event-text.ts';
import { type Names, nameText } from '../report/names.ts';
import { countedText, durationText } from '../report/quantity-text.ts';
import { plain } from './drawn-text.ts';
import type { Lanes } from './lanes.ts';
import type { DrawnUse, PlayedStep } from './played.ts';

/** Most KMS calls of a step that are drawn. */
const MOST_CALLS = 8;

/** An arrow from one participant to another, or a note on one where both are the same. The text is one line. */
export interface Message {
  /** Places among the participants. */
  readonly from: number;
  readonly to: number;
  readonly kind: 'request' | 'answer' | 'call' | 'result' | 'warm' | 'kept' | 'note';
  readonly text: string;
  /** It answers with an error. */
  readonly isRefused?: true;
  /** It is what cannot be. */
  readonly isWrong?: true;
}

/** What goes from whom to whom in a step, in its order. */
export function messagesOf(step: PlayedStep, lanes: Lanes, names: Names): readonly Message[] {
  const { by, event } = step.seen.step;
  const text = plain(eventText(event, names));
  if (by !== null) return requestMessages(step, lanes, names, by, text);
  if (event.op === 'ReplicateObject') {
    const status = plain(answerText(step.seen.observation, names));
    return [
      note(lanes.s3, text),
      ...insideMessages(step, lanes, names),
      ...(status === '' ? [] : [note(lanes.s3, status)]),
    ];
  }
  const isOfKms = operationOf(event).about === 'kms';
  // Hosts that restart lose what they had cached (F-107).
  return [note(isOfKms ? lanes.kms : lanes.cache, event.op === 'RestartHosts' ? `${text}: the cache is empty` : text)];
}

function requestMessages(step: PlayedStep, lanes: Lanes, names: Names, by: string, text: string): readonly Message[] {
  const { step: asked, observation } = step.seen;
  const from = lanes.of(by);
  const to = operationOf(asked.event).about === 'kmsKey' ? lanes.kms : lanes.s3;
  const answer = `${statusText(observation)} ${answerText(observation, names)}`.trim();
  return [
    { from, to, kind: 'request', text: plain(lanes.isShared(by) ? `${nameText(by)}: ${text}` : text) },
    ...insideMessages(step, lanes, names),
    { from: to, to: from, kind: 'answer', text: plain(answer), ...(observation.status >= 300 && { isRefused: true }) },
  ];
}

function note(lane: number, text: string): Message {
  return { from: lane, to: lane, kind: 'note', text };
}

/** What goes on between S3, its cache and KMS: uses of bucket keys in order, each after the call that it needs. */
function insideMessages({ seen, possible = [] }: PlayedStep, lanes: Lanes, names: Names): readonly Message[] {
  const { kmsCalls } = seen.observation;
  const calls = (kmsCalls ?? []).slice(0, MOST_CALLS);
  const messages: Message[] = [];
  const take = (count: number): void => {
    for (const call of calls.splice(0, count)) messages.push(...callMessages(call, seen.step.by, lanes, names));
  };
  const [decided, ...others] = possible;
  for (const use of others.length === 0 ? (decided ?? []) : []) {
    if (use.how !== 'warm') {
      take(1 + calls.findIndex(({ operation }) => (operation === 'Decrypt') === (use.how === 'decrypted')));
      if (kmsCalls === undefined) messages.push(note(lanes.kms, 'called, and nobody looked'));
    }
    messages.push(useMessage(use, lanes));
  }
  take(MOST_CALLS);
  const left = (kmsCalls ?? []).length - MOST_CALLS;
  if (left > 0) messages.push(note(lanes.kms, `and ${countedText(left, 'more call')}`));
  if (others.length > 0) messages.push(note(lanes.cache, `not decided: ${possibleText(possible)}`));
  return messages;
}

function callMessages(call: ObservedKmsCall, by: string | null, lanes: Lanes, names: Names): readonly Message[] {
  const { operation, keyArn, context, result } = call;
  const asker = call.by === undefined || call.by === by ? '' : ` as ${nameText(call.by)}`;
  const about = context === undefined ? '' : `, context ${contextShortText(context)}`;
  const isRefused = result !== undefined && result !== 'ok';
  return [
    { from: lanes.s3, to: lanes.kms, kind: 'call', text: plain(`${operation} ${names.key(keyArn)}${asker}${about}`) },
    {
      from: lanes.kms,
      to: lanes.s3,
      kind: 'result',
      text: plain(result ?? 'result not recorded'),
      ...(isRefused && { isRefused }),
    },
  ];
}

function useMessage(use: DrawnUse, { s3, cache }: Lanes): Message {
  const isWarm = use.how === 'warm';
  return { from: isWarm ? cache : s3, to: isWarm ? s3 : cache, kind: isWarm ? 'warm' : 'kept', text: useText(use) };
}

/** A use of a bucket key in a few words. */
function useText({ how, bucketKeys, sinceMs }: DrawnUse): string {
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
function possibleText(possible: readonly (readonly DrawnUse[])[]): string {
  const texts = possible.map((uses) => (uses.length === 0 ? 'no bucket key' : uses.map(useText).join(' and ')));
  return `${texts.slice(0, 3).join('; or ')}${texts.length > 3 ? '; or else' : ''}`;
}
