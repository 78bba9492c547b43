import stringWidth from 'string-width';

/** Widest line of a report that nobody looks at in a terminal, in columns. */
export const WIDTH = 100;
/** A terminal is taken to have no fewer columns than the first, and lines are no wider than the second. */
const [NARROWEST, WIDEST] = [40, 120];

let width = WIDTH;

/** Widest line of the report that is being written, in columns. */
export function pageWidth(): number {
  return width;
}

/** Has a report written for a terminal of so many columns. */
export function withWidth<Report>(columns: number, write: () => Report): Report {
  const before = width;
  width = Math.min(WIDEST, Math.max(NARROWEST, columns));
  try {
    return write();
  } finally {
    width = before;
  }
}

/** Columns a text takes: two for a wide character of East Asia or an emoji, none for what combines. */
export function textWidth(text: string): number {
  return stringWidth(text);
}

/** A text filled up with spaces on its right. */
export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - textWidth(text)));
}

/** A text filled up with spaces on its left. */
export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - textWidth(text))) + text;
}

/** Breaks a text into lines of at most `most` columns, at spaces where it can. Never empty. */
export function wrap(text: string, most: number): string[] {
  // What stands before it may leave no room at all.
  const room = Math.max(1, most);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer) <= room) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = textWidth(word) <= room ? [word] : piecesOf(word, room);
    line = pieces.pop() ?? '';
    lines.push(...pieces);
  }
  lines.push(line);
  return lines;
}

const CHARACTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** A word in pieces that are as wide as there is room, no character of it torn. */
function piecesOf(word: string, room: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let taken = 0;
  for (const { segment } of CHARACTERS.segment(word)) {
    const columns = textWidth(segment);
    if (piece !== '' && taken + columns > room) {
      pieces.push(piece);
      piece = '';
      taken = 0;
    }
    piece += segment;
    taken += columns;
  }
  return [...pieces, piece];
}

/** Columns that a text beside its label has at least, on a page that is narrow. */
const LEAST_BESIDE = 20;

/** A text after a label, its further lines below its first. */
export function labelled(label: string, text: string): string[] {
  const indent = textWidth(label);
  if (width - indent < LEAST_BESIDE && width < WIDTH) return wrap(`${label}${text}`, width);
  const blank = ' '.repeat(indent);
  return wrap(text, width - indent).map((line, index) => `${index === 0 ? label : blank}${line}`.trimEnd());
}

/**
 * `left`, and in the column `at` or after it `right`; where both do not fit into `most` columns, `right` follows on
 * lines of its own.
 */
export function besides(left: string, right: string, at: number, most: number): string[] {
  const column = Math.max(at, textWidth(left));
  if (column + 2 + textWidth(right) <= most) return [`${padEnd(left, column)}  ${right}`];
  return [...wrap(left, most), ...wrap(right, most - 3).map((line, index) => `${index === 0 ? '-> ' : '   '}${line}`)];
}
