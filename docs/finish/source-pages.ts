import { html } from '../../src/html-report/html.ts';
import type { SourceFile } from '../generate/source-file.ts';

/** The page of a source file, below the site. */
export function sourcePagePath(path: string): string {
  return `source/${path}.html`;
}

/** A source file as a page of its own, with a line for each of its lines. */
export function sourcePage({ path, text }: SourceFile, version: string): string {
  const up = '../'.repeat(path.split('/').length);
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line, at) => html`<a class="line" id="L${at + 1}" href="#L${at + 1}">${at + 1}</a>${line}${'\n'}`);
  return html`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${path} | bucketkey ${version}</title><link rel="stylesheet" href="${up}assets/custom.css"></head>
<body class="source-page"><main><p><a href="${up}index.html">bucketkey ${version}</a></p><h1>${path}</h1>
<pre tabindex="0" role="group" aria-label="Source">${lines}</pre></main></body></html>
`.text;
}
