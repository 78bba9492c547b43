/**
 * Whether a policy pattern matches a value, as StringLike has it: `*` stands for any run of characters, `?` for any one
 * (F-94), all else for itself. The pieces between the stars are looked for once each, from left to right. Linear in
 * pattern and value however hostile they are, but for a piece with a `?` in it, which is compared place by place.
 */
export function patternMatches(pattern: string, value: string): boolean {
  const pieces = pattern.split('*');
  const first = pieces[0] ?? '';
  if (pieces.length === 1) return value.length === pattern.length && isAt(pattern, value, 0);
  const last = pieces[pieces.length - 1] ?? '';
  const lastAt = value.length - last.length;
  if (lastAt < first.length || !isAt(first, value, 0) || !isAt(last, value, lastAt)) return false;
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const end = piece.includes('?') ? endOfLike(piece, value, from) : endOf(piece, value, from);
    if (end < 0) return false;
    from = end;
  }
  return from <= lastAt;
}

/** Whether a piece fits the value at a place; `?` fits any character. */
function isAt(piece: string, value: string, at: number): boolean {
  if (!piece.includes('?')) return value.startsWith(piece, at);
  for (let i = 0; i < piece.length; i++) if (piece[i] !== '?' && piece[i] !== value[at + i]) return false;
  return true;
}

/** {@link endOf} for a piece with `?` in it. */
function endOfLike(piece: string, value: string, from: number): number {
  for (let at = from; at + piece.length <= value.length; at++) if (isAt(piece, value, at)) return at + piece.length;
  return -1;
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
