import type { Browser, Page } from 'playwright-core';

/** A page in the browser. */
export interface Opened {
  readonly page: Page;
  /** Requests that it must not make, and whatever the console has to say. */
  readonly problems: string[];
}

/** How wide the window is, in pixels, and in which colours. */
export type Look = readonly [width: number, colorScheme: 'light' | 'dark'];

/**
 * Opens an address in a window of its own.
 *
 * @param mayAskFor - requests that are no problem
 * @param mayBeSaid - what of the console is none
 */
export async function opened(
  browser: Browser | undefined,
  address: string,
  [width, colorScheme]: Look,
  mayAskFor: (url: string) => boolean,
  mayBeSaid: (text: string) => boolean = () => false,
): Promise<Opened> {
  if (browser === undefined) throw new Error('the browser did not start');
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('request', (request) => {
    if (!mayAskFor(request.url())) problems.push(`asked for ${request.url()}`);
  });
  page.on('console', (message) => {
    if (!mayBeSaid(message.text())) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(address);
  return { page, problems };
}
