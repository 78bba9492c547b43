import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SMALL } from '../explore/scopes/index.ts';
import { simulate } from '../explore/simulate/simulate.ts';
import { forgetsWhoObtained } from '../explore/testing/faults.ts';
import { bucketkey, fakeCommands, ownFolder, usageErrorOf } from './testing/harness.ts';
import { wiredCommands } from './wiring.ts';

const WALKS = ['explore', '--simulate', '--seed', '1', '--runs', '10', '--depth', '40'];

const faulty = () =>
  fakeCommands({ simulate: (scope, options) => simulate(scope, { ...options, act: forgetsWhoObtained }) });

describe('explore --simulate', () => {
  test('without a violation: exit code 3, and what was done', async () => {
    const { code, out, err } = await bucketkey(WALKS);
    expect([code, err]).toEqual([3, '']);
    expect(out).toMatch(/^simulating the scope tiny: One bucket, /);
    expect(out).toMatch(/\n10 random walks, 400 steps, \d+ states; seed 1, up to 40 steps each, ticks counted\.\n/);
    expect(out.replace(/\s+/g, ' ')).toContain('verdict: unknown, no walk found a violation, which says nothing of');
    expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  test('says the same of the same seed, byte for byte, and which seed it was where none was given', async () => {
    for (const form of ['text', 'json']) {
      const [one, other] = [
        await bucketkey([...WALKS, '--output', form]),
        await bucketkey([...WALKS, '--output', form]),
      ];
      expect(one).toEqual(other);
    }
    const { out } = await bucketkey(['explore', '--simulate', '--runs', '5', '--output', 'json']);
    const { seed } = JSON.parse(out);
    const again = await bucketkey(['explore', '--simulate', '--runs', '5', '--seed', `${seed}`, '--output', 'json']);
    expect(again.out).toBe(out);
  });

  test('as JSON: all numbers', async () => {
    const { out } = await bucketkey([...WALKS, '--output', 'json']);
    const report = JSON.parse(out);
    expect(report).toMatchObject({ verdict: 'unknown', seed: 1, runs: 10, depth: 40, walks: 10, steps: 400 });
    expect(report.violation).toBeNull();
    expect(report.actions).toHaveLength(12);
  });

  test('a violation: exit code 1, with the way to it, which judge takes', async () => {
    const { code, out } = await bucketkey([...WALKS, '--trace-out', 'way.ndjson'], faulty());
    expect(code).toBe(1);
    expect(out).toMatch(/\nverdict: violates /);
    expect(out).toMatch(/ {2}<-- here\n/);
    expect(out).toMatch(/\nViolated: every-requester-pays, at step \d+\n/);
    expect(out).toMatch(/There may be a shorter way\./);
    const judged = await bucketkey(['judge', 'way.ndjson'], wiredCommands());
    expect([judged.code, judged.err]).toEqual([1, '']);
    const json = JSON.parse((await bucketkey([...WALKS, '--output', 'json'], faulty())).out);
    expect(json.violation.trace.steps).toHaveLength(json.violation.stepIndex + 1);
  });

  test("invariants and questions of one's own", async () => {
    await writeFile(join(ownFolder(), 'mine.mjs'), 'export const never = () => false;');
    const reached = await bucketkey([...WALKS, '--reach', 'mine.mjs']);
    expect([reached.code, /\nnever: not reached so far\n/.test(reached.out)]).toEqual([3, true]);
    const held = await bucketkey([...WALKS, '--invariant', 'mine.mjs']);
    expect([held.code, /Violated: own:never/.test(held.out)]).toEqual([1, true]);
  });

  test('several scopes in turn', async () => {
    const { code, out } = await bucketkey(
      ['explore', '--simulate', '--scope', 'small', '--seed', '1', '--runs', '2', '--output', 'json'],
      wiredCommands(),
    );
    expect(code).toBe(3);
    const { verdict, scopes } = JSON.parse(out);
    expect([verdict, scopes.map(({ scope }: { scope: string }) => scope)]).toEqual([
      'unknown',
      SMALL.map(({ name }) => name),
    ]);
  });

  test('Ctrl-C: exit code 130, and how far it got', async () => {
    const interruption = new AbortController();
    interruption.abort();
    const { code, out, err } = await bucketkey(WALKS, fakeCommands(), interruption);
    expect([code, err]).toEqual([130, 'bucketkey: interrupted; this is how far it got\n']);
    expect(out).toMatch(/\n0 random walks of 10, 0 steps, 1 state; /);
  });

  test('is no search: what only a search has is refused, and the other way round', async () => {
    const ofSearch = [
      ['--checkpoint', 'c'],
      ['--resume', 'c'],
      ['--workers', '2'],
      ['--exact'],
      ['--symmetry'],
      ['--max-states', '5'],
      ['--max-memory', '5MB'],
    ];
    for (const more of ofSearch)
      expect(await usageErrorOf('explore', '--simulate', ...more)).toMatch(
        new RegExp(`'--simulate' cannot be used with option '${more[0]} ?`),
      );
    for (const name of ['--seed', '--runs', '--depth'])
      expect(await usageErrorOf('explore', name, '1')).toBe(`bucketkey: ${name} is for --simulate\n`);
    expect(await usageErrorOf('explore', '--simulate', '--depth', '0')).toMatch(/--depth takes a whole number from 1/);
  });
});
