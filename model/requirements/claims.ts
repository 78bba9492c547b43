import type { Claim, Confidence } from './requirement.ts';

const CONFIDENCES: readonly Confidence[] = ['documented', 'measured', 'implied', 'folklore', 'unknown'];

/**
 * Reads claims from rows `id | confidence | source | text`; a line that begins with a space goes on with the row above.
 * A claim is about behaviour unless its confidence is followed by `, background`. What implements and checks a claim is
 * not written here: it is found by what cites the id.
 *
 * @throws RangeError for a row of another form.
 */
export function claims(rows: string): readonly Claim[] {
  return rows
    .trim()
    .split(/\n(?! )/)
    .map((row) => claimOf(row.replaceAll(/\s+/g, ' ')));
}

function claimOf(row: string): Claim {
  const [id = '', marks = '', source = '', text, ...more] = row.split(' | ');
  const [mark, kind = 'behaviour'] = marks.split(', ');
  const confidence = CONFIDENCES.find((known) => known === mark);
  if (text === undefined || more.length > 0) throw new RangeError(`a claim has four parts: ${row}`);
  if (confidence === undefined) throw new RangeError(`there is no such confidence: ${row}`);
  if (kind !== 'behaviour' && kind !== 'background') throw new RangeError(`there is no such kind of claim: ${row}`);
  return { id, kind, confidence, source, text };
}
