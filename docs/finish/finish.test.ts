import { describe, expect, test } from 'vitest';
import { search } from '../web/search/search.ts';
import { deadLinks } from './dead-links.ts';
import { finishedPage } from './finished-page.ts';
import { entriesOf } from './search-entries.ts';
import { sourcePage, sourcePagePath } from './source-pages.ts';

const PAGE =
  '<html><head><title>Put | bucketkey - v1</title></head><body><header><div id="tsd-toolbar-links"></div>' +
  '<button id="tsd-search-trigger"></button></header><div class="tsd-panel tsd-typography"><h1 id="put">Put</h1>' +
  '<p>Of writes.</p><h2 id="f-28" class="a">F-28<a href="#f-28"><svg>x</svg></a></h2><p>One bucket &amp; one key.</p>' +
  '<table><tr><td><a href="source://model/a.ts#L3" class="external" ' +
  'target="_blank"><code>a.ts</code></a></td></tr></table>' +
  '<h1>Again</h1></div><div class="col-sidebar">Menu</div></body></html>';

describe('a finished page', () => {
  const html = finishedPage('documents/Put.html', PAGE);

  test('leads to pages of sources, to the search and to the doors', () => {
    expect(html).toContain('<a href="../source/model/a.ts.html#L3">');
    expect(html).toContain('action="../documents/Search.html"');
    expect(html).toContain('<a href="../documents/All_ids.html">All ids</a>');
    expect(finishedPage('index.html', PAGE)).toContain('<a href="source/model/a.ts.html#L3">');
  });

  test('has one heading of the first level, and tables that scroll', () => {
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).toContain('<h2>Again</h2>');
    expect(html).toContain('<div class="scroll"><table>');
  });

  test('only the pages that need one get a script', () => {
    expect(html).not.toContain('<script');
    expect(finishedPage('documents/Explorer.html', PAGE)).toContain('src="../assets/own/explorer.js"');
  });
});

test('the search has an entry for each section of a page, and none for menus', () => {
  expect(entriesOf('documents/Put.html', PAGE)).toEqual([
    { title: 'Put', page: 'Put', url: 'documents/Put.html', text: 'Of writes.' },
    { title: 'F-28', page: 'Put', url: 'documents/Put.html#f-28', text: 'One bucket & one key. a.ts Again' },
  ]);
});

test('a claim is told apart from what cites it', () => {
  const html = PAGE.replace('<table>', '<p>Checked by F.</p><table>');
  expect(entriesOf('documents/Requirements.Put.html', html)[1]).toMatchObject({
    text: 'One bucket & one key.',
    also: 'F. a.ts Again',
  });
});

test('a source has a page with a place for each line, and nothing in it is markup', () => {
  const html = sourcePage({ path: 'model/a.ts', text: 'a < b;\n<script>\n' }, '1.2.3');
  expect(sourcePagePath('model/a.ts')).toBe('source/model/a.ts.html');
  expect(html).toContain('<a class="line" id="L2" href="#L2">2</a>&lt;script&gt;');
  expect(html).not.toContain('<script');
});

test('links that lead to no page, or to no place on it, are found', () => {
  const pages = new Map([
    [
      'a/x.html',
      '<a href="y.html#there"></a><a href="y.html#gone"></a><a href="../z.html"></a><a href="https://e.org/"></a>',
    ],
    ['a/y.html', '<p id="there"></p><img src="p.svg"><a href="?q=1"></a>'],
  ]);
  expect(deadLinks(pages, new Set(['a/p.svg']))).toEqual(['a/x.html: y.html#gone', 'a/x.html: ../z.html']);
});

describe('the search', () => {
  const entries = [
    { title: 'Two windows', page: 'Guide', url: 'g', text: 'After five minutes it expires, and F-106 says so.' },
    { title: 'F-106', page: 'Keys', url: 'f', text: 'Two times must be told apart.' },
    { title: 'F-10', page: 'Keys', url: 'e', text: 'An alias is resolved by the account. Not F-1066.' },
    { title: 'E-07', page: 'Errors', url: 'n', text: 'Unknown key: 400 KMS.NotFoundException.' },
  ];
  const found = (words: string) => search(entries, words).map(({ entry }) => entry.url);

  test('finds an id first where it is told, and then where it is cited', () => {
    expect(found('F-106')[0]).toBe('f');
    expect(found('f-106')).toContain('g');
    expect(found('F-10')[0]).toBe('e');
  });

  test('finds error codes and words in other forms; of two words both have to be there', () => {
    expect(found('KMS.NotFoundException')).toEqual(['n']);
    expect(found('notfoundexception')).toEqual(['n']);
    expect(found('expire')).toEqual(['g']);
    expect(found('KMSMasterKeyID unknown')).toEqual(['n']);
    expect(found('expired minutes')).toEqual(['g']);
    expect(found('expired alias')).toEqual([]);
    expect(found('expiring in minutes of aws')).toEqual(['g']);
    expect(found('  ')).toEqual([]);
  });

  test('rare words weigh most, words of short texts more than those of long ones, and claims come first', () => {
    const long = {
      title: 'Guide',
      page: 'Guide',
      url: 'long',
      text: `kms kms throttling ${'and much more '.repeat(100)}`,
    };
    const told = [
      long,
      { title: 'Short', page: 'Guide', url: 'short', text: 'Throttling.' },
      { title: 'F-131', page: 'Quotas', url: 'claim', text: 'Throttling.' },
    ];
    const few = { title: 'Few', page: 'Guide', url: 'few', text: 'Throttling by a quota.' };
    const many = ['a', 'b', 'c'].map((url) => ({ ...few, title: 'Many', url, text: 'A bucket under kms.' }));
    expect(search([...many, few], 'kms bucket throttling quota')[0]?.entry.url).toBe('few');
    expect(search(told, 'throttling').map(({ entry }) => entry.url)).toEqual(['claim', 'short', 'long']);
  });

  test('a claim is found by the words of what cites it, and by an action without its service', () => {
    const claim = { title: 'D-09', page: 'Differ', url: 'd', text: 'The role needs Decrypt.' };
    const cited = { ...claim, also: 'Checked by: the integrity check' };
    expect(search([claim], 'integrity decrypt')).toHaveLength(1);
    expect(search([claim, entries[1] ?? claim], 'integrity')).toEqual([]);
    expect(search([cited], 'integrity').map(({ entry }) => entry.url)).toEqual(['d']);
    expect(search([claim], 'kms:Decrypt').map(({ entry }) => entry.url)).toEqual(['d']);
    expect(search([claim], 'kms:')).toEqual([]);
    expect(search([claim], 'GenerateDataKey kms:Encrypt')).toEqual([]);
  });
});
