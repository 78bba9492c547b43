import type { Violation } from '../oracle/verdict.ts';
import { countedText } from '../report/quantity-text.ts';
import type { Trace } from '../trace/trace.ts';
import type { Participant } from './lanes.ts';
import type { Message } from './messages.ts';
import { type Sequence, type SequenceStep, sequenceOf } from './sequence.ts';
import { arrow, box, type Colour, LINE, line, linesIn, on, svgOf, text, widthOf } from './svg.ts';

/** Distances, in pixels: of the column of times, of requesters, of the last of them from S3, and so on to the right. */
const TIMES = 124;
const LANE = 136;
const TO_S3 = 330;
const TO_CACHE = 250;
const TO_KMS = 150;
const HALF = 62;
/** Widest text beside an arrow. */
const MOST_ROOM = 420;
const PAD = 8;

/** How arrows of a kind look. */
const LOOKS: Readonly<Record<Exclude<Message['kind'], 'note'>, { readonly colour: Colour; readonly dashes?: string }>> =
  {
    request: { colour: 'request' },
    answer: { colour: 'request', dashes: '6 4' },
    call: { colour: 'kms' },
    result: { colour: 'kms', dashes: '6 4' },
    warm: { colour: 'cache' },
    kept: { colour: 'cache', dashes: '2 3' },
  };

/** {@link sequenceOf} as a picture: a lane each, time goes down, and what cannot be is marked. */
export function sequenceSvg(trace: Trace, violation?: Violation, indices?: readonly number[]): string {
  return drawSequence(sequenceOf(trace, violation, indices));
}

/** Draws a sequence diagram. */
export function drawSequence(sequence: Sequence): string {
  const { participants, steps, leftOutAfter, legend, title } = sequence;
  const xs = placesOf(participants);
  const width = (xs.at(-1) ?? 0) + HALF + PAD;
  const parts: string[] = [];
  let y = PAD + LINE;
  const paragraph = (content: string, colour: Colour = 'ink', bold = false): void => {
    const lines = linesIn(content, width - 2 * PAD);
    parts.push(text({ x: PAD, y }, lines, { colour, bold }));
    y += lines.length * LINE;
  };
  paragraph(title, 'ink', true);
  const top = y;
  const heads = headsOf(participants, xs, top);
  y += heads.height;
  const grounds: string[] = [];
  const body: string[] = [];
  const gap = (content: string): void => {
    body.push(text({ x: PAD, y: y + LINE }, [content], { colour: 'line' }));
    y += 1.75 * LINE;
  };
  for (const step of steps) {
    if (step.leftOut > 0) gap(`… ${countedText(step.leftOut, 'step')} left out …`);
    const drawn = stepOf(step, xs, y, width);
    grounds.push(drawn.ground);
    body.push(...drawn.parts);
    y += drawn.height;
  }
  if (leftOutAfter > 0) gap(`… ${countedText(leftOutAfter, 'later step')} left out …`);
  parts.push(...grounds);
  for (const x of xs) parts.push(line({ x, y: top + heads.height }, { x, y: y + PAD }, 'faint'));
  parts.push(...heads.parts, ...body);
  y += PAD + 1.5 * LINE;
  for (const sentence of legend) paragraph(sentence, 'line');
  return svgOf({ width, height: y }, { title, description: describe(sequence) }, parts);
}

function placesOf(participants: readonly Participant[]): readonly number[] {
  const requesters = participants.filter(({ kind }) => kind === 'requester').length;
  const first = TIMES + HALF;
  const last = first + Math.max(0, requesters - 1) * LANE;
  const s3 = last + (requesters === 0 ? 0 : TO_S3);
  return [
    ...Array.from({ length: requesters }, (_, place) => first + place * LANE),
    s3,
    s3 + TO_CACHE,
    s3 + TO_CACHE + TO_KMS,
  ];
}

interface Drawn {
  readonly parts: readonly string[];
  readonly height: number;
}

