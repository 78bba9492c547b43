// The last step of `npm run docs`: what TypeDoc has written becomes the site. Links to sources get pages, every page
// gets the search, the index of it is written, scripts are bundled, and a link that leads nowhere is an error.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'rolldown';
import { sourceFiles } from '../generate/source-files.ts';
import { deadLinks } from './dead-links.ts';
import { finishedPage } from './finished-page.ts';
import { entriesOf } from './search-entries.ts';
import { sourcePage, sourcePagePath } from './source-pages.ts';

const SITE = join('docs', 'site');

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
const sources = sourceFiles('.', ['model', 'properties', 'src', 'tests']);
const written = readdirSync(SITE, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));

const pages = new Map<string, string>();
for (const path of written.filter((name) => name.endsWith('.html')))
  pages.set(path, finishedPage(path, readFileSync(join(SITE, path), 'utf8')));
const wanted = new Set(
  [...pages.values()].flatMap((html) => [...html.matchAll(/source\/([^"#]+)\.html/g)].map(([, to]) => to)),
);
for (const source of sources)
  if (wanted.has(source.path)) pages.set(sourcePagePath(source.path), sourcePage(source, version));

for (const [path, html] of pages) write(path, html);
const entries = [...pages].flatMap(([path, html]) => entriesOf(path, html));
write('assets/search-index.js', `window.bucketkeySearch = ${JSON.stringify(entries)};\n`);
// The search of TypeDoc knows symbols only; its script has to be there.
write('assets/search.js', '');

// Plain scripts, as modules are not loaded from files.
for (const name of ['search', 'explorer'])
  await build({
    input: `docs/web/dom/${name}.ts`,
    platform: 'browser',
    output: { file: join(SITE, 'assets', 'own', `${name}.js`), format: 'iife', minify: true },
  });

const others = written.filter((path) => !path.endsWith('.html'));
const dead = deadLinks(
  pages,
  new Set([...others, 'assets/search-index.js', 'assets/own/search.js', 'assets/own/explorer.js']),
);
for (const link of dead) process.stderr.write(`a link that leads nowhere: ${link}\n`);
process.stdout.write(`${pages.size} pages, ${entries.length} entries of the search in ${SITE}\n`);
process.exitCode = dead.length === 0 ? 0 : 1;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(SITE, path)), { recursive: true });
  writeFileSync(join(SITE, path), text);
}
