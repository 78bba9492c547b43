import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MUTANTS } from '../adequacy/index.ts';
import { mutantSut } from '../adequacy/mutant-sut.ts';
import { inProcessExecutor, planOf, runCampaign } from '../check/campaign.ts';
import { embeddedSut } from '../suts/embedded.ts';
import type { Sut } from '../suts/sut.ts';
import type { Commands } from './commands.ts';
import { bucketkey, fakeCommands, ownFolder, usageErrorOf } from './testing/harness.ts';

/** Commands that really check, in this thread. */
function checking(sut: Sut): Commands {
  return fakeCommands({ check: (request) => runCampaign(request, sut, inProcessExecutor(planOf(request), sut)) });
}

const correct = checking(embeddedSut());
// It keeps the name of the correct one: that is the system under test a report file of the command line is about.
const faulty = checking({
  ...mutantSut(MUTANTS.find(({ id }) => id === 'cache-lifetime-slides')!),
  name: embeddedSut().name,
});
/** Ctrl-C before anything was run. */
function aborted(): AbortController {
  const interruption = new AbortController();
  interruption.abort();
  return interruption;
}

const ASKED = ['check', '--seed', '5', '--runs', '20', '--size', '30'];

async function shards(of: number, commands: Commands, asked = ASKED): Promise<string[]> {
  const files = Array.from({ length: of }, (_, i) => `${i + 1}.json`);
  for (const [i, file] of files.entries())
    await bucketkey([...asked, '--shard', `${i + 1}/${of}`, '--report', file], commands);
  return files;
}

