import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { profileNamed } from '../../../model/index.ts';
import { emptyState } from '../../check/campaign.ts';
import { judgeTrace } from '../../check/replay.ts';
import { seedOfRun } from '../../check/seed-of-run.ts';
import { createFile, replaceFile } from '../../files/atomic-file.ts';
import { packageVersion } from '../version.ts';
import { formatReport } from './format-report.ts';
import { parseReport } from './parse-report.ts';
import { readReportFile } from './read-report-file.ts';
import type { ReportFile } from './report-file.ts';
import { createReportFile, reportWriter } from './report-writer.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bucketkey-report-'));
});
afterEach(() => rm(folder, { recursive: true }));

const trace = {
  header: {
    bucketkeyTrace: 1,
    profile: 'ideal',
    sut: 'embedded reference',
    seed: seedOfRun(1, 7),
    setup: { requesters: [], kmsKeys: [], aliases: [], buckets: [] },
  },
  steps: [{ step: { atMs: 0, by: null, event: { op: 'RestartHosts' } }, observation: { status: 500 } }],
} as const;
const violation = judgeTrace(trace, profileNamed('ideal')).violation!;

/** Shard 2 of 3 of ten runs; it has three, with the numbers 1, 4 and 7, and the last one violates. */
function report(): ReportFile {
  const { tally } = emptyState({ profile: profileNamed('ideal'), properties: ['errors', 'explained'] });
  return {
    head: {
      version: packageVersion(),
      seed: 1,
      profile: 'ideal',
      sut: 'embedded reference',
      runs: 10,
      maxSteps: 5,
      shard: { index: 2, of: 3 },
      keepGoing: false,
      seconds: null,
    },
    state: {
      complete: true,
      tally: {
        ...tally,
        runs: 3,
        steps: 9,
        properties: tally.properties.map(({ id }) => ({ id, checked: 9, exercised: id === 'explained' ? 9 : 8 })),
        events: [{ event: 'RestartHosts', count: 9, refused: 1, kmsCalls: 0, kmsCallsWithout: 0 }],
        unknown: { run: 4, because: 'frontier' },
        coverage: {
          steps: 3,
          transitions: [{ id: 'kmsKey: enabled -DisableKey-> disabled', steps: 2 }],
          requirements: [
            { id: 'E-15', steps: 1 },
            { id: 'F-107', steps: 3 },
          ],
          choices: [{ point: 'served', asked: 3, decided: 1 }],
        },
      },
      violations: [{ run: 7, violation, foundAtLength: 4, also: [], trace }],
    },
  };
}

/** The error that a change of the file's JSON brings about. */
function refusal(change: (json: Record<string, unknown>) => void): string {
  const json = JSON.parse(formatReport(report())) as Record<string, unknown>;
  change(json);
  return refusalOf(JSON.stringify(json));
}

