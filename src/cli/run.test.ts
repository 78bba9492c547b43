import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CheckReport } from '../check/check-report.ts';
import type { CheckRequest } from '../check/check-request.ts';
import type { ReplayResult } from '../check/replay-result.ts';
import type { Violation } from '../oracle/verdict.ts';
import type { ScenarioResult } from '../scenario/scenario.ts';
import { formatTrace } from '../trace/format-trace.ts';
import type { Trace } from '../trace/trace.ts';
import { parseTrace } from '../trace/trace-reader.ts';
import type { Commands } from './commands.ts';
import { run } from './run.ts';

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'bucketkey-cli-'));
});
afterEach(async () => {
  await rm(cwd, { recursive: true });
});

const trace: Trace = {
  header: {
    bucketkeyTrace: 1,
    profile: 'ideal',
    sut: 'embedded',
    seed: 9,
    setup: { requesters: [], kmsKeys: [], aliases: [], buckets: [] },
  },
  steps: [{ step: { atMs: 0, by: null, event: { op: 'RestartHosts' } }, observation: { status: 500 } }],
};
const violation: Violation = {
  property: 'etag-class',
  title: 'ETags are of their class.',
  requirements: [],
  stepIndex: 0,
  reason: 'It is not.',
  nearest: [],
};

function reportOf(request: CheckRequest, rest: Partial<CheckReport>): CheckReport {
  return {
    verdict: 'conforms',
    seed: request.seed,
    profile: request.profile.name,
    sut: 'embedded',
    runs: 3,
    steps: 30,
    kmsCalls: 12,
    properties: [{ id: 'etag-class', title: 'ETags are of their class.', verdict: 'holds', checked: 9, exercised: 8 }],
    violations: [],
    events: [],
    ...rest,
  };
}

const scenarioResult: ScenarioResult = {
  name: 'fifty-uploads',
  verdict: 'as-expected',
  figures: [{ name: 'calls', value: 3, holds: true }],
  notes: [],
};

/** Commands that do nothing, and whatever a test puts in their place. */
function fakeCommands(changes: Partial<Commands> = {}): Commands {
  return {
    propertyIds: ['etag-class', 'unique-data-keys'],
    scenarios: [
      { name: 'fifty-uploads', title: 'Fifty uploads.', description: 'They are fifty.', run: async () => scenarioResult },
      { name: 'twice', title: 'Twice.', description: 'Two.', run: async () => ({ ...scenarioResult, name: 'twice', verdict: 'differs' }) },
    ],
    check: async (request) => reportOf(request, {}),
    judge: async (given) => ({ verdict: 'conforms', trace: given }),
    replay: async (given) => ({ verdict: 'conforms', trace: given }),
    ...changes,
  };
}

/** Commands whose check finds violations. */
function violating(count = 1): Commands {
  const found = { violation, trace, foundAtLength: 80 };
  return fakeCommands({
    check: async (request) => reportOf(request, { verdict: 'violates', violations: Array.from({ length: count }, () => found) }),
  });
}

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function bucketkey(argv: readonly string[], commands = fakeCommands(), interruption = new AbortController()): Promise<Outcome> {
  let out = '';
  let err = '';
  const code = await run(
    argv,
    {
      stdout: (text) => {
        out += text;
      },
      stderr: (text) => {
        err += text;
      },
      isTTY: false,
      signal: interruption.signal,
      cwd,
    },
    commands,
  );
  return { code, out, err };
}

/** Asserts that a command line is refused as a usage or input error should be, and gives the error. */
async function refused(...argv: string[]): Promise<string> {
  const before = await readdir(cwd, { recursive: true });
  let checks = 0;
  const commands = fakeCommands({
    check: async (request) => {
      checks += 1;
      return reportOf(request, {});
    },
  });
  const { code, out, err } = await bucketkey(argv, commands);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toMatch(/^bucketkey: [^\n]+\n$/);
  expect(err).not.toMatch(/internal error/);
  expect(checks).toBe(0);
  expect(await readdir(cwd, { recursive: true })).toEqual(before);
  return err;
}