describe('merge', () => {
  test('the shards of a conforming check, in any order: byte for byte the report of the undivided one', async () => {
    const whole = await bucketkey([...ASKED, '--output', 'json'], correct);
    expect(whole.code).toBe(0);
    const [a, b, c] = await shards(3, correct);
    for (const files of [
      [a!, b!, c!],
      [c!, a!, b!],
      [b!, c!, a!],
    ]) {
      expect(await bucketkey(['merge', ...files, '--output', 'json'])).toEqual(whole);
    }
    const text = await bucketkey(['merge', c!, b!, a!]);
    expect((await bucketkey(ASKED, correct)).out.endsWith(`\n\n${text.out}`)).toBe(true);
  });

  test('more shards than runs: the empty ones count as well', async () => {
    const asked = ['check', '--seed', '5', '--runs', '2', '--size', '20'];
    const files = await shards(4, correct, asked);
    expect(await bucketkey(['merge', ...files, '--output', 'json'])).toEqual(
      await bucketkey([...asked, '--output', 'json'], correct),
    );
  });

  test('a violation is found alike: the first one is that of the undivided check, with its replay file', async () => {
    const asked = ['check', '--seed', '3', '--runs', '150', '--size', '120'];
    const whole = await bucketkey([...asked, '--failures', 'whole', '--output', 'json'], faulty);
    const files = await shards(2, faulty, asked);
    const merged = await bucketkey(['merge', ...files, '--failures', 'merged', '--output', 'json']);
    expect([whole.code, merged.code]).toEqual([1, 1]);
    const alone = JSON.parse(whole.out).violations[0];
    const { file, replay, ...first } = JSON.parse(merged.out).violations[0];
    expect({ ...first, file: alone.file, replay: alone.replay }).toEqual(alone);
    expect(replay).toBe(`npx bucketkey replay ${file}`);
    expect(await readFile(join(ownFolder(), file), 'utf8')).toBe(await readFile(join(ownFolder(), alone.file), 'utf8'));
    const backwards = await bucketkey(['merge', ...files.toReversed(), '--failures', 'backwards', '--output', 'json']);
    expect(backwards.out.replaceAll('backwards/', 'merged/')).toBe(merged.out);
  });

  test('a missing shard is named, and makes the verdict unknown', async () => {
    await shards(4, correct);
    const { code, out, err } = await bucketkey(['merge', '3.json', '1.json']);
    expect([code, err]).toEqual([3, '']);
    expect(out).toMatch(
      /\nNot all of the check is here: shards 2\/4, 4\/4 missing\.\nverdict: unknown, not all was done \(/,
    );
    const json = JSON.parse((await bucketkey(['merge', '3.json', '1.json', '2.json', '--output', 'json'])).out);
    expect(json).toMatchObject({ verdict: 'unknown', unknownBecause: 'shard 4/4 missing', runs: 15 });
  });

  test('a shard that did not end is as good as missing', async () => {
    await shards(2, correct);
    const json = JSON.parse(await readFile(join(ownFolder(), '2.json'), 'utf8'));
    await writeFile(join(ownFolder(), 'killed.json'), JSON.stringify({ ...json, complete: false }));
    const { code, out } = await bucketkey(['merge', '1.json', 'killed.json']);
    expect(code).toBe(3);
    expect(out).toContain('Not all of the check is here: shard 2/2 ended after 10 of 10 runs.');
  });

  test('shards that ran nothing have nothing to say, alone and together', async () => {
    const asked = ['check', '--seed', '5', '--size', '20', '--seconds', '0.000001'];
    for (const i of [1, 2]) {
      const { code, out } = await bucketkey([...asked, '--shard', `${i}/2`, '--report', `${i}.json`], correct);
      expect([code, out]).toEqual([3, expect.stringContaining('Not all of the check is here: no run was made.')]);
    }
    const { code, out } = await bucketkey(['merge', '1.json', '2.json']);
    expect(code).toBe(3);
    expect(out).toContain('shard 1/2 ended after 0 runs; shard 2/2 ended after 0 runs.');
    expect(out).toContain('0 runs in the time there was');
  });

  test('time that is up before all runs are made leaves them to whoever goes on', async () => {
    const asked = [...ASKED, '--seconds', '0.000001', '--report', 'r.json'];
    const first = await bucketkey([...asked, '--output', 'json'], correct);
    expect(first.code).toBe(3);
    expect(JSON.parse(first.out)).toMatchObject({ verdict: 'unknown', runsAsked: 20, runs: 0 });
    const json = JSON.parse(await readFile(join(ownFolder(), 'r.json'), 'utf8'));
    expect(json.complete).toBe(false);
    await writeFile(join(ownFolder(), 'more.json'), JSON.stringify({ ...json, seconds: 1_000 }));
    expect((await bucketkey(['check', '--resume', 'more.json'], correct)).code).toBe(0);
  });

  test('the result can be written to a file of its own, whole, and never over another', async () => {
    const files = await shards(2, correct);
    const printed = await bucketkey(['merge', ...files, '--output', 'json']);
    const text = await bucketkey(['merge', ...files]);
    expect(await bucketkey(['merge', ...files.toReversed(), '--json', 'merged.json'])).toEqual(text);
    expect(await readFile(join(ownFolder(), 'merged.json'), 'utf8')).toBe(printed.out);
    expect((await readdir(ownFolder())).toSorted()).toEqual([...files, 'merged.json']);
    const shard = await readFile(join(ownFolder(), '1.json'), 'utf8');
    const { code, err } = await bucketkey(['merge', '2.json', '--json', '1.json']);
    expect([code, err]).toEqual([2, 'bucketkey: --json: 1.json: exists already; it is never overwritten\n']);
    expect(await readFile(join(ownFolder(), '1.json'), 'utf8')).toBe(shard);
  });

  test('what is no set of different shards of one check is refused in one line that says why', async () => {
    await shards(2, correct);
    expect(await usageErrorOf('merge', '1.json', '2.json', '1.json')).toBe(
      'bucketkey: 1.json: shard 1/2 is in 1.json already\n',
    );
    const other = async (file: string, ...more: string[]) => {
      await bucketkey([...ASKED, '--shard', '2/2', '--report', file, ...more], correct);
      return usageErrorOf('merge', '1.json', file);
    };
    expect(await other('seed.json', '--seed', '6')).toBe(
      'bucketkey: seed.json: not of the same check: seed 6, but 5 in 1.json\n',
    );
    expect(await other('runs.json', '--runs', '21')).toMatch(/: runs 21, but 20 in 1\.json\n/);
    expect(await other('size.json', '--size', '31')).toMatch(/: size 31, but 30 in 1\.json\n/);
    expect(await other('profile.json', '--profile', 'aws')).toMatch(/: profile aws, but ideal in 1\.json\n/);
    expect(await other('shards.json', '--shard', '2/3')).toMatch(/: number of shards 3, but 2 in 1\.json\n/);
    expect(await other('property.json', '--property', 'etag-class')).toMatch(
      /: properties etag-class, but explained, /,
    );
    await writeFile(join(ownFolder(), 'trace.ndjson'), '{"bucketkeyTrace":1}\n');
    expect(await usageErrorOf('merge', 'trace.ndjson')).toMatch(/trace\.ndjson: not a report of bucketkey check/);
    expect(await usageErrorOf('merge', 'none.json')).toBe('bucketkey: none.json: no such file or folder\n');
    expect(await usageErrorOf('merge')).toMatch(/missing required argument 'files'/);
  });
});

describe('check --resume', () => {
  test('continues a check that was interrupted, to the same bytes as one that was not', async () => {
    const interruption = new AbortController();
    const sut = embeddedSut();
    let starts = 0;
    const interrupted = checking({
      ...sut,
      start: (setup, seed) => {
        starts += 1;
        if (starts === 8) interruption.abort();
        return sut.start(setup, seed);
      },
    });
    const { code } = await bucketkey([...ASKED, '--report', 'r.json'], interrupted, interruption);
    expect(code).toBe(130);
    const partial = JSON.parse(await readFile(join(ownFolder(), 'r.json'), 'utf8'));
    expect(partial.complete).toBe(false);
    expect(partial.tally.runs).toBeGreaterThan(0);
    expect(partial.tally.runs).toBeLessThan(20);
    const resumed = await bucketkey(['check', '--resume', 'r.json', '--output', 'json'], correct);
    expect(resumed).toEqual(await bucketkey([...ASKED, '--report', 'whole.json', '--output', 'json'], correct));
    expect(await readFile(join(ownFolder(), 'r.json'), 'utf8')).toBe(
      await readFile(join(ownFolder(), 'whole.json'), 'utf8'),
    );
    expect((await readdir(ownFolder())).toSorted()).toEqual(['r.json', 'whole.json']);
  });

  test('two at once: the second is refused and touches nothing, the first goes on undisturbed', async () => {
    await bucketkey([...ASKED, '--report', 'r.json'], correct, aborted());
    expect(JSON.parse(await readFile(join(ownFolder(), 'r.json'), 'utf8')).complete).toBe(false);
    let second = '';
    const disturbed = fakeCommands({
      check: async (request) => {
        const before = await readFile(join(ownFolder(), 'r.json'), 'utf8');
        second = await usageErrorOf('check', '--resume', 'r.json');
        expect(await readFile(join(ownFolder(), 'r.json'), 'utf8')).toBe(before);
        return correct.check(request, 1);
      },
    });
    const first = await bucketkey(['check', '--resume', 'r.json', '--output', 'json'], disturbed);
    expect(second).toMatch(
      /^bucketkey: r\.json: process \d+ on "[^"]+" is writing it; .* delete r\.json\.lock and try again\n$/,
    );
    expect(first).toEqual(await bucketkey([...ASKED, '--output', 'json'], correct));
    expect(await readdir(ownFolder())).toEqual(['r.json']);
  });

  test('a report that is being written for the first time is not continued by another process', async () => {
    let second = '';
    const disturbed = fakeCommands({
      check: async (request) => {
        second = await usageErrorOf('check', '--resume', 'r.json');
        return correct.check(request, 1);
      },
    });
    await bucketkey([...ASKED, '--report', 'r.json'], disturbed);
    expect(second).toMatch(/ is writing it; /);
    expect(await readdir(ownFolder())).toEqual(['r.json']);
  });

  test('a check that breaks down leaves no lock behind', async () => {
    const broken = fakeCommands({ check: async () => Promise.reject(new Error('out of order')) });
    expect((await bucketkey([...ASKED, '--report', 'r.json'], broken)).code).toBe(2);
    expect(await readdir(ownFolder())).toEqual(['r.json']);
  });

  test('a system that throws in the middle: a violation, and what was found before is kept', async () => {
    const sut = embeddedSut();
    let starts = 0;
    const throwing = checking({
      ...sut,
      start: async (setup, seed) => {
        starts += 1;
        if (starts > 25) throw new TypeError('out of\norder');
        return sut.start(setup, seed);
      },
    });
    const { code, out, err } = await bucketkey([...ASKED, '--report', 'r.json'], throwing);
    expect([code, err]).toEqual([1, '']);
    // Where its lines are broken hangs on the trace that was drawn.
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'got no answer: the system did not start: TypeError: out of\\u{a}order ',
    );
    expect(out).toMatch(/\nreplay it: npx bucketkey replay bucketkey-failures\/system-answers-5\.ndjson\n$/);
    expect(JSON.parse(await readFile(join(ownFolder(), 'r.json'), 'utf8')).tally.runs).toBeGreaterThan(5);
    expect((await bucketkey(['check', '--resume', 'r.json'], correct)).code).toBe(1);
  });

  test('one that had ended is reported again, and nothing is run', async () => {
    const first = await bucketkey([...ASKED, '--report', 'r.json'], correct);
    const idle = fakeCommands({ check: async () => Promise.reject(new Error('run again')) });
    expect(await bucketkey(['check', '--resume', 'r.json'], idle)).toEqual(first);
  });

  test('the file says what to check: options that say it too are refused', async () => {
    await bucketkey([...ASKED, '--report', 'r.json'], correct);
    for (const more of [
      ['--seed', '5'],
      ['--size', '60'],
      ['--profile', 'ideal'],
      ['--report', 's.json'],
    ]) {
      expect(await usageErrorOf('check', '--resume', 'r.json', ...more)).toMatch(
        /^bucketkey: option '--resume <file>' cannot be used with /,
      );
    }
    expect(await usageErrorOf('check', '--resume', 'none.json')).toMatch(/none\.json: no such file/);
  });
});

