import type { SearchEntry } from '../web/search/search.ts';
import { textOfHtml } from './html-text.ts';

/** Longest text of an entry, in characters: entries of claims list a hundred sentences. */
const LONGEST = 4_000;
const HEADING = /<h([1-4])\b[^>]*\bid="([^"]+)"[^>]*>([\s\S]*?)<\/h\1>/g;

/** Longest text of what cites a claim. */
const LONGEST_ALSO = 1_000;
/** What cites a claim follows it in its entry: who looks for words means those of the claim first. */
const CITING = / (?:Implemented by|Checked by|Mutants that break it|Also cited by) /;
/** Tables of claims that have entries of their own. */
const REPEATED = /^(?:Requirements it|Claims on it)/;

/** What the search finds on a page: each of its sections, or of a page of the API its name and its first words. */
export function entriesOf(path: string, html: string): readonly SearchEntry[] {
  if (path.startsWith('source/') || path === 'documents/Search.html') return [];
  const title = textOfHtml(/<title>([\s\S]*?)<\/title>/.exec(html)?.[1] ?? '').replace(/ \| .*$/, '');
  if (!path.startsWith('documents/')) return apiEntries(path, title, html);
  const start = html.indexOf('tsd-panel tsd-typography');
  const end = html.indexOf('<div class="col-sidebar">');
  const body = html.slice(html.indexOf('>', start) + 1, end < 0 ? undefined : end);
  const headings = [...body.matchAll(HEADING)];
  const isClaims = path.startsWith('documents/Requirements.');
  return headings.flatMap((heading, index) => {
    const [whole, , id = '', name = ''] = heading;
    const heard = textOfHtml(name);
    // The index of ids has nothing but what the entries of the claims have.
    if (REPEATED.test(heard) || (path === 'documents/All_ids.html' && index > 0)) return [];
    const from = heading.index + whole.length;
    const all = textOfHtml(body.slice(from, headings[index + 1]?.index));
    const [text = '', ...citing] = isClaims ? all.split(CITING) : [all];
    const also = citing.length === 0 ? {} : { also: citing.join(' ').slice(0, LONGEST_ALSO) };
    // The heading of a page is the page.
    const url = `${path}${index === 0 ? '' : `#${id}`}`;
    return [{ title: heard, page: title, url, text: text.slice(0, LONGEST), ...also }];
  });
}

function apiEntries(path: string, title: string, html: string): readonly SearchEntry[] {
  const [folder] = path.split('/');
  if (folder === undefined || !/^(?:classes|functions|interfaces|modules|types|variables)$/.test(folder)) return [];
  const comment = /<div class="tsd-comment tsd-typography">([\s\S]*?)<\/div>/.exec(html)?.[1] ?? '';
  return [{ title, page: `API, ${folder}`, url: path, text: textOfHtml(comment).slice(0, 400) }];
}
