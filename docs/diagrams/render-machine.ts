import { instance } from '@viz-js/viz';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { regionToDot } from './chart-to-dot.ts';

const COLUMNS = 2;
const GAP = 16;
const TITLE = 30;

/** A region as it is drawn, in points. */
interface Card {
  readonly title: string;
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/**
 * Draws a machine of parallel regions as SVG: a card for each region, in columns, on a white ground so that it reads on
 * any page. Equal machines give equal text.
 */
export async function renderMachineSvg(machine: AnyStateMachine): Promise<string> {
  const viz = await instance();
  const cards = alike(machine).map(({ title, region }): Card => {
    const text = viz.renderString(regionToDot(region), { format: 'svg', engine: 'dot' });
    const svg = text.slice(text.indexOf('<svg')).replaceAll(/ id="[^"]*"/g, '');
    const [, width = '0', height = '0'] = /^<svg width="(\d+)pt" height="(\d+)pt"/.exec(svg) ?? [];
    return { title, svg, width: Number(width), height: Number(height) };
  });
  const columns = Array.from({ length: COLUMNS }, (): Card[] => []);
  for (const card of cards) shortest(columns).push(card);
  let left = GAP;
  const drawn: string[] = [];
  for (const column of columns) {
    const width = Math.max(...column.map((card) => card.width)) + 2 * GAP;
    let top = GAP;
    for (const card of column) {
      drawn.push(draw(card, left, top, width));
      top += card.height + TITLE + GAP;
    }
    left += width + GAP;
  }
  const height = Math.max(...columns.map(heightOf)) + GAP;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 ${left} ` +
      `${height}" width="${left}" height="${height}" role="img" aria-label="${machine.id}">`,
    `<rect width="${left}" height="${height}" rx="10" fill="white"/>`,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}

/** The regions, those that are the same but for whom they are of together. */
function alike(machine: AnyStateMachine): readonly { readonly title: string; readonly region: AnyStateNode }[] {
  const byShape = new Map<string, AnyStateNode[]>();
  for (const region of Object.values<AnyStateNode>(machine.root.states)) {
    const shape = JSON.stringify(region.config.states).replaceAll(`"${region.key}.`, '"');
    byShape.set(shape, [...(byShape.get(shape) ?? []), region]);
  }
  return [...byShape.values()].flatMap((regions) =>
    regions.slice(0, 1).map((region) => ({ title: regions.map(({ key }) => key).join(' · '), region })),
  );
}

function heightOf(column: readonly Card[]): number {
  return column.reduce((sum, { height }) => sum + height + TITLE + GAP, 0);
}

function shortest(columns: readonly Card[][]): Card[] {
  const [first = []] = columns.toSorted((a, b) => heightOf(a) - heightOf(b));
  return first;
}

function draw({ title, svg, height, width }: Card, left: number, top: number, columnWidth: number): string {
  const placed = svg.replace(
    /^<svg width="\d+pt" height="\d+pt"/,
    `<svg x="${left + (columnWidth - width) / 2}" y="${top + TITLE}" width="${width}" height="${height}"`,
  );
  return [
    `<rect x="${left}" y="${top}" width="${columnWidth}" height="${height + TITLE}" rx="8" fill="none" ` +
      'stroke="#8c959f"/>',
    `<text x="${left + 12}" y="${top + 20}" font-family="Helvetica,Arial,sans-serif" font-size="15" ` +
      `font-weight="bold" fill="#24292f">${title}</text>`,
    placed,
  ].join('\n');
}
