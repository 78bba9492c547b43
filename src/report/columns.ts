/** Widest line a report prints, in characters. */
export const WIDTH = 100;

/** Breaks a text into lines of at most `most` characters, at spaces where it can. Never empty. */
export function wrap(text: string, most: number): string[] {
  // What stands before it may leave no room at all.
  const width = Math.max(1, most);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  lines.push(line);
  return lines;
}

/** A text after a label, its further lines below its first. */
export function labelled(label: string, text: string): string[] {
  const blank = ' '.repeat(label.length);
  return wrap(text, WIDTH - label.length).map((line, index) => `${index === 0 ? label : blank}${line}`.trimEnd());
}

/**
 * `left`, and in the column `at` or after it `right`; where both do not fit into `width`, `right` follows on lines of
 * its own.
 */
export function besides(left: string, right: string, at: number, width: number): string[] {
  const column = Math.max(at, left.length);
  if (column + 2 + right.length <= width) return [`${left.padEnd(column)}  ${right}`];
  return [
    ...wrap(left, width),
    ...wrap(right, width - 3).map((line, index) => `${index === 0 ? '-> ' : '   '}${line}`),
  ];
}
