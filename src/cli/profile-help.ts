import { PROFILE_FIELDS, PROFILES, type ProfileFieldRow, rowOf } from '../../model/index.ts';
import { nameInFile } from '../explore/scope-file/field-schemas.ts';
import { labelled } from '../report/columns.ts';
import { profileNames } from './profile-argument.ts';
import { settingText } from './profile-options.ts';

/** What each profile is, for the help of commands that take one. */
export function profilesHelp(): string {
  return listed(
    'Profiles:',
    PROFILES.map(({ name, title }) => [name, title]),
  );
}

/** What `--set` may say in each field, for the help of commands that take it. */
export function profileFieldsHelp(): string {
  return listed(
    'Fields of a profile, for --set, files and headers of traces (there times are milliseconds):',
    PROFILE_FIELDS.map((field) => [field, settingText(rowOf(field).field)] as const),
  );
}

/** What the profile of a scope file may say, for the help of the command that reads one. */
export function scopeProfileHelp(): string {
  return listed('The profile of a scope file begins with a shipped one and says what differs:', [
    ['base', either(profileNames())],
    ...PROFILE_FIELDS.map((field) => [nameInFile(field), valuesText(rowOf(field).field)] as const),
  ]);
}

function valuesText({ kind, options }: ProfileFieldRow): string {
  switch (kind) {
    case 'option':
      return either(options.map(String));
    case 'options':
      return `list of one or more: ${options.join(', ')}`;
    case 'flag':
      return 'true or false';
    case 'count':
      return 'number or any';
    case 'limit':
      return 'number or none';
    case 'span':
      return 'minTicks and maxTicks';
    case 'bound':
      return 'number of ticks';
  }
}

function either(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

function listed(heading: string, rows: readonly (readonly [name: string, text: string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.flatMap(([name, text]) => labelled(`  ${name.padEnd(width)}  `, text));
  return `\n${[heading, ...lines].join('\n')}\n`;
}
