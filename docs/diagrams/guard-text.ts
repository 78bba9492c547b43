/** A guard in words: its name, or `not x`, `x and y`, `x or y`. */
export function guardText(guard: unknown): string {
  if (typeof guard === 'string') return guard;
  if (typeof guard === 'function' && 'guards' in guard && Array.isArray(guard.guards)) {
    const parts = guard.guards.map((part: unknown) => (typeof part === 'string' ? part : `(${guardText(part)})`));
    return guard.name === 'not' ? `not ${parts.join()}` : parts.join(` ${guard.name} `);
  }
  throw new TypeError('a guard that is neither a name nor made of names');
}
