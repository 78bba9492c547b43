import { describe, expect, test } from 'vitest';
import { CHARTS } from '../../model/charts/catalogue.ts';
import { renderChartSvg } from './render.ts';

/** Element names that are opened and not closed, or closed and not opened. */
function unbalanced(svg: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, closing, name = '', empty] of svg
    .replaceAll(/<!--.*?-->/gs, '')
    .matchAll(/<(\/?)([\w:]+)(?:\s+[\w:-]+="[^"<]*")*\s*(\/?)>/g)) {
    if (closing === '/') {
      const expected = open.pop();
      if (expected !== name) wrong.push(name);
    } else if (empty !== '/') open.push(name);
  }
  return [...wrong, ...open];
}

/** The text a reader sees, without tooltips and titles. */
function visibleText(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text.replaceAll('&#45;', '-'));
}

describe.each(CHARTS)('$title', ({ machine, tables }) => {
  test('is well-formed SVG that stands alone and fetches nothing', async () => {
    const svg = await renderChartSvg(machine);
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg.trimEnd()).toMatch(/<\/svg>$/);
    expect(unbalanced(svg)).toEqual([]);
    expect(svg.replaceAll(/<!--.*?-->|<\/?[\w:]+(\s+[\w:-]+="[^"<]*")*\s*\/?>/gs, '')).not.toMatch(/[<>]/);
    expect(svg).not.toMatch(/href=|<script|<image/);
  });

  test('shows each state, event and guard', async () => {
    const texts = visibleText(await renderChartSvg(machine));
    for (const { states, events, guards } of tables) {
      for (const state of states) expect(texts).toContain(state);
      for (const event of events) expect(texts.some((text) => text.split(' ')[0] === event)).toBe(true);
      for (const guard of guards) expect(texts.some((text) => text.match(/\[.*\]/)?.[0].includes(guard))).toBe(true);
    }
  });

  test('lies on white, so that it reads on a dark page too', async () => {
    expect(await renderChartSvg(machine)).toContain('<polygon fill="white"');
  });

  test('is the same text each time', async () => {
    expect(await renderChartSvg(machine)).toBe(await renderChartSvg(machine));
  });
});
