/** What to say of a value that somebody gave where another kind is taken. */
export function wrongValue(option: string, takes: string, given: unknown): RangeError {
  return new RangeError(`${option} takes ${takes}, not ${shown(given)}`);
}

function shown(given: unknown): string {
  if (given === null || given === undefined || typeof given === 'number' || typeof given === 'boolean')
    return String(given);
  if (typeof given === 'string') return JSON.stringify(given.slice(0, 100));
  if (Array.isArray(given)) return given.length === 0 ? '[]' : 'that array';
  return `a value of type ${typeof given}`;
}
