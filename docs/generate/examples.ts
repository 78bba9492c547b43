import { type TestExcerpt, testsOf } from './excerpts.ts';
import type { DocumentedMutant, Material } from './material.ts';
import { fenced } from './page.ts';
import type { SourceFile } from './source-file.ts';
import { sourceLink } from './source-links.ts';

/** Lines of an example that fits on a screen. */
const LONGEST_LINES = 25;

/** Whether a test fits on a screen. */
export function isShort({ code }: TestExcerpt): boolean {
  return code.split('\n').length <= LONGEST_LINES;
}

/** One of the tests of a file as an example; nothing without a file, or where none is chosen. */
export function exampleFrom(
  file: SourceFile | undefined,
  choose: (tests: readonly TestExcerpt[]) => TestExcerpt | undefined,
): string {
  const chosen = file === undefined ? undefined : choose(testsOf(file));
  if (file === undefined || chosen === undefined) return '';
  return `${chosen.title}: ${sourceLink(file.path, chosen.line)}\n\n${fenced('ts', chosen.code)}`;
}

/** The first short test of the model whose title or code has a word, as an example. */
export function exampleWith(sources: readonly SourceFile[], word: RegExp): string {
  for (const file of sources) {
    if (!/^(?:model\/(?:step|rules)|src\/oracle)\/.*\.test\.ts$/.test(file.path) || !word.test(file.text)) continue;
    const example = exampleFrom(file, (tests) =>
      tests.find((one) => (word.test(one.title) || word.test(one.code)) && isShort(one)),
    );
    if (example !== '') return example;
  }
  return '';
}

/** A planted fault and what is told of it, as an example of what goes wrong; nothing without a fault. */
export function faultExample(mutant: DocumentedMutant | undefined, stories: Material['stories']): string {
  return mutant === undefined ? '' : `${mutant.title}\n\n${fenced('text', stories.get(mutant.id) ?? '')}`;
}
