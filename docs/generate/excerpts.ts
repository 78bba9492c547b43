import ts from 'typescript';
import type { SourceFile } from './source-file.ts';

/** A test as it stands in its file. */
export interface TestExcerpt {
  readonly title: string;
  readonly code: string;
  /** Line, counted from 1. */
  readonly line: number;
}

/** What was found in a file: many pages look for examples in the same ones. */
const known = new WeakMap<SourceFile, readonly TestExcerpt[]>();

/** The tests of a file, in order, each as short as it is; tables of examples are one. */
export function testsOf(file: SourceFile): readonly TestExcerpt[] {
  const found = known.get(file) ?? readTests(file);
  known.set(file, found);
  return found;
}

function readTests({ path, text }: SourceFile): readonly TestExcerpt[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const tests: TestExcerpt[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression)) {
      const [title] = node.expression.arguments;
      const isTest = /^test\b/.test(node.expression.expression.getText());
      if (isTest && title !== undefined && ts.isStringLiteralLike(title)) {
        const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
        tests.push({ title: title.text, code: dedented(node), line });
        return;
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return tests;
}

function dedented(node: ts.Node): string {
  const [first = '', ...rest] = node.getText().split('\n');
  const margin = Math.min(...rest.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)), 80);
  return [first, ...rest.map((line) => line.slice(margin))].join('\n');
}

/** The doc comment of a name that a file exports, as Markdown; nothing where it has none. */
export function commentOf({ path, text }: SourceFile, isWanted: (declaration: string) => boolean): string {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  for (const statement of source.statements) {
    if (!isWanted(statement.getText())) continue;
    return firstComment(text.slice(statement.getFullStart(), statement.getStart()));
  }
  return '';
}

/** The first doc comment of a text, as Markdown; nothing where it has none. */
export function firstComment(text: string): string {
  const [comment = ''] = /\/\*\*[\s\S]*?\*\//.exec(text) ?? [];
  return comment
    .replaceAll(/^\s*\/?\*+\/? ?|\s*\*\/$/gm, '')
    .replaceAll(/\{@link\s+([^}\s]+)\}/g, '`$1`')
    .trim();
}
