import type { ObservedStep } from '../../properties/observed-step.ts';
import type { Violation } from '../oracle/verdict.ts';
import { nameOfProfile } from '../profile/described-profile.ts';
import { noAnswerProblem } from '../trace/no-answer.ts';
import type { Trace } from '../trace/trace.ts';
import { answerText, kmsCallText, statusText } from './answer-text.ts';
import { besides, labelled, padEnd, padStart, pageWidth, textWidth, WIDTH, wrap } from './columns.ts';
import { eventText } from './event-text.ts';
import { Names, nameText } from './names.ts';
import { countedText, countText, durationText } from './quantity-text.ts';
import { setupTexts } from './setup-text.ts';
import { cutText, shownText } from './shown.ts';
import { violationLines } from './violation-text.ts';

/** Most steps a story tells; of a longer trace it tells the last ones. */
const MOST_STEPS = 200;
/** Most KMS calls of a step that are told one by one. */
const MOST_CALLS = 50;
/**
 * Columns that are kept for all but the events; the status of an event that leaves less moves to the right, or to the
 * next line.
 */
const BESIDE_EVENT = 46;

/** Widths of the columns before the status. */
interface Layout {
  readonly time: number;
  readonly by: number;
  readonly event: number;
}

/**
 * A trace as a numbered story for people: what of the setup it uses, each step with its answer and its KMS calls, and,
 * given a violation, the argument against it. The story ends with the step of the violation. Lines are at most
 * as wide as the page.
 *
 * @param indices - the index of each step of `trace`, where it is some of a longer one
 */
export function tellStory(trace: Trace, violation?: Violation, indices?: readonly number[]): string {
  const places = indices ?? [...trace.steps.keys()];
  const end = violation === undefined ? places.length : places.filter((index) => index <= violation.stepIndex).length;
  const start = Math.max(0, end - MOST_STEPS);
  const told: Trace = { header: trace.header, steps: trace.steps.slice(start, end) };
  const lines = [...setupLines(told), ''];
  const earlier = places[start] ?? start;
  if (earlier > 0) lines.push(`        ${countedText(earlier, 'earlier step')} left out`);
  lines.push(...stepsLines(told, new Names(trace), places.slice(start, end), violation?.stepIndex));
  if (end < trace.steps.length) lines.push(`        ${countedText(trace.steps.length - end, 'later step')} left out`);
  if (violation !== undefined) lines.push('', ...violationLines(violation));
  return shownText(lines);
}

function setupLines(trace: Trace): string[] {
  const { profile, sut, seed } = trace.header;
  const lines = labelled(
    '  trace  ',
    `of ${nameText(sut)}, seed ${seed}, judged by the profile ${nameText(nameOfProfile(profile))}`,
  );
  for (const [index, text] of setupTexts(trace).entries())
    lines.push(...labelled(index === 0 ? '  setup  ' : '         ', cutText(text)));
  const answers = trace.steps.map(({ observation }) => observation).filter((one) => noAnswerProblem(one) === undefined);
  if (answers.length > 0 && answers.every(({ kmsCalls }) => kmsCalls === undefined)) {
    lines.push('  KMS    calls were not observed');
  }
  return lines;
}

function stepsLines(trace: Trace, names: Names, indices: readonly number[], violating: number | undefined): string[] {
  const layout: Layout = {
    time: Math.max(0, ...trace.steps.map(({ step }) => durationText(step.atMs).length)),
    by: Math.min(16, Math.max(0, ...trace.steps.map(({ step }) => textWidth(byText(step.by))))),
    event: Math.min(
      Math.min(WIDTH, pageWidth()) - BESIDE_EVENT,
      Math.max(0, ...trace.steps.map(({ step }) => textWidth(cutText(eventText(step.event, names))))),
    ),
  };
  const someCallsSeen = trace.steps.some(({ observation }) => observation.kmsCalls !== undefined);
  return trace.steps.flatMap((seen, place) => {
    const index = indices[place] ?? place;
    const lines = stepLines(seen, index, layout, names, index === violating, someCallsSeen);
    return [...leftOutLines((indices[place - 1] ?? index - 1) + 1, index), ...lines];
  });
}

/** That there are steps between two that are told, the first and the one after the last of them. */
function leftOutLines(first: number, end: number): string[] {
  return first === end ? [] : [`        … ${countedText(end - first, 'step')} …`];
}

function stepLines(
  { step, observation }: ObservedStep,
  index: number,
  layout: Layout,
  names: Names,
  isViolating: boolean,
  someCallsSeen: boolean,
): string[] {
  const number = `${countText(index + 1)}.`.padStart(5);
  const by = padEnd(wrap(byText(step.by), layout.by)[0] ?? '', layout.by);
  const label = `${number}  ${padStart(durationText(step.atMs), layout.time)}  ${by}  `;
  const indent = textWidth(label);
  const width = pageWidth() - indent;
  const answer = cutText(answerText(observation, names));
  const calls = observation.kmsCalls ?? [];
  const body = [
    ...besides(
      cutText(eventText(step.event, names)),
      `${statusText(observation)}${isViolating ? '  <-- here' : ''}`,
      layout.event,
      width,
    ),
    ...(answer === '' ? [] : wrap(answer, width - 2).map((line) => `  ${line}`)),
    ...calls
      .slice(0, MOST_CALLS)
      .flatMap((call) =>
        besides(cutText(kmsCallText(call, step.by, names)), call.result ?? '?', layout.event - 2, width - 2).map(
          (line) => `  ${line}`,
        ),
      ),
    ...(calls.length > MOST_CALLS ? [`  and ${countedText(calls.length - MOST_CALLS, 'more KMS call')}`] : []),
    ...(observation.kmsCalls === undefined && someCallsSeen ? ['  KMS calls not observed'] : []),
  ];
  return body.map((line, place) => `${place === 0 ? label : ' '.repeat(indent)}${line}`.trimEnd());
}

/** The environment has no name: what it does is told by the event alone. */
function byText(by: string | null): string {
  return by === null ? '' : nameText(by);
}
