/** What to say of a name that does not exist: the one it is most like, if any is, and all there are. */
export function unknownNameText(kind: string, name: string, known: readonly string[]): string {
  const near = closest(name, known);
  const hint = near === undefined ? '' : ` (did you mean ${near}?)`;
  const list = known.length === 0 ? 'none' : known.join(', ');
  return `there is no ${kind} ${JSON.stringify(name)}${hint}; there is ${list}`;
}

/**
 * The known name that takes the fewest edits to reach, if it takes no more than a third of its length, and at least 2.
 */
function closest(name: string, known: readonly string[]): string | undefined {
  const distances = known.map((candidate) => ({ candidate, edits: editDistance(name.toLowerCase(), candidate) }));
  const near = distances.filter(({ candidate, edits }) => edits <= Math.max(2, candidate.length / 3));
  return near.sort((a, b) => a.edits - b.edits)[0]?.candidate;
}

/** Number of characters to insert, delete or replace that turns `from` into `to`. */
function editDistance(from: string, to: string): number {
  // Names are short; a long one is a mistake of another kind, and need not cost anything.
  if (from.length > 100) return from.length;
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const replaced = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
