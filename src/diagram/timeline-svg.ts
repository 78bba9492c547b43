import type { Violation } from '../oracle/verdict.ts';
import { countedText, durationText } from '../report/quantity-text.ts';
import type { Trace } from '../trace/trace.ts';
import { box, type Colour, figure, LINE, line, lineIn, linesIn, on, round, svgOf, text } from './svg.ts';
import { type Holder, type KeyLife, type Mark, type Span, type Timeline, timelineOf } from './timeline.ts';

/** Widths of the columns, in pixels. */
const TIMES = 124;
const EVENTS = 270;
const CALLS = 170;
const LIVES = 84;
const HOLDER = 116;
const GAP = 12;
const PAD = 8;
const BAR = 14;

/** {@link timelineOf} as a picture: a row for each step, a bar for each bucket key, and who has it in a cache. */
export function timelineSvg(trace: Trace, violation?: Violation, indices?: readonly number[]): string {
  return drawTimeline(timelineOf(trace, violation, indices));
}

/** Where a row is, in pixels from the top. */
interface RowPlace {
  readonly atMs: number;
  readonly top: number;
  /** Where its marks are. */
  readonly middle: number;
}

/** Draws a timeline. */
export function drawTimeline(timeline: Timeline): string {
  const { keys, title, notes } = timeline;
  const width = TIMES + EVENTS + CALLS + keys.reduce((sum, key) => sum + widthOf(key), 0) + PAD;
  const titles = linesIn(title, width - 2 * PAD);
  const top = PAD + titles.length * LINE + PAD;
  const head = headHeight(keys);
  const table = rowsOf(timeline, top + head, width);
  const parts = [text({ x: PAD, y: PAD + LINE }, titles, { bold: true }), ...table.grounds];
  parts.push(text({ x: TIMES + EVENTS, y: top + head - PAD }, ['KMS calls'], { bold: true, colour: 'kms' }));
  let x = TIMES + EVENTS + CALLS;
  for (const key of keys) {
    parts.push(...drawKey(key, x, top, head, table));
    x += widthOf(key);
  }
  parts.push(...table.parts);
  let y = table.bottom + 1.5 * LINE;
  const drawn = keys.length === 0 ? [] : drawLegend(y);
  parts.push(...drawn);
  if (drawn.length > 0) y += 1.5 * LINE;
  for (const note of notes) {
    const lines = linesIn(note, width - 2 * PAD);
    parts.push(text({ x: PAD, y }, lines, { colour: 'line' }));
    y += lines.length * LINE;
  }
  return svgOf(
    { width: Math.max(width, keys.length === 0 ? 0 : 640), height: y },
    { title, description: describe(timeline) },
    parts,
  );
}

function widthOf({ number, holders }: KeyLife): number {
  return GAP + (number === undefined ? 0 : LIVES) + holders.length * HOLDER;
}

function headHeight(keys: readonly KeyLife[]): number {
  const lines = keys.flatMap(({ holders }) => holders.map((holder) => holderLines(holder).length));
  return (Math.max(2, ...lines) + 2) * LINE + PAD;
}

function holderLines({ names }: Holder): readonly string[] {
  const told = `${names.slice(0, 2).join(', ')}${names.length > 2 ? ` and ${names.length - 2} more` : ''}`;
  return ['cached for', lineIn(told, HOLDER - PAD)];
}

interface Rows {
  readonly places: readonly RowPlace[];
  /** What lies below the bars, and what beside them. */
  readonly grounds: readonly string[];
  readonly parts: readonly string[];
  readonly top: number;
  readonly bottom: number;
}

