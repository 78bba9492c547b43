const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * A name that an object of a JSON text has twice: JSON.parse keeps the last and says nothing, so that what somebody
 * reads in a file is not what is judged. Where the objects that the text was parsed to have as many `names` as the
 * text, which is found out fast, there is none.
 */
export function duplicateName(text: string, names: number): string | undefined {
  return namesIn(text) === names ? undefined : firstDuplicate(text);
}

/** How many names the objects of a value have. */
export function namesOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.reduce((count: number, part) => count + namesOf(part), 0);
  return Object.values(value).reduce((count: number, part) => count + 1 + namesOf(part), 0);
}

/**
 * How many names a text has, by the quotes that a colon follows: too many where a string begins with a colon, and -1
 * where something may stand between the two.
 */
function namesIn(text: string): number {
  if (text.includes(' :') || text.includes('\t:') || text.includes('\r:') || text.includes('\n:')) return -1;
  let count = 0;
  for (let at = text.indexOf('":'); at !== -1; at = text.indexOf('":', at + 2)) {
    let first = at;
    while (text.charCodeAt(first - 1) === BACKSLASH) first -= 1;
    if ((at - first) % 2 === 0) count += 1;
  }
  return count;
}

/** The first name of a valid JSON text that its object has already. */
function firstDuplicate(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === OPEN_BRACE) open.push(new Set());
    else if (code === CLOSE_BRACE) open.pop();
    if (code !== QUOTE) continue;
    const start = i;
    for (i += 1; text.charCodeAt(i) !== QUOTE && i < text.length; i += 1) if (text.charCodeAt(i) === BACKSLASH) i += 1;
    let after = i + 1;
    while (/\s/.test(text.charAt(after))) after += 1;
    if (text.charCodeAt(after) !== COLON) continue;
    // Two spellings of one name are one name.
    const name: string = JSON.parse(text.slice(start, i + 1));
    const names = open.at(-1);
    if (names?.has(name)) return name;
    names?.add(name);
  }
  return undefined;
}
