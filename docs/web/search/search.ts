/** A place on the site that the search can find. */
export interface SearchEntry {
  readonly title: string;
  /** The page it is on. */
  readonly page: string;
  readonly url: string;
  readonly text: string;
  /** What is told of it elsewhere, which counts less; undefined = nothing. */
  readonly also?: string;
}

/** What was found, the best first, with the words around the first match. */
export interface Found {
  readonly entry: SearchEntry;
  readonly snippet: string;
}

/** What claims call things that AWS's documents call otherwise. */
const OTHERWISE: ReadonlyMap<string, string> = new Map([
  ['bucketkeyenabled', 'flag'],
  ['x-amz-server-side-encryption-bucket-key-enabled', 'flag'],
  ['x-amz-server-side-encryption', 'algorithm'],
  ['x-amz-server-side-encryption-aws-kms-key-id', 'key id'],
  ['x-amz-server-side-encryption-context', 'context'],
  ['kmsmasterkeyid', 'key'],
  ['serversideencryptionconfiguration', 'rule'],
  ['applyserversideencryptionbydefault', 'rule'],
  ['getobject', 'read'],
  ['putobject', 'write'],
  ['copyobject', 'copy'],
  ['permission', 'needs'],
  ['permissions', 'needs'],
  ['required', 'needs'],
  ['requires', 'needs'],
  ['deleteobject', 'deletion'],
  ['listobjects', 'listing'],
  ['listobjectsv2', 'listings'],
]);
/** Characters of text around a match. */
const AROUND = 90;
/** How an action of a policy begins. */
const ACTION = /^(?:kms|s3):(?=.)/;
/** The title of the entry of a claim. */
const ID = /^(?:[A-Z]{1,2}-|P)\d+$/;
/** Endings that words are found without: who looks for `expire` finds `expiry` and `expired`. */
const ENDING = /(?:able|ies|es|ed|ing|ion|e|s|y)$/;
/** Share of the words that an entry must have, two at least: claims are told in other words than AWS's. */
const LEAST_SHARE = 0.4;
/** What a word counts in a title, beside once in a text of the usual length. */
const IN_TITLE = 3;
/** How far words in a text longer than usual count less, as in BM25. */
const BY_LENGTH = 0.75;
/** A claim is what other pages tell more of. */
const OF_CLAIM = 1.5;

/** The entries that have what is looked for, or most of it, the best first. Words that few entries have weigh most. */
export function search(entries: readonly SearchEntry[], asked: string, most = 40): readonly Found[] {
  const words = asked
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  const usual = entries.reduce((sum, { text }) => sum + text.length, 1) / entries.length;
  const counts = entries.map((entry) => countsOf(entry, words, usual));
  const weights = words.map((_, index) =>
    weightOf(counts.filter((one) => (one[index] ?? 0) > 0).length, entries.length),
  );
  return entries
    .map((entry, index) => ({ entry, score: scoreOf(entry.title, counts[index] ?? [], weights, words.join(' ')) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ entry }) => ({ entry, snippet: snippetOf(entry.text, words) }));
}

/** What a word weighs that so many of all entries have; one that none has was not looked for. */
function weightOf(having: number, all: number): number {
  return having === 0 ? 0 : Math.log(1 + all / having);
}

/** What each word counts in an entry. */
function countsOf(
  { title, page, text, also = '' }: SearchEntry,
  words: readonly string[],
  usual: number,
): readonly number[] {
  const inTitle = title.toLowerCase();
  const inPage = page.toLowerCase();
  const inText = text.toLowerCase();
  const inOther = also.toLowerCase();
  const length = 1 - BY_LENGTH + (BY_LENGTH * text.length) / usual;
  return words.map((word) => {
    const told = Math.max((2 * likeness(inText, word)) / (1 + length), likeness(inOther, word) / 2);
    return IN_TITLE * likeness(inTitle, word) + likeness(inPage, word) / 2 + told;
  });
}

function scoreOf(title: string, counts: readonly number[], weights: readonly number[], asked: string): number {
  let score = 0;
  let had = 0;
  let wanted = 0;
  for (const [index, weight] of weights.entries()) {
    const count = counts[index] ?? 0;
    score += weight * count;
    wanted += weight;
    if (count > 0) had += weight;
  }
  const found = counts.filter((count) => count > 0).length;
  const most = weights.filter((weight) => weight > 0).length;
  if (found === 0 || found < Math.min(most, Math.max(2, LEAST_SHARE * most))) return 0;
  if (title.toLowerCase() === asked) return Number.MAX_VALUE;
  return score * (had / wanted) ** 2 * (ID.test(title) ? OF_CLAIM : 1);
}

/** How like a word what a text has of it is, from 0 to 1. */
function likeness(text: string, word: string): number {
  if (isWhole(text, word)) return 1;
  if (text.includes(word)) return 0.5;
  const stem = stemOf(word);
  if (stem !== word && text.includes(stem)) return 0.5;
  // An action of a policy is called without its service.
  if (ACTION.test(word)) return likeness(text, word.replace(ACTION, '')) / 2;
  const other = OTHERWISE.get(word);
  return other !== undefined && isWhole(text, other) ? 0.5 : 0;
}

function isWhole(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + word.length] ?? ' ';
    if (!/[\w-]/.test(before) && !/[\w]/.test(after)) return true;
  }
  return false;
}

/** A word without its ending; short ones and ids stay. */
function stemOf(word: string): string {
  const stem = word.replace(ENDING, '');
  return stem.length >= 4 && !/\d/.test(word) ? stem : word;
}

function snippetOf(text: string, words: readonly string[]): string {
  const lower = text.toLowerCase();
  const places = words.flatMap((word) => [lower.indexOf(word), lower.indexOf(stemOf(word))]).filter((at) => at >= 0);
  const from = Math.max(0, (places[0] ?? 0) - AROUND);
  const cut = text.slice(from, from + 2 * AROUND + 60);
  return `${from > 0 ? '…' : ''}${cut}${from + cut.length < text.length ? '…' : ''}`;
}