describe('check --report and --shard', () => {
  test('a report never overwrites a file', async () => {
    await writeFile(join(ownFolder(), 'mine.json'), 'mine');
    expect(await usageErrorOf('check', '--report', 'mine.json')).toMatch(/--report: mine\.json: exists already/);
    expect(await readFile(join(ownFolder(), 'mine.json'), 'utf8')).toBe('mine');
  });

  test('a report that cannot be kept up to date is an error, after the result was shown', async () => {
    const spoiling = fakeCommands({
      check: async (request) => {
        const sut = embeddedSut();
        await rm(join(ownFolder(), 'r.json'));
        await mkdir(join(ownFolder(), 'r.json'));
        return runCampaign(request, sut, inProcessExecutor(planOf(request), sut));
      },
    });
    const { code, out, err } = await bucketkey([...ASKED, '--report', 'r.json'], spoiling);
    expect(code).toBe(2);
    expect(out).toMatch(/verdict: conforms/);
    expect(err).toMatch(/^bucketkey: the report file is not up to date: [^\n]+\n$/);
  });

  test('shards of seeds nobody chose could never be merged', async () => {
    expect(await usageErrorOf('check', '--shard', '1/2')).toBe(
      'bucketkey: --shard needs --seed: the shards of a check have one seed\n',
    );
  });

  test.each(['0/2', '3/2', '1/0', '1', '1/2/3', '/', '-1/2', '1/1e3', '1/10001', 'a/b', ' 1/2', ''])(
    '--shard %j',
    async (shard) => {
      expect(await usageErrorOf('check', '--seed', '1', '--shard', shard)).toMatch(/^bucketkey: .*--shard/);
    },
  );

  test.each(['0', '257', '-1', 'all', '1.5', ''])('--workers %j', async (workers) => {
    expect(await usageErrorOf('check', '--workers', workers)).toMatch(
      /--workers takes auto or a whole number from 1 to 256/,
    );
  });
});