function rowsOf({ rows, leftOutAfter }: Timeline, top: number, width: number): Rows {
  const places: RowPlace[] = [];
  const grounds: string[] = [];
  const parts: string[] = [];
  let y = top;
  const gap = (content: string): void => {
    parts.push(text({ x: PAD, y: y + LINE }, [content], { colour: 'line' }));
    y += 1.75 * LINE;
  };
  for (const row of rows) {
    if (row.leftOut > 0) gap(`… ${countedText(row.leftOut, 'step')} left out …`);
    const isWrong = row.violation !== undefined;
    const label = [`${row.number}.`, ...linesIn(row.time, TIMES - 2 * PAD)];
    const event = linesIn(isWrong ? `✗ ${row.text}` : row.text, EVENTS - PAD);
    const calls = callLines(row.calls);
    const lines = Math.max(label.length, event.length, calls.length);
    const reason = row.violation === undefined ? [] : linesIn(row.violation, EVENTS + CALLS - PAD);
    const height = lines * LINE + PAD + (reason.length === 0 ? 0 : reason.length * LINE + PAD);
    places.push({ atMs: row.atMs, top: y, middle: y + LINE - 2 });
    if (isWrong) grounds.push(box({ x: 2, y }, { width: width - 4, height }, 'wrong', 'bad'));
    else grounds.push(line({ x: 0, y }, { x: width, y }, 'faint', '1 4'));
    const texts = [
      text({ x: PAD, y: y + LINE }, label, { colour: isWrong ? 'bad' : 'line' }),
      text({ x: TIMES, y: y + LINE }, event, { colour: isWrong ? 'bad' : 'ink' }),
      text({ x: TIMES + EVENTS, y: y + LINE }, calls, { colour: row.calls === undefined ? 'line' : 'kms' }),
    ];
    if (reason.length > 0)
      texts.push(text({ x: TIMES, y: y + (lines + 1) * LINE + PAD / 2 }, reason, { colour: 'bad', bold: true }));
    parts.push(...(isWrong ? [on('wrong', texts)] : texts));
    y += height;
  }
  if (leftOutAfter > 0) gap(`… ${countedText(leftOutAfter, 'later step')} left out …`);
  return { places, grounds, parts, top, bottom: y + 2 * LINE };
}

function callLines(calls: readonly string[] | undefined): readonly string[] {
  if (calls === undefined) return ['not observed'];
  const most = 4;
  const lines = calls.slice(0, most).flatMap((call) => linesIn(call, CALLS - PAD));
  return calls.length > most ? [...lines, `and ${calls.length - most} more`] : lines;
}

function drawKey(key: KeyLife, left: number, top: number, head: number, rows: Rows): readonly string[] {
  const x = left + GAP / 2;
  const heads = [box({ x, y: top }, { width: widthOf(key) - GAP, height: head - 2 }, 'box', 'line')];
  const parts: string[] = [];
  const name = key.number === undefined ? 'some bucket key' : `bucket key ${key.number}`;
  heads.push(
    text({ x: x + PAD, y: top + LINE }, [name], { bold: true }),
    text({ x: x + PAD, y: top + 2 * LINE }, [lineIn(`of ${key.bucket}`, widthOf(key) - GAP - 2 * PAD)], {
      colour: 'line',
    }),
  );
  let at = x + PAD;
  if (key.number !== undefined) {
    heads.push(text({ x: at, y: top + 3 * LINE }, ['makes', 'data keys'], { colour: 'request' }));
    if (key.live !== undefined)
      parts.push(...drawSpan(key.live, madeRow(key), { x: at, width: LIVES, colour: 'request' }, rows));
    at += LIVES;
  }
  for (const holder of key.holders) {
    heads.push(text({ x: at, y: top + 3 * LINE }, holderLines(holder), { colour: 'cache' }));
    for (const span of holder.spans)
      parts.push(...drawSpan(span, obtainedRow(span, holder, rows), { x: at, width: HOLDER, colour: 'warm' }, rows));
    for (const mark of holder.marks) parts.push(drawMark(mark, at, rows.places[mark.row]?.middle ?? 0));
    at += HOLDER;
  }
  return [on('box', heads), ...parts];
}

/** The row in which a bucket key was made, if it is drawn. */
function madeRow({ holders }: KeyLife): number | undefined {
  return holders.flatMap(({ marks }) => marks).find(({ how }) => how === 'made')?.row;
}

/** The row in which it came into the cache, if it is drawn. */
function obtainedRow({ fromMs }: Span, { marks }: Holder, { places }: Rows): number | undefined {
  return marks.find(({ row, how }) => how !== 'warm' && places[row]?.atMs === fromMs)?.row;
}

/** Where the bar of a span is, in a column of which width. */
interface Bar {
  readonly x: number;
  readonly width: number;
  readonly colour: 'request' | 'warm';
}