function headsOf(participants: readonly Participant[], xs: readonly number[], y: number): Drawn {
  const texts = participants.map(({ name, detail }) => ({
    name: linesIn(name, 2 * HALF - PAD),
    detail: detail === '' ? [] : linesIn(detail, 2 * HALF - PAD),
  }));
  const lines = Math.max(...texts.map(({ name, detail }) => name.length + detail.length));
  const height = lines * LINE + PAD;
  const parts = texts.map(({ name, detail }, place) => {
    const x = xs[place] ?? 0;
    const below = { x, y: y + (name.length + 1) * LINE };
    return on('box', [
      box({ x: x - HALF, y }, { width: 2 * HALF, height }, 'box', 'line'),
      text({ x, y: y + LINE }, name, { anchor: 'middle', bold: true }),
      ...(detail.length === 0 ? [] : [text(below, detail, { anchor: 'middle', colour: 'line' })]),
    ]);
  });
  return { parts, height };
}

/** A step, and what lies below the lines of its lanes. */
interface DrawnStep extends Drawn {
  readonly ground: string;
}

function stepOf(step: SequenceStep, xs: readonly number[], top: number, width: number): DrawnStep {
  const label = [`${step.number}.`, ...linesIn(step.time, TIMES - 2 * PAD)];
  const parts: string[] = [];
  let y = top + PAD / 2;
  for (const message of step.messages) {
    const drawn = messageOf(message, xs, y);
    parts.push(...drawn.parts);
    y += drawn.height;
  }
  if (step.violation !== undefined) {
    const lines = linesIn(step.violation, width - TIMES - 4 * PAD);
    y += PAD;
    const size = { width: width - TIMES - PAD, height: lines.length * LINE + PAD };
    parts.push(box({ x: TIMES, y }, size, 'paper', 'bad'));
    parts.push(text({ x: TIMES + PAD, y: y + LINE }, lines, { colour: 'bad', bold: true }));
    y += size.height;
  }
  const height = Math.max(y - top, label.length * LINE) + PAD;
  const isWrong = step.violation !== undefined;
  parts.push(text({ x: PAD, y: top + LINE }, label, { colour: isWrong ? 'bad' : 'line' }));
  return isWrong
    ? {
        ground: box({ x: 2, y: top }, { width: width - 4, height }, 'wrong', 'bad'),
        parts: [on('wrong', parts)],
        height,
      }
    : { ground: line({ x: 0, y: top }, { x: width, y: top }, 'faint', '1 4'), parts, height };
}

function messageOf(
  { from, to, kind, text: content, isRefused, isWrong }: Message,
  xs: readonly number[],
  y: number,
): Drawn {
  const [fromX = 0, toX = 0] = [xs[from], xs[to]];
  const told = isWrong === true ? `✗ ${content}` : content;
  if (kind === 'note') return noteOf(told, fromX, xs, y);
  const look = LOOKS[kind];
  const colour = isWrong === true || isRefused === true ? 'bad' : look.colour;
  const left = Math.min(fromX, toX);
  const room = Math.min(Math.abs(toX - fromX), MOST_ROOM) - 2 * PAD;
  const lines = linesIn(told, room);
  const at = y + lines.length * LINE + 6;
  return {
    parts: [
      text({ x: left + PAD, y: y + LINE - 3 }, lines, { colour }),
      arrow({ x: fromX, y: at }, toX, colour, look.dashes),
    ],
    height: lines.length * LINE + 14,
  };
}

function noteOf(content: string, x: number, xs: readonly number[], y: number): Drawn {
  const right = (xs.at(-1) ?? 0) + HALF;
  const room = 300;
  const lines = linesIn(content, room - 2 * PAD);
  const width = Math.min(room, Math.max(...lines.map(widthOf)) + 2 * PAD);
  const left = Math.min(x - width / 2, right - width);
  const height = lines.length * LINE + PAD;
  return {
    parts: [
      on('box', [
        box({ x: left, y: y + 2 }, { width, height }, 'box', 'line'),
        text({ x: left + PAD, y: y + LINE + 2 }, lines),
      ]),
    ],
    height: height + PAD,
  };
}

/** What there is to see, for those who do not see it: the story has each step in words. */
function describe({ participants, steps }: Sequence): string {
  const wrong = steps.find(({ violation }) => violation !== undefined);
  const lanes = participants.map(({ name }) => name).join(', ');
  const found = wrong === undefined ? '' : ` Step ${wrong.number} is marked. ${wrong.violation}`;
  const many = countedText(steps.length, 'step');
  return `Sequence diagram with lanes for ${lanes}, and ${many} from top to bottom.${found}`;
}
