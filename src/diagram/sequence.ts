import type { Violation } from '../oracle/verdict.ts';
import { Names } from '../report/names.ts';
import { durationText } from '../report/quantity-text.ts';
import type { Trace } from '../trace/trace.ts';
import { numberedText, titleOf, unknownTexts, violationText } from './drawn-text.ts';
import { Lanes, type Participant } from './lanes.ts';
import { type Message, messagesOf } from './messages.ts';
import { type PlayedStep, played } from './played.ts';

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
      const isViolating = violation !== undefined && step.index === violation.stepIndex;
      return {
        number: step.index + 1,
        time: durationText(step.seen.step.atMs),
        messages: isViolating ? marked(messagesOf(step, lanes, names), violation) : messagesOf(step, lanes, names),
        leftOut: step.index - (steps[place - 1]?.index ?? -1) - 1,
        ...(isViolating && { violation: violationText(violation) }),
      };
    }),
    leftOutAfter: end - last - 1,
    legend: legendOf(steps, violation),
  };
}

/** Marks the KMS calls where it is they that cannot be, else the last message: the answer of a request. */
function marked(messages: readonly Message[], { parts }: Violation): readonly Message[] {
  const isOfCalls = parts.length > 0 && parts.every(({ part }) => part === 'kmsCalls');
  const calls = isOfCalls ? messages.filter(({ kind }) => kind === 'call') : [];
  const wrong = calls.length > 0 ? calls : messages.slice(-1);
  return messages.map((message) => (wrong.includes(message) ? { ...message, isWrong: true } : message));
}

function legendOf(steps: readonly PlayedStep[], violation: Violation | undefined): readonly string[] {
  const uses = steps.flatMap(({ possible }) => possible?.flat() ?? []);
  const [example] = uses.flatMap(({ bucketKeys }) => bucketKeys);
  const told = [
    `${numberedText(example)}Warm: served from the cache, without a KMS call.`,
    'Nobody saw what the cache did: it is what the model says, where all that explains a step agrees.',
  ];
  return [...(uses.length === 0 ? [] : told), ...unknownTexts(steps, violation)];
}
