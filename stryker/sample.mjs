// Chooses by chance what a run of Stryker asks about: it takes hours to ask about all. The same seed chooses the same
// mutants, as long as the code stays as it is.
import { createHash } from 'node:crypto';
import { PluginKind } from './node_modules/@stryker-mutator/api/dist/src/plugin/index.js';

const { MUTANTS_ONE_IN = '1', MUTANTS_SEED = '1' } = process.env;

/** To Stryker it is a checker: what it turns down counts as not compiling, and so for nothing. */
class Sample {
  async init() {}

  async group(mutants) {
    return [mutants.map(({ id }) => id)];
  }

  async check(mutants) {
    return Object.fromEntries(mutants.map((mutant) => [mutant.id, chosen(mutant) ? PASSED : LEFT_OUT]));
  }
}

const PASSED = { status: 'passed' };
const LEFT_OUT = { status: 'compileError', reason: 'not in the sample' };

function chosen({ fileName, location, mutatorName, replacement }) {
  const name = fileName.slice(fileName.search(/(model|src)\/\w+\/[\w-]+\.ts$/));
  const text = JSON.stringify([MUTANTS_SEED, name, location, mutatorName, replacement]);
  return createHash('sha256').update(text).digest().readUInt32BE() < 2 ** 32 / Number(MUTANTS_ONE_IN);
}

export const strykerPlugins = [{ kind: PluginKind.Checker, name: 'sample', injectableClass: Sample }];
