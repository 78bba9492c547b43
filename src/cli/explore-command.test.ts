import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ExploreOptions } from '../explore/explore.ts';
import { explore } from '../explore/explore.ts';
import { medium } from '../explore/scopes/medium.ts';
import { tiny } from '../explore/scopes/tiny.ts';
import { forgetsWhoObtained } from '../explore/testing/faults.ts';
import { bucketkey, fakeCommands, refused } from './testing/harness.ts';

describe('explore', () => {
  test('a scope in which all invariants hold: exit code 0, and how much that was', async () => {
    const { code, out, err } = await bucketkey(['explore']);
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toMatch(/^exploring the scope tiny: One bucket, /);
    expect(out).toMatch(/\n260 states, 3,380 transitions, depth 9\.\n/);
    expect(out).toMatch(/\nverdict: conforms, every invariant holds in the whole scope \(model, scope tiny, profile tiny\)\n$/);
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
    const { code, out } = await bucketkey(['explore', '--max-memory', '2MB'], fakeCommands({ scopesCalled: async () => [medium] }));
    expect(code).toBe(3);
    expect(out.replace(/\s+/g, ' ')).toContain('verdict: unknown, the bound of 2000000 bytes of memory (--max-memory) was reached');
  });

  test('a violation: exit code 1, a story, and what to do', async () => {
    const faulty = fakeCommands({ explore: (scope, options) => explore(scope, { ...options, act: forgetsWhoObtained }) });
    const { code, out } = await bucketkey(['explore'], faulty);
    expect(code).toBe(1);
    expect(out).toMatch(/ {2}<-- here\n/);
    expect(out).toMatch(/\nViolated: every-requester-pays, at step 3\n/);
    expect(out).toMatch(/No shorter way leads to a violation\./);
    const json = await bucketkey(['explore', '--output', 'json'], faulty);
    expect(JSON.parse(json.out)).toMatchObject({ verdict: 'violates', violation: { property: 'every-requester-pays' } });
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

  test('a world of your own, from a file', async () => {
    const { code, out } = await bucketkey([
      'explore',
      '--scope',
      join(import.meta.dirname, '../../docs/scopes/reader-behind-an-alias.json'),
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/\n186 states, /);
  });

  test('states kept whole, and names that are alike', async () => {
    const exact = await bucketkey(['explore', '--exact']);
    expect(exact.out).toMatch(/\n260 states, [\s\S]*states told apart: by all they are; /);
    const { out } = await bucketkey(['explore', '--symmetry']);
    expect(out).toMatch(/\n170 states, [\s\S]*64-bit fingerprints, two alike with probability [0-9]+ \* 10\^-[0-9]+, up to 2 renamings;/);
  });

  test('several scopes in turn: each reported, then all together; the worst verdict counts', async () => {
    const commands = fakeCommands({ scopesCalled: async () => [tiny, tiny] });
    const { code, out } = await bucketkey(['explore', '--scope', 'small', '--max-states', '260'], commands);
    expect(code).toBe(0);
    expect(out).toMatch(/\n2 of 2 scopes together: 520 states, 6,760 transitions\.\n[\s\S]*\nverdict: conforms\n$/);
    const bounded = await bucketkey(['explore', '--scope', 'small', '--max-states', '259', '--output', 'json'], commands);
    expect(bounded.code).toBe(3);
    expect(JSON.parse(bounded.out)).toMatchObject({ verdict: 'unknown', states: 518, scopes: [{ verdict: 'unknown' }, { scope: 'tiny' }] });
  });

  test('hands the bounds on', async () => {
    const given: ExploreOptions[] = [];
    const commands = fakeCommands({
      explore: (scope, options) => {
        given.push(options);
        return explore(scope, options);
      },
    });
    for (const size of ['2MB', '1.5GB', '2 GiB']) await bucketkey(['explore', '--max-states', '7', '--max-memory', size], commands);
    await bucketkey(['explore'], commands);
    expect(given.map(({ maxStates }) => maxStates)).toEqual([7, 7, 7, 1_000_000]);
    expect(given.map(({ maxBytes }) => maxBytes)).toEqual([2_000_000, 1_500_000_000, 2 * 2 ** 30, undefined]);
  });

  test('a scope there is not, and bounds that are none', async () => {
    expect(await refused('explore', '--scope', 'tinny')).toBe('bucketkey: there is no scope "tinny" (did you mean tiny?); there is tiny\n');
    expect(await refused('explore', '--scope', '__proto__')).toMatch(/no scope "__proto__"; there is tiny/);
    expect(await refused('explore', '--scope', 'missing.json')).toMatch(/missing\.json: /);
    expect(await refused('explore', '--exact', '--symmetry')).toMatch(/--exact.*cannot be used with.*--symmetry/);
    for (const size of ['2', '1MB', '2Gb', '-2GB', '0x2GB', '1e9kB', '2 000MB', '', 'toString']) {
      expect(await refused('explore', '--max-memory', size)).toMatch(/--max-memory takes a size of 2MB or more, such as /);
    }
    expect(await refused('explore', '--max-states', '0')).toMatch(/--max-states takes a whole number from 1 to 2147483647/);
  });
});
