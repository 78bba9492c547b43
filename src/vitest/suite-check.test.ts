import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { MUTANTS } from '../adequacy/index.ts';
import { mutantSut } from '../adequacy/mutant-sut.ts';
import { toyStore } from '../fast-check/testing/toy-store.ts';
import { EMBEDDED_OPTIONS, embeddedSut } from '../suts/embedded.ts';
import type { Sut } from '../suts/sut.ts';
import { checkedOptions } from './checked-options.ts';
import { outcomeOf } from './outcome.ts';
import { type SuiteCheck, suiteCheck } from './suite-check.ts';
import type { SuiteOptions } from './suite-options.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bucketkey-suite-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The check of a suite, and what its tests do. */
async function checked(options: SuiteOptions) {
  const asked = checkedOptions({ failures: folder, runs: 40, ...options });
  const check = await suiteCheck(asked, asked.tests);
  return { check, outcome: (id: string) => outcomeOf(id, check, asked) };
}

function mutant(id: string): Sut {
  return mutantSut(MUTANTS.find((one) => one.id === id)!);
}

function filesOf({ kept }: SuiteCheck): readonly unknown[] {
  return [...kept.values()].map(({ replay, isOld }) => [replay?.file.slice(-15), isOld]);
}

describe('what has failed', () => {
  const broken = toyStore({ isBroken: true });
  const properties = ['errors'];

  test('runs first next time, and is not kept twice', async () => {
    const first = await checked({ sut: broken, properties });
    expect(first.check.report.runs).toBeGreaterThan(0);
    expect(filesOf(first.check)).toEqual([['errors-1.ndjson', false]]);
    // Not one random run is needed.
    const second = await checked({ sut: broken, properties, seed: 2, keepGoing: false });
    expect(second.check.report).toMatchObject({ verdict: 'violates', runs: 0 });
    expect(filesOf(second.check)).toEqual([['errors-1.ndjson', true]]);
    expect(second.check.findings[0]?.trace.steps).toEqual(first.check.findings[0]?.trace.steps);
    expect(readdirSync(folder)).toEqual(['errors-1.ndjson']);
  });

  test('is no failure once it is mended, nor of another system or profile', async () => {
    await checked({ sut: broken, properties });
    const mended = await checked({ sut: toyStore({ isBroken: false }), properties });
    expect(mended.check).toMatchObject({ missing: [], findings: [], report: { verdict: 'conforms' } });
    const other = await checked({ sut: { ...broken, name: 'other store' }, properties, keepGoing: false });
    expect(other.check.report.runs).toBeGreaterThan(0);
    const strict = await checked({ sut: broken, profile: profileNamed('strict'), properties, keepGoing: false });
    expect(strict.check.report.runs).toBeGreaterThan(0);
    const fewer = await checked({ sut: { ...broken, supports: ['GetObject'] }, properties, keepGoing: false });
    expect(fewer.check.report.verdict).toBe('conforms');
  });

  test('is judged by what is asked for only', async () => {
    await checked({ sut: broken, properties });
    const { check } = await checked({ sut: broken, properties: ['decryptable'], runs: 3 });
    expect(check.findings).toEqual([]);
  });

  test('a file that cannot be read makes the check one that is not whole', async () => {
    writeFileSync(join(folder, 'broken.ndjson'), '{');
    const { check, outcome } = await checked({ sut: toyStore({ isBroken: false }), properties });
    expect(check.missing).toEqual([expect.stringMatching(/broken\.ndjson:1: /)]);
    expect(outcome('errors')).toEqual({ skipped: 'held in 40 of 40 runs, and not all was done' });
  });

  test('is neither kept nor run where no folder is wanted', async () => {
    const { check, outcome } = await checked({ sut: broken, properties, failures: false });
    expect(check.kept.size).toBe(0);
    expect(outcome('errors')).toMatchObject({
      failed: expect.stringMatching(/\nNo file was kept\. This suite finds it again with seed 1\.$/),
    });
  });

  test('a folder that cannot be one is refused before the check', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(checked({ sut: broken, failures: join(folder, 'file') })).rejects.toThrow(
      /^failures: .* is not a folder$/,
    );
  });
});

test('each of several findings of one fault has its reason, its story and its file', async () => {
  const properties = ['every-requester-pays', 'bounded-writes', 'bounded-reads'];
  const { check, outcome } = await checked({ sut: mutant('cache-shared-by-all'), properties, maxSteps: 60, seed: 7 });
  const [first] = check.report.violations;
  expect(first?.violation.property).toBe('every-requester-pays');
  expect(check.findings.length).toBeGreaterThan(check.report.violations.length);
  const failed = check.report.properties.filter(({ verdict }) => verdict === 'violated').map(({ id }) => id);
  expect(failed).toContain('bounded-reads');
  for (const id of failed) {
    expect(outcome(id)).toEqual({ failed: expect.stringMatching(new RegExp(`^${id}: \\w.* \\(step \\d+\\)\n\n`)) });
  }
  // Which of the two bounds has a trace of its own hangs on the seed.
  const told = failed.map((id) => JSON.stringify(outcome(id)));
  expect(told).toContainEqual(
    expect.stringMatching(/<-- here.*As a rule this is the same fault as every-requester-pays\./),
  );
  expect(told).toContainEqual(
    expect.stringMatching(/As a rule this is the same fault as every-requester-pays: its trace shows both/),
  );
  expect(readdirSync(folder)).toHaveLength(check.findings.length);
});

