import { createHash } from 'node:crypto';
import type { Verdict } from '../oracle/verdict.ts';
import { Html, html } from './html.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

/** What a report begins with. */
export interface Head {
  /** What was done, e.g. `bucketkey check`. */
  readonly title: string;
  /** Omitted where nothing was judged. */
  readonly verdict?: Verdict;
  /** What the verdict comes from, a sentence each. */
  readonly sentences: readonly string[];
  /** What was asked and done. */
  readonly facts: readonly (readonly [name: string, value: string])[];
}

/** A part of the page, with the id of its heading. */
export interface Part {
  readonly id: string;
  readonly title: string;
  readonly body: Html;
}

const WORDS: Readonly<Record<Verdict, string>> = {
  conforms: '✓ conforms',
  violates: '✗ violates',
  unknown: '? unknown',
};

/** A page that is whole in itself: it asks for nothing, and runs nothing but its own script. */
export function page({ title, verdict, sentences, facts }: Head, parts: readonly Part[]): string {
  const body = html`<a class="skip" href="#content">To the content</a>
<header><h1>${title}</h1>
<div class="outcome ${verdict}">${verdict && html`<p class="word">${WORDS[verdict]}</p>`}
${sentences.map((sentence) => html`<p>${sentence}</p>`)}</div>
<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<nav aria-label="Contents"><ul>${parts.map((one) => html`<li><a href="#${one.id}">${one.title}</a></li>`)}</ul></nav>
</header>
<main id="content">
${parts.map((part) => part.body)}</main>
<footer><p>A report of bucketkey. It holds everything it shows and asks the network for nothing.</p></footer>
`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(body.text)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${title}${verdict && `: ${verdict}`}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
${body}<script>${new Html(SCRIPT)}</script>
</body>
</html>
`.text;
}

/** Only these very styles, those of drawings among them, and this very script. No text of a report is a tag. */
function policy(body: string): string {
  const styles = new Set([STYLE, ...[...body.matchAll(/<style>([^<]*)<\/style>/g)].map(([, style = '']) => style)]);
  return [
    "default-src 'none'",
    'img-src data:',
    `style-src ${[...styles].map(hash).join(' ')}`,
    `script-src ${hash(SCRIPT)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