describe('a wrong command line is refused in one line, with exit code 2, before anything is done', () => {
  test('no command, an unknown one, an unknown option, too many arguments', async () => {
    expect(await refused()).toBe('bucketkey: no command given; bucketkey --help lists them\n');
    expect(await refused('chek')).toBe("bucketkey: unknown command 'chek' (Did you mean check?)\n");
    expect(await refused('check', '--sede', '1')).toBe("bucketkey: unknown option '--sede' (Did you mean --seed?)\n");
    expect(await refused('--nonsense')).toMatch(/unknown option '--nonsense'/);
    expect(await refused('check', 'this')).toMatch(/too many arguments/);
    expect(await refused('replay')).toMatch(/missing required argument 'file'/);
    expect(await refused('help', 'chek')).toMatch(/^bucketkey: /);
  });

  test('names that do not exist get a suggestion and the list', async () => {
    expect(await refused('check', '--profile', 'idael')).toBe(
      'bucketkey: there is no profile "idael" (did you mean ideal?); there is aws, aws-2023, huawei-obs, ideal\n',
    );
    expect(await refused('check', '--property', 'etag-clas')).toMatch(
      /no property "etag-clas" \(did you mean etag-class\?\); there is etag-class, /,
    );
    expect(await refused('check', '--property', 'etag-class', '--property', '__proto__')).toMatch(/no property "__proto__"; there is/);
    expect(await refused('scenario', 'fifty-upload')).toMatch(/no scenario "fifty-upload" \(did you mean fifty-uploads\?\)/);
    expect(await refused('check', '--profile', 'x'.repeat(100_000))).toMatch(/^bucketkey: there is no profile "x+…\n$/);
    expect(await refused('check', '--profile', '\u001b[2J\n')).not.toContain('\u001b');
  });

  test.each(['-1', '4294967296', '1e3', '0x10', '1.5', '+1', ' 1', '', 'abc', 'NaN', 'Infinity', '９'])('--seed %j', async (seed) => {
    expect(await refused('check', '--seed', seed)).toMatch(/--seed takes a whole number from 0 to 4294967295/);
    expect(await refused('scenario', 'twice', '--seed', seed)).toMatch(/--seed takes a whole number/);
  });

  test.each(['0', '-1', '1e3', 'many', '1000000001'])('--runs %j', async (runs) => {
    expect(await refused('check', '--runs', runs)).toMatch(/--runs takes a whole number from 1 to 1000000000/);
  });

  test.each(['0', '-1', '1e3', 'soon', '.5', '0.0', 'Infinity'])('--seconds %j', async (seconds) => {
    expect(await refused('check', '--seconds', seconds)).toMatch(/--seconds takes a number of seconds greater than 0/);
  });

  test.each(['0', 'x', '100001'])('--size %j', async (size) => {
    expect(await refused('check', '--size', size)).toMatch(/--size takes a whole number from 1 to 100000/);
  });

  test('an output form there is not, and options without their argument', async () => {
    expect(await refused('check', '--output', 'xml')).toMatch(/Allowed choices are text, json/);
    expect(await refused('check', '--seed')).toMatch(/argument missing/);
  });

  test('a failures folder that is a file, or lies below one', async () => {
    await writeFile(join(cwd, 'file'), '');
    expect(await refused('check', '--failures', 'file')).toMatch(/is not a folder/);
    expect(await refused('check', '--failures', 'file/below')).toMatch(/a part of the path is not a folder/);
  });
});

describe('a replay file that is none is refused in one line, with exit code 2', () => {
  const header = formatTrace({ header: trace.header, steps: [] });

  test.each([
    ['empty', '', /empty: a trace starts with a header line/],
    ['truncated', formatTrace(trace).slice(0, -20), /:2: not valid JSON.*truncated\?/],
    [
      'of another version',
      header.replace('"bucketkeyTrace":1', '"bucketkeyTrace":2'),
      /:1: format version 2 is not supported; .* version 1/,
    ],
    ['deeply nested', `${header}${'['.repeat(900_000)}\n`, /:2: nested deeper than 16 levels/],
    ['with __proto__ for a field', `${header}{"__proto__":{"atMs":0}}\n`, /:2: unknown field "__proto__"/],
    [
      'of a profile there is not',
      header.replace('"ideal"', '"iedal"'),
      /:1: profile: there is no profile "iedal" \(did you mean ideal\?\)/,
    ],
  ])('%s', async (_, text, problem) => {
    await writeFile(join(cwd, 't.ndjson'), text);
    expect(await refused('replay', 't.ndjson')).toMatch(problem);
  });

  test('missing, a folder, binary rubbish', async () => {
    expect(await refused('replay', 'missing.ndjson')).toMatch(/missing\.ndjson: no such file or folder/);
    expect(await refused('replay', '.')).toMatch(/is a directory/);
    await writeFile(join(cwd, 't.ndjson'), Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 131) % 256)));
    expect(await refused('replay', 't.ndjson')).toMatch(/:1: not UTF-8 text/);
  });

  test('a sparse file of 1 GiB, at once', async () => {
    await writeFile(join(cwd, 't.ndjson'), '');
    await truncate(join(cwd, 't.ndjson'), 2 ** 30);
    const start = performance.now();
    expect(await refused('replay', 't.ndjson')).toMatch(/1073741824 bytes are more than the 268435456/);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe('check', () => {
  test('hands the options on', async () => {
    const requests: CheckRequest[] = [];
    const commands = fakeCommands({
      check: async (request) => {
        requests.push(request);
        return reportOf(request, {});
      },
    });
    await bucketkey(['check', '--seed', '4294967295'], commands);
    await bucketkey(
      [
        'check',
        '--seed',
        '0',
        '--runs',
        '7',
        '--seconds',
        '0.5',
        '--profile',
        'aws',
        '--property',
        'etag-class',
        '--property',
        'unique-data-keys',
      ],
      commands,
    );
    await bucketkey(['check', '--seconds', '2', '--size', '10'], commands);
    expect(
      requests.map(({ profile, runs, seconds, seed, properties, maxSteps }) => [profile.name, runs, seconds, seed, properties, maxSteps]),
    ).toEqual([
      ['ideal', 300, undefined, 4_294_967_295, undefined, 300],
      ['aws', 7, 0.5, 0, ['etag-class', 'unique-data-keys'], 300],
      ['ideal', 1_000_000_000, 2, expect.any(Number), undefined, 10],
    ]);
  });

  test('conforming: exit code 0, seed in the first line and in the last, no files', async () => {
    const { code, out, err } = await bucketkey(['check', '--seed', '42']);
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toMatch(/^checking with profile ideal, seed 42\n/);
    expect(out).toMatch(/\nverdict: conforms \(embedded, profile ideal, seed 42\)\n$/);
    expect(await readdir(cwd)).toEqual([]);
  });

  test('without --seed a random one is taken and printed', async () => {
    const seeds = new Set<string | undefined>();
    for (let time = 0; time < 5; time += 1) seeds.add(/seed (\d+)\n/.exec((await bucketkey(['check'])).out)?.[1]);
    expect(seeds.size).toBeGreaterThan(1);
    expect(seeds).not.toContain(undefined);
  });

  test('violating: exit code 1, the story, and last the command that replays what was written', async () => {
    const { code, out, err } = await bucketkey(['check', '--seed', '42'], violating());
    expect(code).toBe(1);
    expect(err).toBe('');
    expect(out).toMatch(/RestartHosts {2}500 {2}<-- here/);
    expect(out.endsWith('\nreplay it: npx bucketkey replay bucketkey-failures/etag-class-42.ndjson\n')).toBe(true);
    const written = await readFile(join(cwd, 'bucketkey-failures', 'etag-class-42.ndjson'), 'utf8');
    expect(parseTrace(written, 'written')).toEqual(trace);
    expect((await bucketkey(['replay', 'bucketkey-failures/etag-class-42.ndjson'])).code).toBe(0);
  });

  test('an existing failure file is left alone, the next free name is taken', async () => {
    const folder = join(cwd, 'f');
    await mkdir(folder);
    await writeFile(join(folder, 'etag-class-42.ndjson'), 'mine');
    const { out } = await bucketkey(['check', '--seed', '42', '--failures', 'f'], violating(2));
    expect(await readdir(folder)).toEqual(['etag-class-42-2.ndjson', 'etag-class-42-3.ndjson', 'etag-class-42.ndjson']);
    expect(await readFile(join(folder, 'etag-class-42.ndjson'), 'utf8')).toBe('mine');
    expect(out).toMatch(/replay f\/etag-class-42-2\.ndjson\n/);
    expect(out).toMatch(/replay f\/etag-class-42-3\.ndjson\n$/);
  });

  test('the replay command quotes what a shell would take apart', async () => {
    const { out } = await bucketkey(['check', '--seed', '1', '--failures', "it's $HOME"], violating());
    expect(out.endsWith("replay it: npx bucketkey replay 'it'\\''s $HOME/etag-class-1.ndjson'\n")).toBe(true);
    const dashed = await bucketkey(['check', '--seed', '1', '--failures=-f'], violating());
    expect(dashed.out.endsWith('replay it: npx bucketkey replay ./-f/etag-class-1.ndjson\n')).toBe(true);
  });

  test('a failure file that cannot be written costs neither the report nor the exit code', async () => {
    const commands = violating();
    const spoiled = fakeCommands({
      check: async (request) => {
        await writeFile(join(cwd, 'bucketkey-failures'), 'a file came up in the meantime');
        return commands.check(request);
      },
    });
    const { code, out, err } = await bucketkey(['check', '--seed', '42'], spoiled);
    expect(code).toBe(1);
    expect(out).toMatch(/no replay file; the same check finds it again with --seed 42\n$/);
    expect(err).toMatch(/^bucketkey: no replay file for etag-class: [^\n]+\n$/);
  });

  test('unknown: exit code 3', async () => {
    const commands = fakeCommands({
      check: async (request) => reportOf(request, { verdict: 'unknown', unknownBecause: 'frontier bound' }),
    });
    const { code, out } = await bucketkey(['check'], commands);
    expect(code).toBe(3);
    expect(out).toMatch(/verdict: unknown, frontier bound was reached/);
  });

  test('as JSON: one value on standard output and nothing else', async () => {
    const { code, out } = await bucketkey(['check', '--seed', '42', '--output', 'json'], violating());
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'violates',
      seed: 42,
      violations: [
        {
          property: 'etag-class',
          file: 'bucketkey-failures/etag-class-42.ndjson',
          replay: 'npx bucketkey replay bucketkey-failures/etag-class-42.ndjson',
          trace,
        },
      ],
    });
  });

  test('Ctrl-C: exit code 130, and what was found so far', async () => {
    const interruption = new AbortController();
    const commands = fakeCommands({
      check: async (request) => {
        const stopped = new Promise((resolve) => request.signal?.addEventListener('abort', resolve));
        interruption.abort();
        await stopped;
        return reportOf(request, { runs: 2 });
      },
    });
    const { code, out, err } = await bucketkey(['check', '--seed', '42'], commands, interruption);
    expect(code).toBe(130);
    expect(out).toMatch(/2 runs, 30 steps, 12 KMS calls\./);
    expect(err).toBe('bucketkey: interrupted; this is what was found so far\n');
  });

  test('Ctrl-C that ends in a rejection is 130 too, and so it is in a replay and a scenario', async () => {
    const stopped = async (): Promise<never> => {
      throw new DOMException('stopped', 'AbortError');
    };
    const commands = fakeCommands({
      check: stopped,
      judge: stopped,
      scenarios: [{ name: 's', title: 'S.', description: 'S.', run: stopped }],
    });
    await writeFile(join(cwd, 't.ndjson'), formatTrace(trace));
    for (const argv of [
      ['check', '--output', 'json'],
      ['replay', 't.ndjson'],
      ['scenario', 's'],
    ]) {
      const interruption = new AbortController();
      interruption.abort();
      expect(await bucketkey(argv, commands, interruption)).toEqual({ code: 130, out: '', err: 'bucketkey: interrupted\n' });
    }
  });

  test('a check that breaks down says so in one line, and does not pass for a verdict', async () => {
    const commands = fakeCommands({
      check: async () => {
        throw new TypeError('x is\nnot a function');
      },
    });
    const { code, err } = await bucketkey(['check', '--output', 'json'], commands);
    expect(code).toBe(2);
    expect(err).toBe('bucketkey: internal error: x is\\u{a}not a function\n');
  });
});

