import { appendFile, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { replaceFile } from '../files/atomic-file.ts';
import { fileErrorCode, fileErrorText } from '../files/file-error.ts';
import { REPORTERS } from '../report/reporters/index.ts';
import { quiet } from '../report/reporters/quiet.ts';
import type { Reported, Reporter } from '../report/reporters/reporter.ts';
import { printable } from '../trace/printable.ts';
import { type OutputForm, outputOption } from './arguments.ts';
import type { CliContext } from './context.ts';
import type { CliIo } from './io.ts';
import { unknownNameText } from './suggestion.ts';
import { tell } from './tell.ts';
import { UsageError } from './usage-error.ts';

/** The options that say how a result is written, and where. */
export interface OutputOptions {
  readonly output?: OutputForm;
  readonly reporter?: readonly Output[];
  readonly quiet?: true;
}

/** A report that is to be written. */
export interface Output {
  readonly reporter: Reporter;
  /** The file, as it was named; undefined for standard output. */
  readonly file: string | undefined;
}

/** Adds `--output` and `--reporter`. */
export function addOutputOptions(command: Command): Command {
  const names = REPORTERS.map(({ name, title }) => `${name} (${title})`).join(', ');
  const output = outputOption().default(undefined, 'text');
  return command
    .addOption(output)
    .option('--quiet', 'write no text but what is wrong and the verdict, and no progress')
    .addOption(
      new Option(
        '--reporter <name[=file]>',
        `write the result in this form as well, to a file that is replaced; may be repeated: ${names}`,
      ).argParser((text: string, others?: readonly Output[]) => [...(others ?? []), outputOf(text)]),
    );
}

function outputOf(text: string): Output {
  const at = text.indexOf('=');
  const name = at < 0 ? text : text.slice(0, at);
  const reporter = REPORTERS.find((one) => one.name === name);
  if (reporter === undefined)
    throw new UsageError(
      unknownNameText(
        'reporter',
        name,
        REPORTERS.map((one) => one.name),
      ),
    );
  if (at === text.length - 1) throw new UsageError(`--reporter ${name}=: a file expected`);
  return { reporter, file: at < 0 ? undefined : text.slice(at + 1) };
}

/**
 * All reports that are to be written. Standard output has the one of `--output`, or what a reporter without a file puts
 * in its place. What cannot be written is refused before a long check, not after.
 *
 * @param others - files that are read or written besides, as they were named
 * @throws UsageError
 */
export async function outputsOf(
  { output, reporter: asked = [], quiet: isQuiet }: OutputOptions,
  others: readonly string[],
  { cwd }: CliIo,
): Promise<readonly Output[]> {
  const stdout = asked.filter(({ file }) => file === undefined);
  const isTaken = stdout.some(({ reporter: { name, isLog } }) => !isLog || name === 'text');
  const form = output ?? (isTaken ? undefined : 'text');
  const first = REPORTERS.filter(({ name }) => name === form && !stdout.some(({ reporter }) => reporter.name === name));
  const outputs = [...first.map((reporter) => ({ reporter, file: undefined })), ...asked];
  refuseTogether(outputs);
  // What is wrong with another file is told by whoever needs it.
  const taken = await Promise.all(others.map((file) => fileAt(resolve(cwd, file)).catch(() => undefined)));
  for (const { file } of outputs) if (file !== undefined) await refuseImpossible(resolve(cwd, file), file, taken);
  if (isQuiet !== true) return outputs;
  return outputs.map((one) => (isForPeople([one]) ? { ...one, reporter: quiet } : one));
}

function refuseTogether(outputs: readonly Output[]): void {
  const stdout = outputs.filter(({ file }) => file === undefined).map(({ reporter }) => reporter);
  const document = stdout.find(({ isLog }) => !isLog);
  if (document !== undefined && stdout.length > 1) {
    const names = stdout.map(({ name }) => name).join(' and ');
    throw new UsageError(
      `--reporter: ${names} would all go to standard output; give all but one a file, such as ${document.name}=FILE`,
    );
  }
  const files = outputs.flatMap(({ file }) => file ?? []);
  const twice = files.find((file, index) => files.indexOf(file) < index);
  if (twice !== undefined) throw new UsageError(`--reporter: ${printable(twice)} is named twice`);
}

/** A folder that does not exist yet is fine. */
async function refuseImpossible(path: string, name: string, taken: readonly (string | undefined)[]): Promise<void> {
  let problem: string | undefined;
  try {
    const file = await fileAt(path);
    if (file !== undefined && taken.includes(file)) problem = 'is a file of this command itself';
  } catch (error) {
    problem = error instanceof UsageError ? error.message : fileErrorText(error);
  }
  if (problem !== undefined) throw new UsageError(`--reporter: ${printable(name)}: ${problem}`);
}

/**
 * What tells a file from every other, by whatever name; undefined where there is none yet.
 *
 * @throws UsageError where it is no regular file: a device, say, must not be replaced by a report
 */
async function fileAt(path: string): Promise<string | undefined> {
  try {
    const stats = await stat(path);
    if (stats.isFile()) return `${stats.dev}/${stats.ino}`;
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  throw new UsageError('is not a regular file');
}

/** Whether standard output has text for people. */
export function isForPeople(outputs: readonly Output[]): boolean {
  return outputs.some(({ reporter, file }) => reporter.name === 'text' && file === undefined);
}

/** Writes all reports; says `complain` of those that cannot be written, and gives whether all could. */
export async function writeOutputs(
  outputs: readonly Output[],
  reported: Reported,
  { io, complain }: CliContext,
): Promise<boolean> {
  let isWritten = true;
  const attempt = async (where: string, write: () => Promise<void>): Promise<void> => {
    try {
      await write();
    } catch (error) {
      isWritten = false;
      complain(`--reporter: ${where}: ${fileErrorText(error)}`);
    }
  };
  for (const { reporter, file } of outputs) {
    const text = () => reporter.write(reported);
    if (file !== undefined) await attempt(file, () => writeReport(resolve(io.cwd, file), text()));
    else if (reporter.name === 'text') tell(io, text);
    else io.stdout(text());
    const { stepSummary } = io;
    const summary = reporter.summary?.(reported);
    if (stepSummary !== undefined && summary !== undefined)
      await attempt('step summary', () => appendFile(stepSummary, summary));
  }
  return isWritten;
}

/** A report of before is replaced, behind links as well. */
async function writeReport(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const real = await realpath(path).catch((error) => {
    if (fileErrorCode(error) === 'ENOENT') return path;
    throw error;
  });
  await replaceFile(real, text);
}