describe('whether the same steps are answered alike', () => {
  const properties = ['errors'];
  const few = { runs: 10, maxSteps: 60, properties };

  test('is a test of its own, for who asks', async () => {
    const { check, outcome } = await checked({ ...few, deterministic: true });
    expect(outcome('deterministic')).toBe('passed');
    expect(check.report.determinism).toEqual({ compared: 10, differing: 0 });
    expect(checkedOptions({ deterministic: true }).tests).toContain('deterministic');
    expect(checkedOptions({}).tests).not.toContain('deterministic');
    expect((await checked(few)).check.report.determinism).toBeUndefined();
  });

  test('fails with the story of the trace, and what was answered both times', async () => {
    let sessions = 0;
    const all = [1, 3].map((caches) => embeddedSut({ ...EMBEDDED_OPTIONS.get('aws'), caches }));
    const start: Sut['start'] = (setup, seed) => {
      sessions += 1;
      return all[sessions % 2]!.start(setup, seed);
    };
    const sut = { ...all[0]!, start };
    const { outcome } = await checked({ ...few, sut, profile: profileNamed('aws'), deterministic: true });
    expect(outcome('errors')).toBe('passed');
    const told = JSON.stringify(outcome('deterministic')).split('\\n\\n');
    expect(told[0]).toMatch(/^\{"failed":"not deterministic: \d+ of 10 traces answered otherwise/);
    expect(told[2]).toMatch(/^ {2}trace /);
    expect(told.at(-1)).toMatch(/^Step \d+, again: kmsCalls .*This suite finds it again with seed 1\."\}$/);
  });

  test('is skipped where no trace was compared', async () => {
    const declines: Sut = { ...embeddedSut(), start: async () => ({ declined: 'not today' }) };
    const { outcome } = await checked({ ...few, sut: declines, deterministic: true });
    expect(outcome('deterministic')).toEqual({ skipped: 'no trace that was taken twice could be compared' });
  });
});

describe('a check that is not whole', () => {
  test('is told with what it has found when the time is up, and nothing passes for held', async () => {
    const slow = toyStore({ isBroken: false });
    const sut: Sut = {
      ...slow,
      start: async (setup, seed) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        return slow.start(setup, seed);
      },
    };
    const { check, outcome } = await checked({ sut, runs: 1_000, timeoutMs: 1_500 });
    const { runs } = check.report;
    expect(runs).toBeGreaterThan(0);
    expect(check.missing).toEqual([`${runs} of 1000 runs were made when the time was up (timeoutMs: 1500)`]);
    expect(outcome('explained')).toEqual({ skipped: `held in ${runs} of 1,000 runs, and not all was done` });
  });

  test('says of each property that it was not reached where the first violation ends it', async () => {
    const { outcome } = await checked({
      sut: toyStore({ isBroken: true }),
      keepGoing: false,
      properties: ['errors', 'decryptable'],
    });
    expect(outcome('decryptable')).toEqual({ skipped: 'not reached: the check was ended by the violation of errors' });
  });
});

describe('what was not reached, and what never occurred', () => {
  test('are told apart', async () => {
    const sut = toyStore({ isBroken: false });
    const { outcome } = await checked({ sut, runs: 2, seed: 3 });
    expect(outcome('system-answers')).toBe('passed');
    expect(outcome('replication-settles')).toEqual({
      skipped: 'not reached: the system does not support ReplicateObject',
    });
    expect(outcome('unique-data-keys')).toEqual({
      skipped: 'not reached: it needs to see inside (`internals`), and the system shows none',
    });
    expect(outcome('calls-per-side')).toEqual({
      skipped:
        'not reached: it needs to see KMS calls (`kmsCalls`, empty where there were none), and the system shows none',
    });
    expect(outcome('revocation-bound')).toEqual({
      skipped: expect.stringMatching(/^its case never occurred: it held in \d+ steps?, none of them the one/),
    });
    expect(outcome('dominance')).toEqual({
      skipped: 'not reached: no trace was compared with its variant; with more runs some are',
    });
  });

  test('a system that serves nobody is not blamed for what it does not show', async () => {
    const sut: Sut = {
      ...toyStore({ isBroken: false }),
      start: async () => ({ apply: async () => ({ status: 403, code: 'AccessDenied' }), stop: async () => {} }),
    };
    const { outcome } = await checked({ sut, runs: 1, properties: ['calls-per-side'] });
    expect(outcome('calls-per-side')).toEqual({ skipped: 'not reached: no request succeeded' });
  });
});