function refusalOf(text: string): string {
  try {
    parseReport(text, 'r.json');
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return 'accepted';
}

function tallyWith(more: Record<string, unknown>): (json: Record<string, unknown>) => void {
  return (json) => {
    json.tally = { ...report().state.tally, ...more };
  };
}

function violationWith(more: Record<string, unknown>): (json: Record<string, unknown>) => void {
  return (json) => {
    json.violations = [{ ...(json.violations as object[])[0], ...more }];
  };
}

type Leaf = readonly [path: string, value: unknown, set: (other: unknown) => string];

/** Every value of a JSON text that has no parts, with a function that gives the text with another one in its place. */
function leaves(json: unknown): Leaf[] {
  const found: Leaf[] = [];
  const walk = (part: unknown, path: readonly string[]): void => {
    if (typeof part === 'object' && part !== null && Object.keys(part).length > 0) {
      for (const [name, inner] of Object.entries(part)) walk(inner, [...path, name]);
      return;
    }
    const set = (other: unknown): string => {
      const copy = structuredClone(json);
      const last = path.at(-1) ?? '';
      const owner = path.slice(0, -1).reduce((at, name) => (at as Record<string, unknown>)[name], copy);
      (owner as Record<string, unknown>)[last] = other;
      return JSON.stringify(copy);
    };
    found.push([path.join('.'), part, set]);
  };
  walk(json, []);
  return found;
}

/** Other values, of the same kind and of others. */
function mutations(value: unknown): unknown[] {
  const others = [null, 0, 1, -1, 1.5, 1e300, '', 'x', true, false, [], {}, [null], 2 ** 53];
  const near = typeof value === 'number' ? [value + 1, value - 1, value * 2, value * 1_000] : [`${value}x`];
  return [...others, ...near].filter((other) => JSON.stringify(other) !== JSON.stringify(value));
}

describe('a report file', () => {
  test('comes back as it was written, and is written with the same bytes again', () => {
    const text = formatReport(report());
    expect(parseReport(text, 'r.json')).toEqual(report());
    expect(formatReport(parseReport(text, 'r.json'))).toBe(text);
  });

  test.each<[string, string]>([
    ['', 'r.json: not valid JSON'],
    ['{"bucketkeyReport":', 'r.json: not valid JSON'],
    ['[]', 'r.json: not a report of bucketkey check: there is no field "bucketkeyReport"'],
    ['{"bucketkeyTrace":1}', 'r.json: not a report of bucketkey check: there is no field "bucketkeyReport"'],
    ['{"bucketkeyReport":2}', 'r.json: format version 2 is not supported; this bucketkey reads version 1'],
    ['{"bucketkeyReport":1,"version":"0.0.1"}', 'r.json: version: written by bucketkey "0.0.1"; this is '],
    ['['.repeat(100_000), 'r.json: nested deeper than 16 levels'],
    [`[${'{},'.repeat(2_000_000)}{}]`, 'r.json: more than the 2000000 objects and lists a report may have'],
  ])('the text %.40j is refused', (text, problem) => {
    expect(refusalOf(text).startsWith(problem)).toBe(true);
  });

  test('fields that are missing, unknown or of the wrong kind are named', () => {
    expect(refusal((json) => delete json.seed)).toBe('r.json: seed: expected number, received undefined');
    expect(refusal((json) => Object.assign(json, { speed: 1 }))).toBe('r.json: unknown field "speed"');
    expect(refusal((json) => Object.assign(json, { runs: 1e300 }))).toMatch(/^r\.json: runs: /);
    expect(refusal((json) => Object.assign(json, { seed: -1 }))).toMatch(/^r\.json: seed: /);
    expect(refusal((json) => Object.assign(json, { shard: { index: 4, of: 3 } }))).toBe(
      'r.json: shard: there are not so many parts',
    );
    expect(refusal((json) => Object.assign(json, { profile: '__proto__' }))).toBe(
      'r.json: profile: there is no profile "__proto__"',
    );
    expect(refusal(tallyWith({ kmsCalls: -1 }))).toMatch(/^r\.json: tally\.kmsCalls: /);
  });

  test('counts that cannot be those of one check are refused, or a merged report would claim what nobody ran', () => {
    const half = { event: 'RestartHosts', count: 4, refused: 0, kmsCalls: 0, kmsCallsWithout: 0 };
    expect(refusal(tallyWith({ runs: 4 }))).toBe('r.json: tally.runs: 4 are more than the 3 of shard 2/3');
    expect(refusal(tallyWith({ steps: 10 }))).toBe('r.json: tally.steps: 9 expected, the sum of the events');
    expect(refusal(tallyWith({ unknown: { run: 5, because: 'b' } }))).toBe(
      'r.json: tally.unknown.run: run 5 was not made',
    );
    expect(refusal(tallyWith({ unknown: { run: 10, because: 'b' } }))).toBe(
      'r.json: tally.unknown.run: run 10 was not made',
    );
    expect(refusal(tallyWith({ events: [{ ...half, event: '__proto__', count: 9 }] }))).toMatch(
      /there is no event "__proto__"/,
    );
    expect(refusal(tallyWith({ events: [{ ...half, count: 9, refused: 10 }] }))).toMatch(
      /more refused than there were/,
    );
    expect(refusal(tallyWith({ events: [half, { ...half, count: 5 }] }))).toBe(
      'r.json: tally.events: not each once and in their order',
    );
    expect(refusal(tallyWith({ events: [{ ...half, count: 9, kmsCallsWithout: 10 }] }))).toMatch(
      /more calls than there can have been/,
    );
    expect(refusal(tallyWith({ events: [{ ...half, count: 9, kmsCalls: 1 }] }))).toBe(
      'r.json: tally.kmsCalls: 1 expected, the sum of the events',
    );
    const errors = { id: 'errors', checked: 1, exercised: 1 };
    expect(refusal(tallyWith({ properties: [errors, errors] }))).toMatch(
      /tally\.properties: not those of a check under ideal/,
    );
    expect(refusal(tallyWith({ properties: [{ ...errors, id: 'constructor' }] }))).toMatch(
      /there is no property "constructor"/,
    );
    expect(refusal(tallyWith({ properties: [{ ...errors, exercised: 2 }] }))).toMatch(/more exercised than checked/);
  });

  test('a violation that cannot be that of the runs is refused', () => {
    expect(refusal((json) => Object.assign(json, { complete: false }))).toMatch(/complete: true expected/);
    expect(refusal(violationWith({ run: 4 }))).toBe('r.json: violations.0.run: not the last run that was made');
    expect(refusal(violationWith({ run: 5 }))).toBe('r.json: violations.0.run: not a run that was made then');
    expect(refusal(violationWith({ property: 'symmetry' }))).toBe(
      'r.json: violations.0.property: not one that was checked',
    );
    expect(refusal(violationWith({ stepIndex: 1 }))).toBe(
      'r.json: violations.0.stepIndex: not the last step of the trace',
    );
    expect(refusal((json) => Object.assign(json, { profile: 'aws' }))).toBe(
      'r.json: violations.0.trace: of another profile',
    );
    expect(refusal((json) => Object.assign(json, { sut: 'other' }))).toBe(
      'r.json: violations.0.trace: of another system under test',
    );
  });

  test('counts that contradict each other are refused with the name of the field', () => {
    const explained = { id: 'explained', checked: 9, exercised: 9 };
    const errors = { id: 'errors', checked: 9, exercised: 9 };
    const end = (more: object) => (json: Record<string, unknown>) => Object.assign(json, { violations: [] }, more);
    expect(refusal(tallyWith({ properties: [{ ...explained, checked: 10 }, errors] }))).toMatch(
      /tally\.properties\.0\.checked: /,
    );
    expect(refusal(tallyWith({ properties: [{ ...explained, exercised: 8 }, errors] }))).toMatch(
      /tally\.properties\.0\.exercised: /,
    );
    expect(refusal(tallyWith({ properties: [explained, { ...errors, checked: 10 }] }))).toMatch(
      /tally\.properties\.1\.checked: /,
    );
    expect(refusal(tallyWith({ properties: [errors] }))).toMatch(/tally\.unknown: null expected/);
    expect(refusal(end({ runs: 13 }))).toBe('r.json: complete: false expected, 3 of 4 runs were made');
    expect(refusal(end({ maxSteps: 2 }))).toBe('r.json: tally.steps: more than the 6 of 3 runs');
    expect(refusal(violationWith({ title: 'T.' }))).toBe('r.json: violations.0.title: not what the property says');
    expect(refusal(violationWith({ requirements: ['F-0'] }))).toMatch(
      /violations\.0\.requirements: there is no requirement "F-0"/,
    );
    expect(refusal(violationWith({ foundAtLength: 6 }))).toBe('r.json: violations.0.foundAtLength: 1 to 5 expected');
    expect(refusal((json) => Object.assign(json, { seed: 2 }))).toBe('r.json: violations.0.trace: of another seed');
  });

  test('what of the model cannot have been seen is refused', () => {
    const { coverage } = report().state.tally;
    const covering = (more: object) => refusal(tallyWith({ coverage: { ...coverage, ...more } }));
    expect(covering({})).toBe('accepted');
    expect(covering({ steps: 10 })).toBe('r.json: tally.coverage.steps: more than the 9 there were');
    expect(covering({ transitions: [{ id: 'kmsKey: a -b-> c', steps: 1 }] })).toMatch(/transitions: "kmsKey.*unknown/);
    expect(covering({ requirements: [{ id: '__proto__', steps: 1 }] })).toMatch(/requirements: "__proto__" is unknown/);
    expect(covering({ requirements: coverage.requirements.toReversed() })).toMatch(/not each once and in their order/);
    expect(covering({ choices: [{ point: 'served', asked: 4, decided: 1 }] })).toMatch(
      /choices: more than the 3 steps/,
    );
    expect(covering({ choices: [{ point: 'served', asked: 1, decided: 2 }] })).toMatch(/decided more often than asked/);
    expect(covering({ choices: [{ point: 'toString', asked: 1, decided: 1 }] })).toMatch(/choices: "toString"/);
  });

  test('of all mutated reports only those are accepted in which nothing else tells of the field', () => {
    const accepted = new Set<string>();
    const refusals: string[] = [];
    for (const [path, value, set] of leaves(JSON.parse(formatReport(report())))) {
      for (const other of mutations(value)) {
        const said = refusalOf(set(other));
        if (said === 'accepted') accepted.add(path.replaceAll(/\.\d+/g, '.*'));
        else refusals.push(said);
      }
    }
    expect([...accepted].toSorted()).toEqual([
      'keepGoing',
      'maxSteps',
      'runs',
      'seconds',
      'tally.coverage.choices.*.asked',
      'tally.coverage.choices.*.decided',
      'tally.coverage.requirements.*.steps',
      'tally.coverage.steps',
      'tally.coverage.transitions.*.steps',
      'tally.events.*.kmsCallsWithout',
      'tally.events.*.refused',
      'tally.properties.*.checked',
      'tally.properties.*.exercised',
      'tally.unknown.because',
      'tally.unknown.run',
      'violations.*.foundAtLength',
    ]);
    expect(refusals.length).toBeGreaterThan(300);
    for (const said of refusals) expect(said).toMatch(/^r\.json: /);
  });

  test('what a violation says is what its trace shows, and nothing else', () => {
    expect(refusal(violationWith({ reason: 'R.' }))).toBe('r.json: violations.0.reason: not what its trace shows');
    expect(refusal(violationWith({ nearest: [] }))).toBe('r.json: violations.0.nearest: not what its trace shows');
    expect(refusal(violationWith({ onlyIf: 'R.' }))).toBe('r.json: violations.0.onlyIf: not what its trace shows');
    expect(refusal(violationWith({ also: ['explained'] }))).toMatch(/violations\.0\.also: not other properties/);
    const first = JSON.parse(formatReport(report())).violations[0];
    expect(refusal((json) => Object.assign(json, { violations: [first, first] }))).toBe(
      'r.json: violations.1: the check had ended before',
    );
    expect(refusal((json) => Object.assign(json, { keepGoing: true, violations: [first, first] }))).toBe(
      'r.json: violations.1.run: not a run that was made then',
    );
  });

  test('a name that is there twice is refused', () => {
    const text = formatReport(report()).replace('"seed":1', '"seed":2,"seed":1');
    expect(refusalOf(text)).toBe('r.json: the name "seed" is there twice in one object');
  });

  test('the trace of a violation is read as strictly as a trace file', () => {
    expect(refusal(violationWith({ trace: [] }))).toMatch(/^r\.json: violations\.0\.trace: empty/);
    expect(refusal(violationWith({ trace: [{ ...trace.header, setup: null }] }))).toMatch(
      /^r\.json: violations\.0\.trace:1: setup: /,
    );
    const step = { atMs: 0, by: 'nobody', event: { op: 'RestartHosts' }, observation: { status: 500 } };
    expect(refusal(violationWith({ trace: [trace.header, step] }))).toMatch(/^r\.json: violations\.0\.trace:2: by: /);
  });

  test('an error is one printable line of bounded length, whatever the file holds', () => {
    const name = `\u001b[2J\n${'x'.repeat(100_000)}`;
    const message = refusal((json) => Object.assign(json, { [name]: 1 }));
    expect(message).toMatch(/^[\x20-\x7e…]+$/);
    expect(message.length).toBeLessThan(400);
  });
});

describe('on the disk', () => {
  test('what is no readable report is refused', async () => {
    await writeFile(join(folder, 'latin1'), Buffer.from([0x7b, 0xff, 0x7d]));
    await expect(readReportFile(join(folder, 'latin1'), 'latin1')).rejects.toThrow('latin1: not UTF-8 text');
    await expect(readReportFile(folder, 'folder')).rejects.toThrow('folder: is not a regular file');
    await expect(readReportFile(join(folder, 'none'), 'none')).rejects.toThrow('none: no such file or folder');
  });

  test('a new file never takes the place of another, not even of a link that leads nowhere', async () => {
    const path = join(folder, 'r.json');
    await createReportFile(path, 'r.json', report());
    expect(await readReportFile(path, 'r.json')).toEqual(report());
    await expect(createReportFile(path, 'r.json', report())).rejects.toThrow(/^--report: r\.json: exists already/);
    await symlink(join(folder, 'nowhere'), join(folder, 'link'));
    await expect(createFile(join(folder, 'link'), 'x')).rejects.toThrow(/EEXIST/);
    await expect(createReportFile(join(folder, 'no/r.json'), 'no/r.json', report())).rejects.toThrow(
      /no such file or folder/,
    );
    expect((await readdir(folder)).toSorted()).toEqual(['link', 'r.json']);
  });

  test('a replacement that fails leaves no file behind', async () => {
    await expect(replaceFile(join(folder, 'no', 'r.json'), 'x')).rejects.toThrow(/ENOENT/);
    await expect(replaceFile(folder, 'x')).rejects.toThrow();
    expect(await readdir(folder)).toEqual([]);
  });

  test('a state is written at once unless a later one overtakes it, and the last at the end', async () => {
    const path = join(folder, 'r.json');
    const begun = { ...report(), state: { ...report().state, complete: false, violations: [] } };
    const stateAfter = (runs: number) => ({ ...begun.state, tally: { ...begun.state.tally, runs } });
    const runsWritten = async () => JSON.parse(await readFile(path, 'utf8')).tally.runs;
    await createReportFile(path, 'r.json', { ...begun, state: stateAfter(0) });
    const writer = reportWriter(path, { ...begun, state: stateAfter(0) });
    writer.offer(stateAfter(1));
    await expect.poll(runsWritten).toBe(1);
    writer.offer(stateAfter(2));
    writer.offer(stateAfter(3));
    await expect.poll(runsWritten).toBe(3);
    writer.offer(stateAfter(4));
    await writer.finish();
    expect(await runsWritten()).toBe(4);
    expect(await readdir(folder)).toEqual(['r.json']);
  });
});
