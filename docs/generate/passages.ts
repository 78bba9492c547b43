import ts from 'typescript';
import type { SourceFile } from './source-file.ts';

/** A sentence of a source file: of a comment or a string. */
export interface Passage {
  /** Line of the comment or string, counted from 1. */
  readonly line: number;
  /** The text in which ids are looked for. */
  readonly ids: string;
  /** What a reader is shown for it. */
  readonly sentence: string;
}

/** Properties of data that name what the ids beside them stand for. */
const SAYING: readonly string[] = ['title', 'text', 'because'];
/** Properties that hold ids, and so name nothing. */
const LISTING: readonly string[] = ['requirements', 'requirement', 'because'];
const ID = /\b[A-Z]{1,2}-?\d{1,3}\b/;
const BARE_ID = /^[A-Z]{1,2}-?\d{1,3}$/;
/** A block, or lines that follow each other. */
const COMMENT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*(?:\n *\/\/[^\n]*)*/g;
const SENTENCE_END = /(?<=[.;?!])\s+(?=[A-Z`])/;

/** The sentences of a file's comments and strings, in order. */
export function passagesOf({ path, text }: SourceFile): readonly Passage[] {
  if (!ID.test(text)) return [];
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const passages: Passage[] = [];
  let code = text;
  const visit = (node: ts.Node): void => {
    if (isText(node)) {
      const line = lineOf(node.getStart());
      // Without strings in it, whatever looks like a comment is one.
      code = blanked(code, node.getStart(), node.getEnd());
      if (BARE_ID.test(node.text)) passages.push({ line, ids: node.text, sentence: ownerOf(node) });
      else for (const sentence of sentencesOf(node.text)) passages.push({ line, ids: sentence, sentence });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const { 0: comment, index } of code.matchAll(COMMENT))
    for (const sentence of sentencesOf(plain(comment))) passages.push({ line: lineOf(index), ids: sentence, sentence });
  return passages.toSorted((a, b) => a.line - b.line);
}

function blanked(text: string, start: number, end: number): string {
  return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
}

function isText(node: ts.Node): node is ts.StringLiteralLike | ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail {
  return ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
}

/** A comment without its marks, on one line. */
function plain(comment: string): string {
  return comment
    .split('\n')
    .map((line) => line.replace(/^\s*(?:\/\*\*?|\/\/|\*(?!\/))\s?/, '').replace(/\s*\*\/\s*$/, ''))
    .join(' ')
    .replaceAll(/\{@link ([^}]+)\}/g, '$1');
}

function sentencesOf(text: string): readonly string[] {
  return text.replaceAll(/\s+/g, ' ').trim().split(SENTENCE_END);
}

/** What a bare id is listed for: what the data around it says, or the names it has, or the list itself. */
function ownerOf(node: ts.Node): string {
  const names: string[] = [];
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isObjectLiteralExpression(at)) {
      const said = at.properties.find(
        (property) =>
          ts.isPropertyAssignment(property) &&
          SAYING.includes(nameOf(property)) &&
          ts.isStringLiteralLike(property.initializer),
      );
      if (said !== undefined && ts.isPropertyAssignment(said) && ts.isStringLiteralLike(said.initializer))
        return said.initializer.text;
    }
    const name = ts.isPropertyAssignment(at) || ts.isVariableDeclaration(at) ? nameOf(at) : '';
    if (name !== '' && !LISTING.includes(name)) names.unshift(name);
  }
  return names.length === 0 ? node.parent.getText() : names.join('.');
}

function nameOf({ name }: ts.PropertyAssignment | ts.VariableDeclaration): string {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : '';
}
