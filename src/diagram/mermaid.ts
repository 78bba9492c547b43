import type { Violation } from '../oracle/verdict.ts';
import { wrap } from '../report/columns.ts';
import { countedText } from '../report/quantity-text.ts';
import type { Trace } from '../trace/trace.ts';
import type { Message } from './messages.ts';
import { type Sequence, sequenceOf } from './sequence.ts';
import { type KeyLife, type Mark, type Timeline, timelineOf } from './timeline.ts';

/** Arrows of Mermaid. */
const ARROWS: Readonly<Record<Exclude<Message['kind'], 'note'>, string>> = {
  request: '->>',
  answer: '-->>',
  call: '->>',
  result: '-->>',
  warm: '->>',
  kept: '-->>',
};

/** Longest text that Mermaid draws, unless it is told otherwise. */
const MOST_CHARACTERS = 50_000;
/** Characters after which a text is broken. */
const WIDTH = 44;
const WIDE = 76;

/** {@link sequenceOf} as a `sequenceDiagram` of Mermaid. */
export function sequenceMermaid(trace: Trace, violation?: Violation, indices?: readonly number[]): string {
  let sequence = sequenceOf(trace, violation, indices);
  let text = sequenceText(sequence);
  while (text.length > MOST_CHARACTERS && sequence.steps.length > 1) {
    sequence = withoutFirst(sequence);
    text = sequenceText(sequence);
  }
  return text;
}

/** {@link timelineOf} as a `timeline` of Mermaid: a section for each bucket key. */
export function timelineMermaid(trace: Trace, violation?: Violation, indices?: readonly number[]): string {
  return textOf(timelineLines(timelineOf(trace, violation, indices)));
}

function withoutFirst(sequence: Sequence): Sequence {
  const [, second, ...others] = sequence.steps;
  return second === undefined
    ? sequence
    : { ...sequence, steps: [{ ...second, leftOut: second.number - 1 }, ...others] };
}

function sequenceText(sequence: Sequence): string {
  return textOf(sequenceLines(sequence));
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function sequenceLines({ title, participants, steps, leftOutAfter, legend }: Sequence): readonly string[] {
  const lanes = `lane0,lane${participants.length - 1}`;
  const gap = (count: number, what: string) =>
    count === 0 ? [] : [`  Note over ${lanes}: ${mermaidText(`… ${countedText(count, what)} left out …`)}`];
  return [
    'sequenceDiagram',
    `  accTitle: ${mermaidText(title)}`,
    ...participants.map(({ name, detail }, place) => {
      const more = detail === '' ? '' : `<br/>${mermaidText(detail)}`;
      return `  participant lane${place} as ${mermaidText(name)}${more}`;
    }),
    ...steps.flatMap(({ number, time, messages, leftOut, violation }) => {
      const lines = [
        `  Note left of lane0: ${mermaidText(`${number}. ${time}`)}`,
        ...messages.map((message) => `  ${messageLine(message)}`),
      ];
      if (violation === undefined) return [...gap(leftOut, 'step'), ...lines];
      const reason = `  Note over ${lanes}: ${broken(violation, WIDE)}`;
      return [...gap(leftOut, 'step'), '  rect rgba(255, 80, 80, 0.25)', ...lines, reason, '  end'];
    }),
    ...gap(leftOutAfter, 'later step'),
    ...(legend.length === 0 ? [] : [`  Note over ${lanes}: ${legend.map((one) => broken(one, WIDE)).join('<br/>')}`]),
  ];
}

function messageLine({ from, to, kind, text, isRefused, isWrong }: Message): string {
  const told = isWrong === true ? `✗ ${text}` : text;
  if (kind === 'note') return `Note over lane${from}: ${broken(told, WIDTH)}`;
  // A message that is refused ends in a cross.
  const arrow = isRefused === true ? '--x' : ARROWS[kind];
  return `lane${from}${arrow}lane${to}: ${broken(told, WIDTH)}`;
}

function timelineLines({ title, keys, rows, notes }: Timeline): readonly string[] {
  const label = (row: number): string => {
    const { number, time } = rows[row] ?? { number: row + 1, time: '' };
    return `step ${number}, ${time}`;
  };
  const wrong = rows.find(({ violation }) => violation !== undefined);
  return [
    'timeline',
    `  title ${mermaidText(title)}`,
    ...keys.flatMap((key) => [`  section ${mermaidText(keyText(key))}`, ...keyLines(key, label)]),
    ...(wrong === undefined
      ? []
      : [
          '  section Violated',
          `    ${mermaidText(`step ${wrong.number}, ${wrong.time}`)} : ${mermaidText(wrong.violation ?? '')}`,
        ]),
    ...(keys.length === 0 ? [`  section ${mermaidText(notes.join(' '))}`] : []),
  ];
}

function keyText({ number, bucket }: KeyLife): string {
  return `${number === undefined ? 'some bucket key' : `bucket key ${number}`} of ${bucket}`;
}

/** What happens to a bucket key, step by step. */
function keyLines({ holders }: KeyLife, label: (row: number) => string): readonly string[] {
  const events = holders.flatMap(({ names, marks }) => marks.map((mark) => ({ mark, names })));
  const rows = [...new Set(events.map(({ mark }) => mark.row))].sort((a, b) => a - b);
  return rows.map((row) => {
    const texts = events.filter(({ mark }) => mark.row === row).map(({ mark, names }) => markText(mark, names));
    return `    ${mermaidText(label(row))} : ${texts.map(mermaidText).join(' : ')}`;
  });
}

function markText({ how, isSure }: Mark, names: readonly string[]): string {
  const what = { warm: 'warm, no KMS call', made: 'made by a KMS call', decrypted: 'decrypted by a KMS call' }[how];
  const whom = `${names.slice(0, 2).join(', ')}${names.length > 2 ? ' and others' : ''}`;
  return `${what}, for ${whom}${isSure ? '' : ' (not decided)'}`;
}

function broken(text: string, width: number): string {
  return wrap(text, width).map(mermaidText).join('<br/>');
}

/** Text that Mermaid takes for nothing else: all but letters, digits and a few signs as entity codes. */
export function mermaidText(text: string): string {
  return text.replaceAll(
    /(?<![A-Za-z0-9])-|-(?![A-Za-z0-9])|[^A-Za-z0-9 .,/()'=-]/gu,
    (found) => `#${found.codePointAt(0)};`,
  );
}
