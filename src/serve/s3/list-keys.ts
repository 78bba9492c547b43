/** What of a bucket is listed. */
export interface Listing {
  readonly prefix: string;
  /** Empty = none. */
  readonly delimiter: string;
  /** Keys are listed that come after this one; empty = from the start. */
  readonly startAfter: string;
  /** Last key or prefix of the page before; empty = this is the first. */
  readonly after: string;
  readonly maxKeys: number;
}

/** A page of a listing. */
export interface ListedKeys {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
  /** The last key or prefix of the page, after which the next one begins. */
  readonly last: string;
}

/** Lists keys in the order of their octets. A common prefix counts as one, and comes once. */
export function listKeys(
  all: Iterable<string>,
  { prefix, delimiter, startAfter, after, maxKeys }: Listing,
): ListedKeys {
  const matching = [...all].filter((key) => key.startsWith(prefix) && byOctets(key, startAfter) > 0).sort(byOctets);
  const keys: string[] = [];
  const commonPrefixes: string[] = [];
  let last = '';
  for (const key of matching) {
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const shown = cut < 0 ? key : key.slice(0, cut + delimiter.length);
    if (shown === commonPrefixes.at(-1) || byOctets(shown, after) <= 0) continue;
    if (keys.length + commonPrefixes.length >= maxKeys) return { keys, commonPrefixes, isTruncated: maxKeys > 0, last };
    if (cut < 0) keys.push(key);
    else commonPrefixes.push(shown);
    last = shown;
  }
  return { keys, commonPrefixes, isTruncated: false, last };
}

/** Order of the UTF-8 octets, which is that of code points: surrogates of UTF-16 belong behind all else. */
export function byOctets(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let i = 0; i < length; i += 1) {
    const a = one.charCodeAt(i);
    const b = other.charCodeAt(i);
    if (a !== b) return rank(a) - rank(b);
  }
  return one.length - other.length;
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
