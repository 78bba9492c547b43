import { expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { bucketkeyMachine } from '../../model/index.ts';
import { renderMachineSvg } from './render-machine.ts';

function textsOf(svg: string): readonly string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);
}

test('the picture of the README is that of the machine; `npx vitest run docs/diagrams -u` draws it anew', async () => {
  await expect(await renderMachineSvg(bucketkeyMachine)).toMatchFileSnapshot('../machine.svg');
});

test('it lies on white, so that it reads on a dark page too, and fetches nothing', async () => {
  const svg = await renderMachineSvg(bucketkeyMachine);
  expect(svg).toMatch(
    /^<svg [^>]*viewBox="0 0 (\d+) (\d+)"[^>]*>\n<rect width="\1" height="\2" rx="10" fill="white"\/>/,
  );
  expect(svg).not.toMatch(/href="|<script|<image/);
});

test('regions that differ in nothing but whom they are of are one card, with states and events once', async () => {
  const lamp = (name: string, more: object = {}) => ({
    initial: 'off',
    states: { off: { on: { [`${name}.press`]: { target: 'on' } } }, on: {}, ...more },
  });
  const house = createMachine({
    id: 'house',
    type: 'parallel',
    states: { hall: lamp('hall'), attic: lamp('attic'), cellar: lamp('cellar', { broken: {} }) },
  });
  const texts = textsOf(await renderMachineSvg(house));
  expect(texts.toSorted()).toEqual(
    ['hall · attic', 'off', 'on', 'press', 'cellar', 'off', 'on', 'broken', 'press'].toSorted(),
  );
});
