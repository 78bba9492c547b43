/** A source file, read. */
export interface SourceFile {
  /** Path from the root of the project, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** A requirement id that a source file names. */
export interface Citation {
  readonly id: string;
  readonly path: string;
  /** Line, counted from 1. */
  readonly line: number;
}

/** A requirement id in running text. */
export const REQUIREMENT_ID = /\b(?:F|D|K|E|U|SC)-\d{2,3}\b/g;

/** Every requirement id named in the files, in order. */
export function citationsIn(files: readonly SourceFile[]): readonly Citation[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((content, index) => idsIn(content).map((id) => ({ id, path, line: index + 1 }))),
  );
}

/** The requirement ids in a text, in order, each as often as it occurs. */
export function idsIn(text: string): readonly string[] {
  return text.match(REQUIREMENT_ID) ?? [];
}
