import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

const OF_VERDICTS: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['conforms', ['green', 'bold']],
  ['violates', ['red', 'bold']],
  ['unknown', ['yellow', 'bold']],
  ['holds', 'green'],
  ['violated', ['red', 'bold']],
  ['not-exercised', 'dim'],
  ['not-judged', 'dim'],
  ['not-supported', 'dim'],
  ['not-observable', 'dim'],
]);

/** What is coloured: the verdict, what is violated and where, and the verdict of each property. */
const PLACES: readonly RegExp[] = [
  /^(verdict: )(conforms|violates|unknown)/,
  /^([a-z-]+ +)(holds|violated|unknown|not-exercised|not-judged|not-supported|not-observable)(?= )/,
];

/** A report for people in colour. Whoever takes the colours off has the same text. */
export function painted(text: string): string {
  return text.split('\n').map(paintedLine).join('\n');
}

function paintedLine(line: string): string {
  if (line.startsWith('Violated: ')) return paint('red', line);
  if (line.startsWith('Not settled: ')) return paint('yellow', line);
  if (line.endsWith('  <-- here')) return `${line.slice(0, -'<-- here'.length)}${paint('red', '<-- here')}`;
  for (const place of PLACES) {
    const [whole = '', before = '', verdict = ''] = place.exec(line) ?? [];
    if (whole !== '')
      return `${before}${paint(OF_VERDICTS.get(verdict) ?? 'bold', verdict)}${line.slice(whole.length)}`;
  }
  return line;
}

/** Whether there is anybody to see it has been settled. */
function paint(format: Format, text: string): string {
  return styleText(format, text, { validateStream: false });
}
