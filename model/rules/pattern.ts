/**
 * Whether a policy pattern matches a value; `*` stands for any run of characters, all else for itself. Linear in
 * pattern and value however hostile they are: the pieces between the stars are looked for once each, from left to
 * right.
 */
export function patternMatches(pattern: string, value: string): boolean {
  const pieces = pattern.split('*');
  const first = pieces[0] ?? '';
  if (pieces.length === 1) return value === pattern;
  const last = pieces[pieces.length - 1] ?? '';
  if (value.length < first.length + last.length || !value.startsWith(first) || !value.endsWith(last)) return false;
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const end = endOf(piece, value, from);
    if (end < 0) return false;
    from = end;
  }
  return from <= value.length - last.length;
}

/**
 * Where the first occurrence of `piece` in `value` from `from` on ends, or -1: the search of Knuth, Morris and Pratt,
 * since indexOf is not linear.
 */
function endOf(piece: string, value: string, from: number): number {
  if (piece === '') return from;
  const borders = bordersOf(piece);
  let matched = 0;
  for (let at = from; at < value.length; at++) {
    matched = extended(piece, borders, matched, value[at]);
    if (matched === piece.length) return at + 1;
  }
  return -1;
}

/** For each length of a beginning of `piece`, the length of its longest proper end that is a beginning too. */
function bordersOf(piece: string): Uint32Array {
  const borders = new Uint32Array(piece.length + 1);
  let border = 0;
  for (let at = 1; at < piece.length; at++) {
    border = extended(piece, borders, border, piece[at]);
    borders[at + 1] = border;
  }
  return borders;
}

/** How much of `piece` is matched after one more character, when `matched` characters were. */
function extended(piece: string, borders: Uint32Array, matched: number, next: string | undefined): number {
  let length = matched;
  while (length > 0 && piece[length] !== next) length = borders[length] ?? 0;
  return piece[length] === next ? length + 1 : length;
}
