import { passagesOf } from './passages.ts';
import type { SourceFile } from './source-file.ts';

/** A requirement id that a source file names, in a comment or in a string. */
export interface Citation {
  readonly id: string;
  readonly path: string;
  /** Line, counted from 1. */
  readonly line: number;
  /** The sentence that names it, or of a bare id in a list what the list is of. */
  readonly sentence: string;
}

/** A requirement id in running text. */
export const REQUIREMENT_ID = /\b(?:(?:F|D|K|E|U|SC)-\d{2,3}|P\d{1,2})\b/g;

/** Two ids and all between them, `F-22 to F-24`. The second may be broken onto the next line of a comment. */
const RANGE = /\b(F-|D-|K-|E-|U-|SC-|P)(\d{1,3}) to \1(\d{1,3})\b/g;

/** Every requirement id named in the files, in order. */
export function citationsIn(files: readonly SourceFile[]): readonly Citation[] {
  return files.flatMap((file) =>
    passagesOf(file).flatMap(({ sentence, ids, line }) =>
      idsIn(ids).map((id) => ({ id, path: file.path, line, sentence })),
    ),
  );
}

/** Of the citations with one key each the first. */
export function firstOfEach(
  citations: readonly Citation[],
  keyOf: (citation: Citation) => string,
): readonly Citation[] {
  const first = new Map<string, Citation>();
  for (const citation of citations) {
    const key = keyOf(citation);
    if (!first.has(key)) first.set(key, citation);
  }
  return [...first.values()];
}

/** The requirement ids in a text, in order, each as often as it occurs; a range names all that are in it. */
export function idsIn(text: string): readonly string[] {
  return (
    text
      .replaceAll(RANGE, (_range, prefix: string, first: string, last: string) =>
        idsBetween(prefix, first, last).join(' '),
      )
      .match(REQUIREMENT_ID) ?? []
  );
}

function idsBetween(prefix: string, first: string, last: string): readonly string[] {
  const from = Number(first);
  return Array.from(
    { length: Math.max(0, Number(last) - from + 1) },
    (_, index) => `${prefix}${String(from + index).padStart(first.length, '0')}`,
  );
}
