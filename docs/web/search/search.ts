/** A place on the site that the search can find. */
export interface SearchEntry {
  readonly title: string;
  /** The page it is on. */
  readonly page: string;
  readonly url: string;
  readonly text: string;
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
  ['getobject', 'read'],
  ['putobject', 'write'],
  ['copyobject', 'copy'],
  ['permission', 'needs'],
  ['permissions', 'needs'],
]);
/** Characters of text around a match. */
const AROUND = 90;
/** The title of the entry of a claim. */
const ID = /^(?:[A-Z]{1,2}-|P)\d+$/;
/** Endings that words are found without: who looks for `expire` finds `expiry` and `expired`. */
const ENDING = /(?:able|ies|es|ed|ing|ion|e|s|y)$/;
/** Share of the words that an entry must have: claims are told in other words than AWS's. */
const LEAST_SHARE = 0.6;

/** The entries that have the words of what is looked for, or of many words most, the best first. */
export function search(entries: readonly SearchEntry[], asked: string, most = 40): readonly Found[] {
  const words = asked
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  return entries
    .map((entry) => ({ entry, score: scoreOf(entry, words) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ entry }) => ({ entry, snippet: snippetOf(entry.text, words) }));
}

function scoreOf(entry: SearchEntry, words: readonly string[]): number {
  const title = entry.title.toLowerCase();
  const text = entry.text.toLowerCase();
  let score = title === words.join(' ') ? 100 : 0;
  let had = 0;
  for (const word of words) {
    const one = wordScore(title, word, 20) + wordScore(text, word, 3) + wordScore(entry.page.toLowerCase(), word, 2);
    if (one > 0) had += 1;
    score += one;
  }
  if (had < words.length * LEAST_SHARE) return 0;
  // What says it soon is about it, and a claim more than what cites it.
  const first = Math.max(0, text.indexOf(words[0] ?? ''));
  const whole = score + 4 / (1 + first / 100) + (ID.test(entry.title) ? 4 : 0);
  return whole * (had / words.length) ** 3;
}

function wordScore(text: string, word: string, weight: number): number {
  if (isWhole(text, word)) return weight;
  if (text.includes(word)) return weight / 2;
  const stem = stemOf(word);
  if (stem !== word && text.includes(stem)) return weight / 4;
  const other = OTHERWISE.get(word);
  return other !== undefined && isWhole(text, other) ? weight / 3 : 0;
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
