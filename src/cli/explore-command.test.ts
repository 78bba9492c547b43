import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { perform } from '../../model/index.ts';
import type { Checkpoint } from '../explore/large/checkpoint.ts';
import type { LargeOptions } from '../explore/large/options.ts';
import { medium } from '../explore/scopes/medium.ts';
import { tiny } from '../explore/scopes/tiny.ts';
import { forgetsWhoObtained } from '../explore/testing/faults.ts';
import { readCheckpointFile } from './checkpoint-file/read-checkpoint.ts';
import { exploreScope } from './explore-scope.ts';
import { lockFile } from './report-file/file-lock.ts';
import { bucketkey, fakeCommands, ownFolder, usageErrorOf } from './testing/harness.ts';

describe('explore', () => {
  test('a scope in which all invariants hold: exit code 0, and how much that was', async () => {
    const { code, out, err } = await bucketkey(['explore']);
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toMatch(/^exploring the scope tiny: One bucket, /);
    expect(out).toMatch(/\n260 states, 3,380 transitions, depth 9\.\n/);
    expect(out).toMatch(
      /\nverdict: conforms, every invariant holds in the whole scope \(model, scope tiny, profile tiny\)\n$/,
    );
    expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  test('as JSON: one value on standard output and nothing else', async () => {
    const { code, out } = await bucketkey(['explore', '--output', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'conforms',
      unknownBecause: null,
      counts: { states: 260, depth: 9 },
      violation: null,
    });
  });

  test('the bound on states: exit code 3, and the bound has a name', async () => {
    const { code, out } = await bucketkey(['explore', '--max-states', '100']);
    expect(code).toBe(3);
    expect(out).toMatch(/\n100 states, [^\n]* not left yet\.\n/);
    expect(out.replace(/\s+/g, ' ')).toContain('verdict: unknown, the bound of 100 states (--max-states) was reached');
  });

  test('the bound on memory: exit code 3, and the bound has a name', async () => {
    const { code, out } = await bucketkey(
      ['explore', '--max-memory', '2MB', '--workers', '1'],
      fakeCommands({ explore: (_, options) => exploreScope(medium, { ...options, maxBytes: 200_000 }, 1) }),
    );
    expect(code).toBe(3);
    expect(out.replace(/\s+/g, ' ')).toContain(
      'verdict: unknown, the bound of 200000 bytes of memory (--max-memory) was reached',
    );
  });

  test('a violation: exit code 1, a story, and what to do', async () => {
    const faulty = fakeCommands({
      explore: (scope, options, workers) => exploreScope(scope, { ...options, act: forgetsWhoObtained }, workers),
    });
    const { code, out } = await bucketkey(['explore'], faulty);
    expect(code).toBe(1);
    expect(out).toMatch(/ {2}<-- here\n/);
    expect(out).toMatch(/\nViolated: every-requester-pays, at step 3\n/);
    expect(out).toMatch(/No shorter way leads to a violation\./);
    const json = await bucketkey(['explore', '--output', 'json'], faulty);
    expect(JSON.parse(json.out)).toMatchObject({
      verdict: 'violates',
      violation: { property: 'every-requester-pays' },
    });
  });

  test('Ctrl-C: exit code 130, and how far it got', async () => {
    const interruption = new AbortController();
    interruption.abort();
    const { code, out, err } = await bucketkey(['explore'], fakeCommands(), interruption);
    expect(code).toBe(130);
    expect(out).toMatch(/\n1 state, 0 transitions, depth 0; 1 state not left yet\.\n/);
    expect(out).toMatch(/verdict: unknown, the interruption was reached/);
    expect(err).toBe('bucketkey: interrupted; this is how far it got\n');
  });

  test('a checkpoint: goes on from where a bound or Ctrl-C ended it, and reports what one run would have', async () => {
    const { out: whole } = await bucketkey(['explore', '--workers', '1', '--output', 'json']);
    const bounded = await bucketkey(['explore', '--max-states', '100', '--checkpoint', 'c']);
    expect(bounded.code).toBe(3);
    const { out } = await bucketkey(['explore', '--max-states', '200', '--resume', 'c', '--output', 'json']);
    expect(JSON.parse(out)).toMatchObject({ verdict: 'unknown', counts: { states: 200 } });
    const interruption = new AbortController();
    const interrupted = fakeCommands({
      explore: (scope, options, workers) => {
        const onLevel = (latest: Checkpoint) => [options.onLevel?.(latest), interruption.abort()];
        return exploreScope(scope, { ...options, onLevel }, workers);
      },
    });
    expect((await bucketkey(['explore', '--resume', 'c'], interrupted, interruption)).code).toBe(130);
    expect((await readCheckpointFile(join(ownFolder(), 'c'), 'c')).checkpoint.levels).toEqual([
      1, 4, 8, 18, 44, 71, 66,
    ]);
    expect(await bucketkey(['explore', '--resume', 'c', '--output', 'json'])).toEqual({ code: 0, out: whole, err: '' });
    expect(await bucketkey(['explore', '--resume', 'c', '--scope', 'tiny', '--output', 'json'])).toEqual({
      code: 0,
      out: whole,
      err: '',
    });
    expect(await readdir(ownFolder())).toEqual(['c']);
  });

  test('a checkpoint knows how states are told apart', async () => {
    for (const how of ['--exact', '--symmetry']) {
      await bucketkey(['explore', how, '--max-states', '60', '--checkpoint', how.slice(2)]);
      const { code, out } = await bucketkey(['explore', '--resume', how.slice(2)]);
      expect(code).toBe(0);
      expect(out).toMatch(how === '--exact' ? /by all they are/ : /\n170 states, /);
    }
  });

  test('a checkpoint of another scope, another model, or in use is refused, and nothing is lost', async () => {
    await bucketkey(['explore', '--max-states', '100', '--checkpoint', 'c']);
    const before = await readFile(join(ownFolder(), 'c'));
    expect(await usageErrorOf('explore', '--checkpoint', 'c')).toMatch(
      /--checkpoint: c: exists already; to go on from it, use --resume; /,
    );
    expect(await usageErrorOf('explore', '--checkpoint', 'no/c')).toBe('bucketkey: no/c: no such file or folder\n');
    expect(await usageErrorOf('explore', '--resume', 'd')).toBe('bucketkey: d: no such file or folder\n');
    expect(await usageErrorOf('explore', '--resume', 'c', '--max-states', '5')).toMatch(
      /c: it has \d+ states already, and --max-states is 5/,
    );
    for (const more of [['--exact'], ['--symmetry'], ['--checkpoint', 'd']]) {
      expect(await usageErrorOf('explore', '--resume', 'c', ...more)).toMatch(
        /'--resume <file>' cannot be used with option '--/,
      );
    }
    const other = fakeCommands({ scopesCalled: async () => [medium] });
    const { code, err } = await bucketkey(['explore', '--resume', 'c'], other);
    expect([code, err]).toEqual([2, 'bucketkey: c: it is about the scope "tiny" as it was then, which tiny is not\n']);
    const unshipped = await bucketkey(['explore', '--resume', 'c'], fakeCommands({ scopeNames: async () => [] }));
    expect(unshipped.err).toBe('bucketkey: c: its scope "tiny" is not a shipped one; name the file with --scope\n');
    const several = fakeCommands({ scopesCalled: async () => [tiny, medium] });
    expect((await bucketkey(['explore', '--checkpoint', 'd'], several)).err).toMatch(
      /--checkpoint is for one scope at a time; tiny is 2: tiny, medium/,
    );
    // A model in which all that ever happens is that a host starts anew.
    const spoilt: typeof perform = (draft, input, chooser) => ({
      ...perform(draft, { ...input, event: { op: 'RestartHosts' } }, chooser),
    });
    const changed = fakeCommands({
      explore: (scope, options, workers) => exploreScope(scope, { ...options, act: spoilt }, workers),
    });
    const misfit = await bucketkey(['explore', '--resume', 'c', '--output', 'json'], changed);
    expect([misfit.code, misfit.out]).toEqual([2, '']);
    expect(misfit.err).toMatch(/^bucketkey: c: state 1 is where nothing leads to\n$/);
    const lock = await lockFile(join(ownFolder(), 'c'), 'c');
    expect(await usageErrorOf('explore', '--resume', 'c')).toMatch(/^bucketkey: c: process \d+ on .* is writing it; /);
    await lock.release();
    expect(await readFile(join(ownFolder(), 'c'))).toEqual(before);
    expect(await readdir(ownFolder())).toEqual(['c']);
  });

  test('a world of your own, from a file', async () => {
    const { code, out } = await bucketkey([
      'explore',
      '--scope',
      join(import.meta.dirname, '../../docs/scopes/reader-behind-an-alias.json'),
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/\n186 states, /);
  });

  test('a file is looked for from the folder of the command line, not from that of the process', async () => {
    const world = join(import.meta.dirname, '../../docs/scopes/reader-behind-an-alias.json');
    await writeFile(join(ownFolder(), 'world.json'), await readFile(world));
    expect(await bucketkey(['explore', '--scope', 'world.json'])).toMatchObject({ code: 0, err: '' });
    const { code, err } = await bucketkey(['explore', '--scope', 'package.json']);
    expect([code, err]).toEqual([2, 'bucketkey: package.json: no such file or folder\n']);
  });

  test('states kept whole, and names that are alike', async () => {
    const exact = await bucketkey(['explore', '--exact']);
    expect(exact.out).toMatch(/\n260 states, [\s\S]*states told apart: by all they are; /);
    const { out } = await bucketkey(['explore', '--symmetry']);
    expect(out).toMatch(
      /\n170 states, [\s\S]*64-bit fingerprints, two alike with probability [0-9]+ \* 10\^-[0-9]+, up to 2 renamings;/,
    );
  });

  test('several scopes in turn: each reported, then all together; the worst verdict counts', async () => {
    const commands = fakeCommands({ scopesCalled: async () => [tiny, tiny] });
    const { code, out } = await bucketkey(['explore', '--scope', 'small', '--max-states', '260'], commands);
    expect(code).toBe(0);
    expect(out).toMatch(/\n2 of 2 scopes together: 520 states, 6,760 transitions\.\n[\s\S]*\nverdict: conforms\n$/);
    const bounded = await bucketkey(
      ['explore', '--scope', 'small', '--max-states', '259', '--output', 'json'],
      commands,
    );
    expect(bounded.code).toBe(3);
    expect(JSON.parse(bounded.out)).toMatchObject({
      verdict: 'unknown',
      states: 518,
      scopes: [{ verdict: 'unknown' }, { scope: 'tiny' }],
    });
  });

  test('hands the bounds on', async () => {
    const given: LargeOptions[] = [];
    const commands = fakeCommands({
      explore: (scope, options, workers) => {
        given.push(options);
        return exploreScope(scope, options, workers);
      },
    });
    for (const size of ['2MB', '1.5GB', '2 GiB'])
      await bucketkey(['explore', '--max-states', '7', '--max-memory', size], commands);
    await bucketkey(['explore'], commands);
    expect(given.map(({ maxStates }) => maxStates)).toEqual([7, 7, 7, 1_000_000]);
    expect(given.map(({ maxBytes }) => maxBytes)).toEqual([2_000_000, 1_500_000_000, 2 * 2 ** 30, undefined]);
  });

  test('a scope there is not, and bounds that are none', async () => {
    expect(await usageErrorOf('explore', '--scope', 'tinny')).toBe(
      'bucketkey: there is no scope "tinny" (did you mean tiny?); there is tiny\n',
    );
    expect(await usageErrorOf('explore', '--scope', '__proto__')).toMatch(/no scope "__proto__"; there is tiny/);
    expect(await usageErrorOf('explore', '--scope', 'missing.json')).toMatch(/missing\.json: /);
    expect(await usageErrorOf('explore', '--exact', '--symmetry')).toMatch(/--exact.*cannot be used with.*--symmetry/);
    for (const size of ['2', '1MB', '2Gb', '-2GB', '0x2GB', '1e9kB', '2 000MB', '', 'toString']) {
      expect(await usageErrorOf('explore', '--max-memory', size)).toMatch(
        /--max-memory takes a size of 2MB or more, such as /,
      );
    }
    expect(await usageErrorOf('explore', '--max-states', '0')).toMatch(
      /--max-states takes a whole number from 1 to 400000000/,
    );
  });
});
