import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { PROFILE_FIELDS, type Profile, type ProfileFieldRow, rowOf } from '../../model/index.ts';
import { fileErrorText } from '../files/file-error.ts';
import { described, profileOf } from '../profile/described-profile.ts';
import { type DescribedProfile, profileFileSchema } from '../profile/profile-file.ts';
import { issueText } from '../trace/issue-text.ts';
import { parseJsonLine } from '../trace/json-line.ts';
import { printable } from '../trace/printable.ts';
import { profileArgument, profileNames } from './profile-argument.ts';
import { unknownNameText } from './suggestion.ts';
import { UsageError } from './usage-error.ts';

/** Largest profile file, in bytes. */
const MAX_PROFILE_BYTES = 64 * 1024;
/** Longest problem that is told, in characters: it may quote the file. */
const LONGEST_PROBLEM = 300;

/** The options that say by which profile something is done. */
export interface ProfileOptions {
  readonly profile?: string;
  readonly set?: readonly string[];
  readonly strict?: boolean;
}

/** Adds `--profile`, `--set` and `--strict`; `what` says what the profile is for. */
export function addProfileOptions(command: Command, what: string): Command {
  return command
    .addOption(
      new Option('--profile <profile>', `${what}: ${profileNames().join(', ')}, or a file whose name ends in .json`),
    )
    .addOption(
      new Option('--set <field=value>', 'let a field of the profile say this; may be repeated').argParser(
        (text: string, others?: readonly string[]) => [...(others ?? []), text],
      ),
    )
    .addOption(new Option('--strict', 'what the profile assumes is required: beyond it is a violation, not unknown'));
}

/**
 * The profile that is asked for.
 *
 * @param fallback - where `--profile` is not given
 * @throws UsageError that says what is wrong
 */
export async function chosenProfile(
  { profile, set = [], strict }: ProfileOptions,
  fallback: () => Profile,
  cwd: string,
): Promise<Profile> {
  const named = profile === undefined ? fallback() : await profileCalled(profile, cwd);
  const settings = { ...Object.fromEntries(set.map(settingOf)), ...(strict === true && { strict }) };
  if (Object.keys(settings).length === 0) return named;
  const file = described(named);
  const { name: _name, title: _title, ...rest } = typeof file === 'string' ? { extends: file } : file;
  return validProfile({ ...rest, ...settings }, '--set');
}

/** A shipped profile by its name, or the one in a file. */
async function profileCalled(text: string, cwd: string): Promise<Profile> {
  return text.endsWith('.json') ? readProfileFile(resolve(cwd, text), text) : profileArgument(text);
}

async function readProfileFile(path: string, name: string): Promise<Profile> {
  const parsed = parseJsonLine(await boundedText(path, name));
  if ('problem' in parsed) throw new UsageError(`${printable(name)}: ${parsed.problem}`);
  return validProfile(parsed.value, name);
}

async function boundedText(path: string, name: string): Promise<string> {
  let problem: string;
  try {
    const stats = await stat(path);
    if (stats.isFile() && stats.size <= MAX_PROFILE_BYTES) return await readFile(path, 'utf8');
    problem = stats.isFile() ? `more than the ${MAX_PROFILE_BYTES} bytes a profile may have` : 'is not a regular file';
  } catch (error) {
    problem = fileErrorText(error);
  }
  throw new UsageError(`${printable(name)}: ${problem}`);
}

/**
 * The profile that a value describes.
 *
 * @param where - what stands before the problem
 * @throws UsageError
 */
export function validProfile(value: unknown, where: string): Profile {
  if (typeof value === 'string') return profileArgument(value);
  const result = profileFileSchema.safeParse(value);
  if (!result.success)
    throw new UsageError(`${printable(where)}: ${printable(issueText(result.error), LONGEST_PROBLEM)}`);
  return profileOf(result.data);
}

/**
 * The profile that the header of a trace or a report names or has in it.
 *
 * @throws UsageError that names the file and its first line
 */
export function recordedProfile(profile: DescribedProfile, file: string): Profile {
  try {
    return validProfile(profile, 'profile');
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${file}:1: ${prefix(profile)}${error.message}`) : error;
  }
}

function prefix(profile: DescribedProfile): string {
  return typeof profile === 'string' ? 'profile: ' : '';
}

/** What `--set` says, as an entry of a profile file. */
function settingOf(text: string): readonly [string, unknown] {
  const at = text.indexOf('=');
  if (at < 1)
    throw new UsageError(
      `--set takes a field and what it says, such as ruleDelayMs=20min, not ${JSON.stringify(text)}`,
    );
  const [name, value] = [text.slice(0, at), text.slice(at + 1)];
  const field = PROFILE_FIELDS.find((one) => one === name);
  if (field === undefined) throw new UsageError(unknownNameText('field of a profile', name, PROFILE_FIELDS));
  const said = saidIn(value, rowOf(field).field);
  if (said === undefined)
    throw new UsageError(`--set ${name}: ${settingText(rowOf(field).field)} expected, not ${JSON.stringify(value)}`);
  return [name, said];
}

/** What a text says in a field; undefined where it says nothing. */
function saidIn(text: string, { kind, options }: ProfileFieldRow): unknown {
  const option = (one: string) => options.find((known) => String(known) === one);
  switch (kind) {
    case 'option':
      return option(text);
    case 'options': {
      const chosen = text.split(',').map(option);
      return chosen.includes(undefined) ? undefined : chosen;
    }
    case 'flag':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'count':
      return text === 'any' ? text : /^[1-9][0-9]{0,2}$/.test(text) ? Number(text) : undefined;
    case 'limit':
      return text === 'none' ? text : /^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : undefined;
    case 'span': {
      const [min = '', max = min, ...more] = text.split('..');
      const [minMs, maxMs] = [lengthOf(min), lengthOf(max)];
      return minMs === undefined || maxMs === undefined || more.length > 0 ? undefined : { minMs, maxMs };
    }
    case 'bound':
      return lengthOf(text);
  }
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['ms', 1],
  ['s', 1_000],
  ['min', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

/** A length of time such as `20min`, in milliseconds. */
function lengthOf(text: string): number | undefined {
  const [, number = '', unit = ''] = /^([0-9]{1,15}) ?([a-z]*)$/.exec(text) ?? [];
  const size = UNITS.get(unit);
  return number === '' || size === undefined ? undefined : Number(number) * size;
}

/** What can be said in a field, for people. */
export function settingText({ kind, options }: ProfileFieldRow): string {
  switch (kind) {
    case 'option':
      return options.map(String).join(' or ');
    case 'options':
      return `one or more of ${options.join(', ')}`;
    case 'flag':
      return 'true or false';
    case 'count':
      return 'a number or any';
    case 'limit':
      return 'a number or none';
    case 'span':
      return 'two lengths of time, such as 0..25h, or one';
    case 'bound':
      return 'a length of time such as 90s, 20min, 25h or 2d';
  }
}
