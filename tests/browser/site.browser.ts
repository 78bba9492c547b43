import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startChromium } from './chromium.ts';
import { type Opened, opened } from './opened.ts';

// The site as `npm run docs` has built it; it opens no port, so it is looked at as files.

const root = resolve(import.meta.dirname, '../..');
const site = join(root, 'docs/site');

let browser: Browser | undefined;
beforeAll(async () => {
  if (!existsSync(join(site, 'assets/own/explorer.js'))) throw new Error('there is no site: npm run docs builds it');
  browser = await startChromium();
});
afterAll(() => browser?.close());
afterEach(async () => {
  for (const context of browser?.contexts() ?? []) await context.close();
});

/** Icons are parts of a file of their own, which pages that are files themselves may not use. */
const OF_FILES = /^Unsafe attempt to load URL file:/;

/** Opens a page of the site; nothing in it may leave the site. */
function open(path: string, width: number, scheme: 'light' | 'dark'): Promise<Opened> {
  const address = `${pathToFileURL(site).href}/${path}`;
  const isInside = (url: string) => /^(?:file|data):/.test(url);
  return opened(browser, address, [width, scheme], isInside, (text) => OF_FILES.test(text));
}

/** The menu of TypeDoc has links in what folds it. */
const NOT_OURS = ['nested-interactive'];

/** Pages of each kind. */
const PAGES = [
  'index.html',
  'documents/Search.html?q=expire',
  'documents/Explorer.html#ideal~on-ann-0-0~pa-ann-0-0~ga-bob-1000-0',
  'documents/All_ids.html',
  'documents/Benchmarks.html',
  'documents/Requirements.Writing_an_object.html',
  'documents/Rules.etag.html',
  'documents/Operations.PutObject.html',
  'documents/Open_points.U-01.html',
  'documents/Properties.key-scope.html',
  'documents/Scenarios.aws-poc.html',
  'documents/Charts.Cache_entry.html',
  'documents/Ten_minutes_to_a_violation.html',
  'source/model/rules/etag.ts.html',
];

/** All four looks of the start, two of the others; all of all with `BUCKETKEY_ALL_LOOKS`. */
const LOOKS = PAGES.flatMap((path, place) =>
  ([390, 1440] as const).flatMap((width) =>
    (['light', 'dark'] as const)
      .filter((scheme) => {
        const isPaired = (width === 390) === ((scheme === 'light') === (place % 2 === 0));
        return isPaired || path === 'index.html' || process.env.BUCKETKEY_ALL_LOOKS !== undefined;
      })
      .map((scheme) => [path, width, scheme] as const),
  ),
);

