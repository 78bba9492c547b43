import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Option } from 'commander';
import { checkedSut } from '../suts/checked-sut.ts';
import type { Sut } from '../suts/sut.ts';
import { printable } from '../trace/printable.ts';
import { UsageError } from './usage-error.ts';

/** The option `--sut`. */
export function sutOption(): Option {
  return new Option('--sut <file>', 'a module whose default export is your system, or a function that gives it');
}

/**
 * The system that a module has for its default export, or gives when that is called. The module is run as any program
 * is: whoever names the file trusts it.
 *
 * @throws UsageError that says what is wrong with it
 */
export async function sutAt(file: string, cwd: string): Promise<Sut> {
  try {
    const { default: exported } = (await import(pathToFileURL(resolve(cwd, file)).href)) as { default?: unknown };
    if (exported === undefined) throw new RangeError('it has no default export');
    const given: unknown = typeof exported === 'function' ? await exported() : exported;
    return checkedSut(given as Sut);
  } catch (error) {
    throw new UsageError(`--sut: ${printable(file)}: ${problemOf(error)}`);
  }
}

function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return printable(String(error), 200);
  if ('code' in error && error.code === 'ERR_UNKNOWN_FILE_EXTENSION')
    return `Node ${process.versions.node} does not run it; TypeScript runs on 22.18 or later, or with --import tsx`;
  return printable(error instanceof RangeError ? error.message : `${error.name}: ${error.message}`, 500);
}
