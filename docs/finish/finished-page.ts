import { SOURCE_SCHEME } from '../generate/source-links.ts';

/** Pages of the site that every page leads to, by what they are called there. */
const DOORS: readonly (readonly [name: string, path: string])[] = [
  ['All ids', 'documents/All_ids.html'],
  ['Explorer', 'documents/Explorer.html'],
  ['Glossary', 'documents/Glossary.html'],
];

/** Scripts of single pages. */
const SCRIPTS: Readonly<Record<string, string>> = {
  'documents/Search.html':
    '<script defer src="../assets/search-index.js"></script><script defer src="../assets/own/search.js"></script>',
  'documents/Explorer.html': '<script defer src="../assets/own/explorer.js"></script>',
};

/** A page of TypeDoc as the site has it. `path` is below the site, with forward slashes. */
export function finishedPage(path: string, html: string): string {
  const up = '../'.repeat(path.split('/').length - 1);
  return withOneHeading(html)
    .replaceAll(`href="${SOURCE_SCHEME}`, `href="${up}source/`)
    .replaceAll(/(href="(?:\.\.\/)*source\/[^"#]+)(#[^"]*)?"( class="external")?( target="_blank")?/g, '$1.html$2"')
    .replace('<button id="tsd-search-trigger"', `${searchForm(up)}<button id="tsd-search-trigger"`)
    .replace('<div id="tsd-toolbar-links">', `<div id="tsd-toolbar-links">${doors(up)}`)
    .replaceAll('<table>', '<div class="scroll"><table>')
    .replaceAll('</table>', '</table></div>')
    .replace('</body>', `${SCRIPTS[path] ?? ''}</body>`);
}

function searchForm(up: string): string {
  return (
    `<form class="site-search" role="search" action="${up}documents/Search.html">` +
    '<input name="q" type="search" aria-label="Search" placeholder="F-97, Decrypt, expire" autocomplete="off"></form>'
  );
}

function doors(up: string): string {
  return DOORS.map(([name, path]) => `<a href="${up}${path}">${name}</a>`).join('');
}

/** Every heading of the first level but the first is one of the second: a start page has a title of its own. */
function withOneHeading(html: string): string {
  let headings = 0;
  return html.replaceAll(/<h1\b([^>]*)>([\s\S]*?)<\/h1>/g, (whole, attributes: string, inside: string) => {
    headings += 1;
    return headings === 1 ? whole : `<h2${attributes}>${inside}</h2>`;
  });
}