describe('replay', () => {
  const violates = async (given: Trace): Promise<ReplayResult> => ({ verdict: 'violates', violation, trace: given });
  const unknown = async (given: Trace): Promise<ReplayResult> => ({ verdict: 'unknown', unknownBecause: 'bound', trace: given });

  beforeEach(async () => {
    await writeFile(join(cwd, 't.ndjson'), formatTrace({ ...trace, header: { ...trace.header, profile: 'aws-2023' } }));
  });

  test('judges by the profile of the file and exits by the worse of both verdicts', async () => {
    const profiles: string[] = [];
    const commands = fakeCommands({
      judge: async (given, profile) => {
        profiles.push(profile.name);
        return { verdict: 'conforms', trace: given };
      },
    });
    expect((await bucketkey(['replay', 't.ndjson'], commands)).code).toBe(0);
    expect(profiles).toEqual(['aws-2023']);
    expect((await bucketkey(['replay', 't.ndjson'], fakeCommands({ judge: violates }))).code).toBe(1);
    expect((await bucketkey(['replay', 't.ndjson'], fakeCommands({ replay: violates }))).code).toBe(1);
    expect((await bucketkey(['replay', 't.ndjson'], fakeCommands({ replay: unknown }))).code).toBe(3);
    expect((await bucketkey(['replay', 't.ndjson'], fakeCommands({ judge: violates, replay: unknown }))).code).toBe(1);
  });

  test('says which of both violates', async () => {
    const { out } = await bucketkey(['replay', 't.ndjson'], fakeCommands({ judge: violates }));
    expect(out).toMatch(/\nas recorded \(embedded\): violates etag-class at step 1 of 1\ntaken afresh \(embedded\): conforms\n/);
  });

  test('as JSON: one value on standard output and nothing else', async () => {
    const { out } = await bucketkey(['replay', 't.ndjson', '--output', 'json'], fakeCommands({ replay: violates }));
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'violates',
      recorded: { verdict: 'conforms' },
      afresh: { verdict: 'violates', violation },
    });
  });
});

