import type { SourceFile } from '../generate/source-file.ts';
import { escapedHtml } from './html-text.ts';

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
    .map(
      (line, index) => `<a class="line" id="L${index + 1}" href="#L${index + 1}">${index + 1}</a>${escapedHtml(line)}`,
    );
  return (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">' +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<title>${escapedHtml(path)} | bucketkey ${escapedHtml(version)}</title>` +
    `<link rel="stylesheet" href="${up}assets/custom.css"></head><body class="source-page"><main>` +
    `<p><a href="${up}index.html">bucketkey ${escapedHtml(version)}</a></p><h1>${escapedHtml(path)}</h1>` +
    `<pre tabindex="0" role="group" aria-label="Source">${lines.join('\n')}</pre></main></body></html>\n`
  );
}
