import { wrap } from '../report/columns.ts';

/** Height of a line of text, in pixels. */
export const LINE = 16;
/** Width of a character: that of the widest of the fonts, each of which gives all characters the same. */
const CHARACTER = 7.3;

/** Colours by name, on light ground and on dark. */
const COLOURS = {
  paper: ['#ffffff', '#0d1117'],
  box: ['#f6f8fa', '#1c232c'],
  faint: ['#d1d9e0', '#3d444d'],
  line: ['#59636e', '#9198a1'],
  ink: ['#1f2328', '#f0f6fc'],
  request: ['#0550ae', '#79c0ff'],
  kms: ['#6639ba', '#d2a8ff'],
  cache: ['#116329', '#56d364'],
  warm: ['#aceebb', '#1f5a2e'],
  bad: ['#b3141d', '#ff7b72'],
  wrong: ['#ffebe9', '#4a1a1c'],
} as const;

/** Name of a colour. */
export type Colour = keyof typeof COLOURS;

/** A position, in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Text that stands in XML as it is; what XML has no characters for is left out. */
export function xmlText(text: string): string {
  return text
    .replaceAll(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Lines of a text that fit into a width; wide characters take two places. */
export function linesIn(text: string, width: number): readonly string[] {
  const places = Math.max(8, Math.floor(width / CHARACTER));
  // Whatever lies beyond the letters of Europe may be wide.
  const isWide = /[\u1100-\u{10ffff}]/u.test(text.replaceAll(/[\u2000-\u2bff]/g, ''));
  return wrap(text, isWide ? Math.floor(places / 2) : places);
}

/** A text on one line of a width, cut where it is longer. */
export function lineIn(text: string, width: number): string {
  const [line = ''] = linesIn(text.replaceAll(' ', '\u00a0'), width);
  return line.length < text.length ? `${line.slice(0, -1)}…` : line;
}

/** Width that a text takes on one line, unless it has wide characters. */
export function widthOf(text: string): number {
  return text.length * CHARACTER;
}

/** A whole picture: self-contained, in light and dark, with a title and a description for those who do not see it. */
export function svgOf(
  { width, height }: { readonly width: number; readonly height: number },
  { title, description }: { readonly title: string; readonly description: string },
  parts: readonly string[],
): string {
  const [w, h] = [Math.ceil(width), Math.ceil(height)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="bucketkey-drawing" role="img" viewBox="0 0 ${w} ${h}" ` +
      `width="${w}" height="${h}">`,
    `<title>${xmlText(title)}</title>`,
    `<desc>${xmlText(description)}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="b-paper" width="${w}" height="${h}"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

/** One or more lines of text, the first at `at`. */
export function text(
  at: Point,
  lines: readonly string[],
  { colour = 'ink', anchor = 'start', bold = false }: TextStyle = {},
): string {
  const anchored = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  const attributes = `class="t-${colour}"${anchored}${bold ? ' font-weight="bold"' : ''}`;
  const spans = lines.map((line, place) =>
    place === 0 ? xmlText(line) : `<tspan x="${round(at.x)}" dy="${LINE}">${xmlText(line)}</tspan>`,
  );
  return `<text x="${round(at.x)}" y="${round(at.y)}" ${attributes}>${spans.join('')}</text>`;
}

/** How a text looks. */
export interface TextStyle {
  readonly colour?: Colour;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
}

/** A rectangle with round corners, filled and perhaps with an edge. */
export function box(
  { x, y }: Point,
  { width, height }: { readonly width: number; readonly height: number },
  fill: Colour,
  edge?: Colour,
): string {
  const stroke = edge === undefined ? '' : ` s-${edge}`;
  const place = `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
  return `<rect class="b-${fill}${stroke}" ${place} rx="4"/>`;
}

/** A straight line. */
export function line(from: Point, to: Point, colour: Colour, dashes?: string): string {
  const dashed = dashes === undefined ? '' : ` stroke-dasharray="${dashes}"`;
  return `<path class="s-${colour}" d="M${round(from.x)} ${round(from.y)}L${round(to.x)} ${round(to.y)}"${dashed}/>`;
}

/** A horizontal arrow. */
export function arrow(from: Point, toX: number, colour: Colour, dashes?: string): string {
  const back = toX > from.x ? -8 : 8;
  const head = `M${round(toX)} ${round(from.y)}l${back} -4v8z`;
  return `${line(from, { x: toX + back / 2, y: from.y }, colour, dashes)}<path class="b-${colour}" d="${head}"/>`;
}

/** A figure that is filled, by its path. */
export function figure(path: string, fill: Colour, edge?: Colour): string {
  return `<path class="b-${fill}${edge === undefined ? '' : ` s-${edge}`}" d="${path}"/>`;
}

/** Parts that lie on a ground that is not paper. */
export function on(ground: 'box' | 'wrong', parts: readonly string[]): string {
  return `<g class="on-${ground}">${parts.join('\n')}</g>`;
}

/** A number as it is written in a picture. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Texts have a rim in the colour of the ground, so that they can be read where they cross a line. */
const STYLE = [
  `.bucketkey-drawing{${colours(0)}font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}`,
  `@media (prefers-color-scheme:dark){.bucketkey-drawing{${colours(1)}}}`,
  '.bucketkey-drawing text{white-space:pre;stroke:var(--paper);stroke-width:3px;paint-order:stroke}',
  '.bucketkey-drawing text{stroke-linejoin:round}',
  '.bucketkey-drawing path{fill:none}.bucketkey-drawing .on-box{--paper:var(--box)}',
  '.bucketkey-drawing .on-wrong{--paper:var(--wrong)}',
  ...Object.keys(COLOURS).map(
    (name) =>
      `.bucketkey-drawing .t-${name}{fill:var(--${name})}.bucketkey-drawing .b-${name}{fill:var(--${name})}` +
      `.bucketkey-drawing .s-${name}{stroke:var(--${name})}`,
  ),
].join('');

function colours(ground: 0 | 1): string {
  return Object.entries(COLOURS)
    .map(([name, values]) => `--${name}:${values[ground]};`)
    .join('');
}
