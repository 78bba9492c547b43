import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROFILE_FIELDS, PROFILES } from '../../model/index.ts';
import { nameInFile } from '../explore/scope-file/field-schemas.ts';
import { bucketkey, ownFolder, usageErrorOf } from './testing/harness.ts';

describe('a wrong command line is refused in one line, with exit code 2, before anything is done', () => {
  test('no command, an unknown one, an unknown option, too many arguments', async () => {
    expect(await usageErrorOf()).toBe('bucketkey: no command given; bucketkey --help lists them\n');
    expect(await usageErrorOf('chek')).toBe("bucketkey: unknown command 'chek' (Did you mean check?)\n");
    expect(await usageErrorOf('check', '--sede', '1')).toBe(
      "bucketkey: unknown option '--sede' (Did you mean --seed?)\n",
    );
    expect(await usageErrorOf('--nonsense')).toMatch(/unknown option '--nonsense'/);
    expect(await usageErrorOf('check', 'this')).toMatch(/too many arguments/);
    expect(await usageErrorOf('replay')).toMatch(/missing required argument 'file'/);
    expect(await usageErrorOf('help', 'chek')).toMatch(/^bucketkey: /);
  });

  test('names that do not exist get a suggestion and the list', async () => {
    expect(await usageErrorOf('check', '--profile', 'idael')).toBe(
      'bucketkey: there is no profile "idael" (did you mean ideal?); there is aws, aws-at-once, aws-2023, ' +
        'huawei-obs, ideal, strict\n',
    );
    expect(await usageErrorOf('check', '--property', 'etag-clas')).toMatch(
      /no property "etag-clas" \(did you mean etag-class\?\); there is etag-class, /,
    );
    expect(await usageErrorOf('check', '--property', 'etag-class', '--property', '__proto__')).toMatch(
      /no property "__proto__"; there is/,
    );
    expect(await usageErrorOf('scenario', 'fifty-upload')).toMatch(
      /no scenario "fifty-upload" \(did you mean fifty-uploads\?\)/,
    );
    expect(await usageErrorOf('check', '--profile', 'x'.repeat(100_000))).toMatch(
      /^bucketkey: there is no profile "x+…\n$/,
    );
    expect(await usageErrorOf('check', '--profile', '\u001b[2J\n')).not.toContain('\u001b');
  });

  test.each(['-1', '4294967296', '1e3', '0x10', '1.5', '+1', ' 1', '', 'abc', 'NaN', 'Infinity', '９'])(
    '--seed %j',
    async (seed) => {
      expect(await usageErrorOf('check', '--seed', seed)).toMatch(/--seed takes a whole number from 0 to 4294967295/);
      expect(await usageErrorOf('scenario', 'twice', '--seed', seed)).toMatch(/--seed takes a whole number/);
    },
  );

  test.each(['0', '-1', '1e3', 'many', '1000000001'])('--runs %j', async (runs) => {
    expect(await usageErrorOf('check', '--runs', runs)).toMatch(/--runs takes a whole number from 1 to 1000000000/);
  });

  test.each(['0', '-1', '1e3', 'soon', '.5', '0.0', 'Infinity'])('--seconds %j', async (seconds) => {
    expect(await usageErrorOf('check', '--seconds', seconds)).toMatch(
      /--seconds takes a number of seconds greater than 0/,
    );
  });

  test.each(['0', 'x', '100001'])('--size %j', async (size) => {
    expect(await usageErrorOf('check', '--size', size)).toMatch(/--size takes a whole number from 1 to 100000/);
  });

  test('an output form there is not, and options without their argument', async () => {
    expect(await usageErrorOf('check', '--output', 'xml')).toMatch(/Allowed choices are text, json/);
    expect(await usageErrorOf('check', '--seed')).toMatch(/argument missing/);
  });

  test('a failures folder that is a file, or lies below one', async () => {
    await writeFile(join(ownFolder(), 'file'), '');
    expect(await usageErrorOf('check', '--failures', 'file')).toMatch(/is not a folder/);
    expect(await usageErrorOf('check', '--failures', 'file/below')).toMatch(/a part of the path is not a folder/);
  });
});

describe('help and version', () => {
  test('--version prints the version of the package', async () => {
    const { version }: { version: string } = JSON.parse(
      await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
    );
    expect(await bucketkey(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  test.each([
    ['--help'],
    ['check', '--help'],
    ['merge', '--help'],
    ['replay', '--help'],
    ['judge', '--help'],
    ['shrink', '--help'],
    ['scenario', '--help'],
    ['draw', '--help'],
    ['explore', '--help'],
    ['properties', '--help'],
    ['serve', '--help'],
    ['kms', '--help'],
    ['help', 'check'],
  ])('%s %s has examples, exit codes and no wide line', async (...argv) => {
    const { code, out, err } = await bucketkey(argv);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/\nExamples:\n {2}bucketkey /);
    expect(out).toMatch(/Exit codes: /);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('the profiles and defaults of check are in its help', async () => {
    const { out } = await bucketkey(['check', '--help']);
    expect(out).toMatch(/aws,\s+aws-at-once,\s+aws-2023,\s+huawei-obs,\s+ideal,\s+strict/);
    expect(out).toMatch(/\(default:\s+ideal\)/);
    expect(out).not.toMatch(/\{/);
  });

  test.each(['check', 'judge'])('the help of %s says what each profile is', async (command) => {
    const { out } = await bucketkey([command, '--help']);
    const words = out.replaceAll(/\s+/g, ' ');
    expect(PROFILES.filter(({ name, title }) => !words.includes(` ${name} ${title}`))).toEqual([]);
  });

  test('the help of explore says what the profile of a scope file may say', async () => {
    const { out } = await bucketkey(['explore', '--help']);
    expect(out).toMatch(/\n {2}base +aws, aws-at-once, aws-2023, huawei-obs, ideal or strict\n/);
    expect(out).toMatch(/\n {2}coldWrite +list of one or more: generate, unwrap\n/);
    expect(out).toMatch(/\n {2}ruleDelayTicks +number of ticks\n/);
    expect(PROFILE_FIELDS.filter((field) => !out.includes(`\n  ${nameInFile(field)} `))).toEqual([]);
  });
});
