import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { pages } from '../../src/html-report/testing/reports.ts';
import { startChromium } from './chromium.ts';
import { type Opened, opened } from './opened.ts';

let browser: Browser | undefined;
let folder = '';
beforeAll(async () => {
  browser = await startChromium();
  folder = await mkdtemp(join(tmpdir(), 'bucketkey-pages-'));
  for (const [name, text] of await pages()) await writeFile(join(folder, `${name}.html`), text);
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(async () => {
  for (const context of browser?.contexts() ?? []) await context.close();
});

/** Opens a page of a report from its file; it may ask for nothing but itself. */
function open(name: string, width: number, scheme: 'light' | 'dark'): Promise<Opened> {
  const address = pathToFileURL(join(folder, `${name}.html`)).href;
  return opened(browser, address, [width, scheme], (url) => url === address || url.startsWith('data:'));
}

/** All looks of the page that has everything in it, two of each other one. */
const LOOKS: readonly (readonly [name: string, width: number, scheme: 'light' | 'dark'])[] = [
  ['violating', 390, 'light'],
  ['violating', 390, 'dark'],
  ['violating', 1440, 'light'],
  ['violating', 1440, 'dark'],
  ...['conforming', 'merged', 'judged', 'why', 'predict'].flatMap(
    (name) =>
      [
        [name, 390, 'light'],
        [name, 1440, 'dark'],
      ] as const,
  ),
];

test.each(LOOKS)('the page %s, %i pixels wide, %s: nothing is in the way of anybody', async (name, width, scheme) => {
  const { page, problems } = await open(name, width, scheme);
  // What is folded away under coverage is long, and much the same in all.
  const folded = ['conforming', 'why', 'predict'].includes(name) ? 'details' : '.finding details';
  await page.evaluate(`for (const one of document.querySelectorAll('${folded}')) one.open = true`);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
  expect(wide).toBeLessThanOrEqual(0);
  expect(problems).toEqual([]);
});

describe('the step-through', () => {
  test('is reached and used by keyboard alone', async () => {
    const { page } = await open('violating', 390, 'light');
    const focused = () => page.evaluate<string>('document.activeElement.className || document.activeElement.tagName');
    for (let presses = 0; (await focused()) !== 'previous'; presses += 1) {
      expect(presses).toBeLessThan(60);
      await page.keyboard.press('Tab');
    }
    const shown = () => page.locator('.panel:visible h5').allTextContents();
    // How many steps there are hangs on the trace that was drawn.
    const steps = await page.locator('.panel').count();
    const last = new RegExp(`^Step ${steps}, `);
    const before = new RegExp(`^Step ${steps - 1}, `);
    expect(await shown()).toEqual([expect.stringMatching(last)]);
    await page.keyboard.press('Enter');
    expect(await shown()).toEqual([expect.stringMatching(before)]);
    expect(await page.locator('.stepper output').textContent()).toBe(`${steps - 1} of ${steps}`);
    expect(await page.locator('.panel:visible').textContent()).toContain(', made at 0 s');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    expect(await shown()).toEqual([expect.stringMatching(last)]);
    expect(await page.locator('.stepper input').getAttribute('aria-valuetext')).toMatch(last);
    await page.keyboard.press('ArrowLeft');
    expect(await shown()).toEqual([expect.stringMatching(before)]);
    await page.keyboard.press('Tab');
    for (let presses = 0; presses < 5; presses += 1) await page.keyboard.press('Space');
    expect(await shown()).toEqual([expect.stringMatching(last)]);
  });

  test('shows all steps where no script runs', async () => {
    if (browser === undefined) throw new Error('the browser did not start');
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(folder, 'violating.html')).href);
    const steps = await page.locator('.panel').count();
    expect(steps).toBeGreaterThan(1);
    expect(await page.locator('.panel:visible').count()).toBe(steps);
    expect(await page.locator('.controls:visible, .filter:visible').count()).toBe(0);
  });
});

test('properties are filtered by verdict and by words', async () => {
  const { page } = await open('violating', 1440, 'light');
  const rows = () => page.locator('.properties tbody tr:visible').count();
  const all = await rows();
  await page.locator('.filter select').selectOption('violated');
  const violated = await rows();
  expect(violated).toBeGreaterThan(0);
  expect(violated).toBeLessThan(all);
  await page.locator('.filter input').fill('EVERY-requester');
  expect(await rows()).toBe(1);
  expect(await page.locator('.filter output').textContent()).toBe('1 shown');
});
