import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** A fenced block of TypeScript in a page or a doc comment. */
export interface Example {
  readonly where: string;
  readonly code: string;
}

function filesBelow(path: string, ending: RegExp): string[] {
  return readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file))
    .map((file) => join(path, file))
    .sort();
}

function examplesIn(file: string): Example[] {
  const text = readFileSync(join(root, file), 'utf8').replaceAll(/^ *\* ?/gm, '');
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code = ''], i) => ({
    where: `${file} #${i + 1}`,
    code,
  }));
}

const pages = ['README.md', ...filesBelow('docs/guides', /\.md$/)];
const sources = ['model', 'properties', 'src'].flatMap((path) => filesBelow(path, /(?<!\.test)\.ts$/));
/** Those of the README, of the guides, and of doc comments. */
export const examples = [...pages, ...sources].flatMap(examplesIn);

/** Writes them into an empty folder of the project, with a configuration of TypeScript as strict as its own. */
export function writeExamples(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [i, { code }] of examples.entries()) writeFileSync(join(folder, `example-${i}.ts`), code);
  const paths = { bucketkey: ['../src/api/index.ts'], 'bucketkey/*': ['../src/api/*.ts'] };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../tsconfig.json', compilerOptions: { paths }, include: ['*.ts'] }),
  );
}
