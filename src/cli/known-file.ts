import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Option } from 'commander';
import type { CheckReport } from '../check/check-report.ts';
import type { KnownDeviation } from '../check/known/known-deviation.ts';
import { checkedKnown, formatKnown } from '../check/known/parse-known.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { fileErrorCode, fileErrorText } from '../files/file-error.ts';
import { parseJsonLine } from '../trace/json-line.ts';
import { printable } from '../trace/printable.ts';
import { UsageError } from './usage-error.ts';

/** Most bytes of a file of known deviations. */
const MOST_BYTES = 4 * 2 ** 20;

/** What is known of a system, and whether what is found is to be known from then on. */
export interface KnownOptions {
  readonly known?: string;
  readonly updateKnown?: boolean;
}

/** The options `--known` and `--update-known`. */
export function knownOptions(): readonly Option[] {
  return [
    new Option('--known <file>', 'differences that your system is known to have, in JSON: they are told apart'),
    new Option('--update-known', 'go on after what is found, and write it to the file of --known'),
  ];
}

/**
 * The deviations that a file has; of one that is to be written and is not there yet, none. Undefined where no file is
 * named.
 *
 * @throws UsageError
 */
export async function knownAt(
  { known: name, updateKnown }: KnownOptions,
  cwd: string,
): Promise<readonly KnownDeviation[] | undefined> {
  if (name === undefined) {
    if (updateKnown === true) throw new UsageError('--update-known needs --known: it says which file');
    return undefined;
  }
  const refuse = (problem: string): never => {
    throw new UsageError(`--known: ${printable(name)}: ${problem}`);
  };
  const path = resolve(cwd, name);
  let text: string;
  try {
    const stats = await stat(path);
    if (!stats.isFile()) return refuse('is not a regular file');
    if (stats.size > MOST_BYTES) return refuse(`more than ${MOST_BYTES} bytes`);
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (updateKnown === true && fileErrorCode(error) === 'ENOENT') return [];
    return refuse(fileErrorText(error));
  }
  const parsed = parseJsonLine(text);
  if ('problem' in parsed) return refuse(parsed.problem);
  try {
    return checkedKnown(parsed.value);
  } catch (error) {
    return refuse(error instanceof RangeError ? error.message : String(error));
  }
}

/** Writes what was met, and what was not though it may be another time, in place of what was known before. */
export async function updateKnown(name: string, cwd: string, { known = [] }: CheckReport): Promise<void> {
  const kept = known.filter(({ isStale }) => !isStale).map(({ deviation }) => deviation);
  await replaceFile(resolve(cwd, name), formatKnown(kept));
}