function drawSpan(
  { fromMs, surelyMs, atMostMs }: Span,
  row: number | undefined,
  { x, width, colour }: Bar,
  rows: Rows,
): readonly string[] {
  // What was over before the first row is not drawn.
  if (row === undefined && atMostMs <= (rows.places[0]?.atMs ?? 0)) return [];
  const from = startOf(fromMs, rows, row);
  const atMost = endOf(atMostMs, rows);
  const edge = colour === 'warm' ? 'cache' : colour;
  const bar = (to: number, fill: Colour) =>
    box({ x, y: from }, { width: BAR, height: Math.max(2, to - from) }, fill, edge);
  const lines = linesIn(`until ${durationText(atMostMs)}`, width - BAR - PAD);
  const below = { x: x + BAR + 3, y: atMost.y - 3 - (lines.length - 1) * LINE };
  return [
    bar(atMost.y, 'paper'),
    ...(surelyMs > fromMs ? [bar(endOf(surelyMs, rows).y, colour)] : []),
    ...(atMost.isBeyond ? [text(below, lines, { colour: 'line' })] : []),
  ];
}

/** Filled where it is sure, else hollow: a diamond for a KMS call, a circle for a warm use. */
function drawMark({ how, isSure }: Mark, x: number, y: number): string {
  const middle = x + BAR / 2;
  const told = text({ x: x + BAR + 6, y: y + 4 }, [`${how}${isSure ? '' : '?'}`], {
    colour: how === 'warm' ? 'cache' : 'kms',
  });
  const colour = how === 'warm' ? 'cache' : 'kms';
  return `${markOf(how, middle, y, isSure ? colour : 'paper', colour)}${told}`;
}

function markOf(
  how: Mark['how'],
  x: number,
  y: number,
  fill: 'paper' | 'cache' | 'kms',
  edge: 'cache' | 'kms',
): string {
  if (how === 'warm') return figure(`M${round(x - 5)} ${round(y)}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z`, fill, edge);
  return figure(`M${round(x - 6)} ${round(y)}l6 -6l6 6l-6 6z`, fill, edge);
}

function startOf(atMs: number, { places, top }: Rows, row: number | undefined): number {
  if (row !== undefined) return places[row]?.middle ?? top;
  return places.findLast((place) => place.atMs <= atMs)?.middle ?? top;
}

/** Where something ends. */
interface End {
  readonly y: number;
  /** It is after the last row. */
  readonly isBeyond: boolean;
}

/** An end lies between the rows before and after it, in proportion to the time between them. */
function endOf(atMs: number, { places, bottom }: Rows): End {
  const next = places.find((place) => place.atMs >= atMs);
  const before = places.findLast((place) => place.atMs < atMs);
  if (next === undefined) return { y: bottom, isBeyond: true };
  if (before === undefined) return { y: next.top, isBeyond: false };
  const share = (atMs - before.atMs) / (next.atMs - before.atMs);
  return { y: before.middle + share * (next.top - before.middle), isBeyond: false };
}

function drawLegend(y: number): readonly string[] {
  const middle = y - 4;
  return [
    markOf('made', PAD + 6, middle, 'kms', 'kms'),
    text({ x: PAD + 18, y }, ['KMS call'], { colour: 'line' }),
    markOf('warm', 110, middle, 'cache', 'cache'),
    text({ x: 121, y }, ['warm: no KMS call'], { colour: 'line' }),
    box({ x: 260, y: y - 12 }, { width: BAR, height: BAR }, 'warm', 'cache'),
    text({ x: 280, y }, ['certain'], { colour: 'line' }),
    box({ x: 350, y: y - 12 }, { width: BAR, height: BAR }, 'paper', 'cache'),
    text({ x: 370, y }, ['possible, as the profile leaves it open'], { colour: 'line' }),
  ];
}

/** What there is to see, for those who do not see it. */
function describe({ rows, keys }: Timeline): string {
  const lives = keys.map(({ number, bucket, holders }) => {
    const names = holders.flatMap((holder) => holder.names).join(', ');
    return `${number === undefined ? 'Some bucket key' : `Bucket key ${number}`} of ${bucket}, cached for ${names}.`;
  });
  const wrong = rows.find(({ violation }) => violation !== undefined);
  const found = wrong === undefined ? '' : ` Step ${wrong.number} is marked. ${wrong.violation}`;
  return `Timeline of ${countedText(rows.length, 'step')} from top to bottom. ${lives.join(' ')}${found}`;
}