test.each(LOOKS)('%s, %i pixels wide, %s: nothing is in the way of anybody', async (path, width, scheme) => {
  const { page, problems } = await open(path, width, scheme);
  // Of files a script may not fetch style sheets, which axe would preload for rules that are not on.
  const { violations } = await new AxeBuilder({ page }).options({ preload: false }).disableRules(NOT_OURS).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(
    grave.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ html, target }) => `${target} ${html.slice(0, 120)}`)
          .slice(0, 5)
          .join('\n')}`,
    ),
  ).toEqual([]);
  expect(await page.locator('h1:visible').count()).toBe(1);
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
  expect(wide).toBeLessThanOrEqual(0);
  expect(problems).toEqual([]);
});

test('the start has three doors, which lead to pages of the site, and says which version it is of', async () => {
  const { page } = await open('index.html', 1440, 'light');
  expect(await page.locator('.doors h3').allTextContents()).toEqual([
    'Learn what bucket keys do',
    'Test your system',
    'Audit the model',
  ]);
  const links = await page
    .locator('.doors a:not(.tsd-anchor-icon)')
    .evaluateAll((all) => all.map((one) => one.getAttribute('href')));
  expect(links.length).toBeGreaterThan(12);
  expect(links.filter((link) => !/^documents\/.*\.html$/.test(link ?? ''))).toEqual([]);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
  expect(await page.locator('header .title').textContent()).toContain(version);
});

test('tables show all of their numbers: what is wider than the page scrolls, and is reached by keyboard', async () => {
  const { page } = await open('documents/Benchmarks.html', 390, 'light');
  const unreachable = await page
    .locator('.scroll')
    .evaluateAll(
      (all) => all.filter((one) => one.scrollWidth > one.clientWidth && one.getAttribute('tabindex') !== '0').length,
    );
  expect(unreachable).toBe(0);
  const cut = await page
    .locator('.scroll td')
    .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length);
  expect(cut).toBe(0);
});

describe('the search', () => {
  test.each([
    ['F-97', /^F-97 /],
    ['U-01', /^U-01/],
    ['KMS.NotFoundException', /E-07|Error/],
    ['GenerateDataKey', /./],
    ['DSSE', /./],
    ['CloudTrail', /CloudTrail/],
    ['expire', /./],
    ['PutObject', /PutObject/],
  ])('finds %s', async (words, first) => {
    const { page } = await open('index.html', 1440, 'light');
    const isAsked = () => page.evaluate<boolean>('document.activeElement?.tagName === "INPUT"');
    // The page may not listen yet.
    await expect
      .poll(async () => {
        if (!(await isAsked())) await page.keyboard.press('/');
        return isAsked();
      })
      .toBe(true);
    await page.keyboard.type(words);
    await page.keyboard.press('Enter');
    await page.waitForURL(/Search\.html/);
    const found = page.locator('#search-results li a');
    await expect.poll(() => found.count()).toBeGreaterThan(0);
    const shown = await found.evaluateAll((all) => all.slice(0, 5).map((one) => one.textContent ?? ''));
    expect(
      shown.some((text) => first.test(text)),
      shown.join('; '),
    ).toBe(true);
    await found.first().click();
    await expect.poll(() => page.locator('h1:visible').count()).toBe(1);
    expect(page.url()).not.toContain('Search.html');
  });
});

describe('the explorer', () => {
  test('is used by keyboard alone, and its address tells the same again', async () => {
    const { page } = await open('documents/Explorer.html', 390, 'light');
    const action = page.getByLabel('What happens');
    await action.focus();
    for (const key of ['', 'w']) {
      if (key !== '') await page.keyboard.press(key);
      await page.getByRole('button', { name: 'Do it' }).focus();
      await page.keyboard.press('Enter');
      await action.focus();
    }
    await expect
      .poll(() => page.locator('#bucketkey-explorer [role=status]').textContent())
      .toMatch(/^2 steps, .*1 KMS calls/);
    const shared = page.url();
    expect(shared).toContain('#ideal~on-ann-0-0~pa-ann-0-0');
    const told = await page.locator('#bucketkey-explorer').innerText();
    const again = await open(`documents/Explorer.html${new URL(shared).hash}`, 390, 'light');
    expect(await again.page.locator('#bucketkey-explorer').innerText()).toBe(told);
  });

  test('lets a reader choose among outcomes, and shows caches that warm and expire', async () => {
    const { page } = await open('documents/Explorer.html#aws~on-ann-0-0~pa-ann-0-0~ga-ann-1000-0', 1440, 'dark');
    const outcomes = page.getByLabel(/^Outcome of step 3/);
    const before = await page.locator('#bucketkey-explorer [role=status]').textContent();
    const texts = await outcomes.locator('option').allTextContents();
    const other = texts.findIndex((text) => text.includes('Decrypt') !== (texts[0] ?? '').includes('Decrypt'));
    await outcomes.selectOption(String(other));
    expect(await page.locator('#bucketkey-explorer [role=status]').textContent()).not.toBe(before);
    expect(page.url()).toContain(`~ga-ann-1000-${other}`);

    const warm = await open('documents/Explorer.html#ideal~on-ann-0-0~pa-ann-0-0', 1440, 'light');
    expect(await warm.page.locator('#bucketkey-explorer').innerText()).toContain(
      'ann (from a write, until 5 min at the latest)',
    );
    const cold = await open('documents/Explorer.html#ideal~on-ann-0-0~pa-ann-0-0~ga-bob-600000-0', 1440, 'light');
    expect(await cold.page.locator('#bucketkey-explorer').innerText()).not.toContain('ann (from a write');
  });
});
