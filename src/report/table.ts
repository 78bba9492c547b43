import { padEnd, padStart, pageWidth, textWidth, wrap } from './columns.ts';

/** One column of a table; the last column of a table takes what is left of the width and breaks its texts. */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** Columns that the last cell needs; with fewer it stands below the others. */
const LEAST_ROOM = 20;

/** A table as lines, two spaces between columns. Every row has one cell for each column. */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const all = [columns.map(({ title }) => title), ...rows];
  const fixed = columns.slice(0, -1);
  const widths = fixed.map((_, index) => Math.max(...all.map((row) => textWidth(row[index] ?? ''))));
  const indent = widths.reduce((sum, width) => sum + width + 2, 0);
  const room = pageWidth() - indent;
  return all.flatMap((row) => {
    const cells = fixed.map(({ align }, index) => pad(row[index] ?? '', widths[index] ?? 0, align));
    if (room < LEAST_ROOM) return [cells.join('  ').trimEnd(), ...below(row.at(-1) ?? '')];
    return wrap(row.at(-1) ?? '', room).map((line, place) =>
      `${place === 0 ? cells.map((cell) => `${cell}  `).join('') : ' '.repeat(indent)}${line}`.trimEnd(),
    );
  });
}

function pad(text: string, width: number, align: Column['align']): string {
  return align === 'left' ? padEnd(text, width) : padStart(text, width);
}

/** The last cell where there is no room beside the others. */
function below(text: string): string[] {
  return wrap(text, pageWidth() - 4).map((line) => `    ${line}`.trimEnd());
}