describe('scenario', () => {
  test('without a name lists them', async () => {
    const { code, out } = await bucketkey(['scenario']);
    expect(code).toBe(0);
    expect(out).toMatch(/^fifty-uploads {2}Fifty uploads\.$/m);
    expect(JSON.parse((await bucketkey(['scenario', '--output', 'json'])).out)).toMatchObject({
      scenarios: [{ name: 'fifty-uploads' }, { name: 'twice' }],
    });
  });

  test('with a name runs it; exit code 0 as expected, 1 otherwise', async () => {
    const { code, out } = await bucketkey(['scenario', 'fifty-uploads', '--seed', '5']);
    expect(code).toBe(0);
    expect(out).toMatch(/verdict: as expected \(seed 5\)\n$/);
    expect((await bucketkey(['scenario', 'twice'])).code).toBe(1);
    expect(JSON.parse((await bucketkey(['scenario', 'twice', '--seed', '5', '--output', 'json'])).out)).toMatchObject({
      seed: 5,
      verdict: 'differs',
      figures: [{ name: 'calls', value: 3 }],
    });
  });
});

describe('help and version', () => {
  test('--version prints the version of the package', async () => {
    const { version }: { version: string } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await bucketkey(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  test.each([['--help'], ['check', '--help'], ['replay', '--help'], ['scenario', '--help'], ['help', 'check']])(
    '%s %s has examples, exit codes and no wide line',
    async (...argv) => {
      const { code, out, err } = await bucketkey(argv);
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(/\nExamples:\n {2}bucketkey /);
      expect(out).toMatch(/Exit codes: /);
      expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    },
  );

  test('the profiles and defaults of check are in its help', async () => {
    const { out } = await bucketkey(['check', '--help']);
    expect(out).toMatch(/aws, aws-2023, huawei-obs, ideal/);
    expect(out).toMatch(/\(default:\s+ideal\)/);
    expect(out).not.toMatch(/\{/);
  });
});
