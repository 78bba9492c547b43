import { WIDTH, wrap } from './columns.ts';

/** One column of a table; the last column of a table takes what is left of the width and breaks its texts. */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** A table as lines, two spaces between columns. Every row has one cell for each column. */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const all = [columns.map(({ title }) => title), ...rows];
  const fixed = columns.slice(0, -1);
  const widths = fixed.map((_, index) => Math.max(...all.map((row) => row[index]?.length ?? 0)));
  const indent = widths.reduce((sum, width) => sum + width + 2, 0);
  return all.flatMap((row) => {
    const cells = fixed.map(({ align }, index) => pad(row[index] ?? '', widths[index] ?? 0, align));
    return wrap(row.at(-1) ?? '', Math.max(20, WIDTH - indent)).map((line, place) =>
      `${place === 0 ? cells.map((cell) => `${cell}  `).join('') : ' '.repeat(indent)}${line}`.trimEnd(),
    );
  });
}

function pad(text: string, width: number, align: Column['align']): string {
  return align === 'left' ? text.padEnd(width) : text.padStart(width);
}
