import { describe, expect, test } from 'vitest';
import type { CheckReport } from '../check/check-report.ts';
import { checkHtml } from '../html-report/html-report.ts';
import type { Trace } from '../trace/trace.ts';
import { checkJson } from './check-json.ts';
import { checkText } from './check-text.ts';

const trace: Trace = {
  header: {
    bucketkeyTrace: 1,
    profile: 'ideal',
    sut: 'embedded',
    seed: 3,
    setup: { requesters: [], kmsKeys: [], aliases: [], buckets: [] },
  },
  steps: [{ step: { atMs: 0, by: null, event: { op: 'RestartHosts' } }, observation: { status: 500 } }],
};

const conforming: CheckReport = {
  verdict: 'conforms',
  seed: 3,
  profile: 'ideal',
  sut: 'embedded',
  runsAsked: 300,
  runs: 300,
  steps: 30_000,
  kmsCalls: 12_345,
  properties: [
    {
      id: 'unique-data-keys',
      title: 'No two object versions share a data key.',
      verdict: 'holds',
      checked: 12_000,
      exercised: 11_000,
    },
    {
      id: 'replication-settles',
      title:
        'Every eligible version leaves PENDING once faults heal, in steps and in time, whatever was refused before.',
      verdict: 'not-exercised',
      checked: 0,
      exercised: 0,
    },
  ],
  violations: [],
  events: [
    { event: 'PutObject', count: 9_000, refused: 1_080, kmsCalls: 0, kmsCallsWithout: 0 },
    { event: 'GetObject', count: 8_000, refused: 0, kmsCalls: 0, kmsCallsWithout: 0 },
    { event: 'RestartHosts', count: 0, refused: 0, kmsCalls: 0, kmsCallsWithout: 0 },
  ],
};

const violating: CheckReport = {
  ...conforming,
  verdict: 'violates',
  violations: [
    {
      violation: {
        property: 'errors',
        title: 'Errors are those of S3.',
        requirements: [],
        stepIndex: 0,
        reason: 'A restart failed.',
        parts: [],
        nearest: [],
      },
      trace,
      foundAtLength: 120,
      also: [],
    },
  ],
};
const replay = { file: 'f.ndjson', command: 'npx bucketkey replay f.ndjson' };

test('steps whose KMS calls nobody can tell are counted, and nothing is said where there are none', () => {
  const endpoint = { url: 'http://x', run: 'run00001', requests: 9, probe: [], deviations: [], unclearSteps: 1_200 };
  const told = { ...conforming, endpoint };
  expect(checkText(told, [])).toMatch(
    /^KMS calls were not observable in 1,200 steps: several traces were under way, and/m,
  );
  expect(JSON.parse(checkJson(told, [])).endpoint.unclearSteps).toBe(1_200);
  expect(checkHtml(told, [])).toContain('KMS calls were not observable in 1,200 steps: ');
  const clear = { ...conforming, endpoint: { ...endpoint, unclearSteps: 0 } };
  expect(checkText(clear, []) + checkHtml(clear, [])).not.toContain('not observable in');
});

describe('checkText', () => {
  test('a check that conforms: a table, what was generated, the verdict last', () => {
    expect(checkText(conforming, [])).toMatchInlineSnapshot(`
      "property             verdict        checked  exercised  what must hold
      unique-data-keys     holds           12,000     11,000  No two object versions share a data key.
      replication-settles  not-exercised        0          0  Every eligible version leaves PENDING once
                                                              faults heal, in steps and in time, whatever
                                                              was refused before.

      events (refused): PutObject 9,000 (12 %), GetObject 8,000, RestartHosts 0

      1 property was not exercised: nothing is claimed there.
      300 of 300 runs, 30,000 steps, 12,345 KMS calls.
      verdict: conforms (embedded, profile ideal, seed 3)
      "
    `);
  });

  test('a violation is told as a story, and the command that replays it comes last', () => {
    expect(checkText(violating, [replay])).toMatchInlineSnapshot(`
      "property             verdict        checked  exercised  what must hold
      unique-data-keys     holds           12,000     11,000  No two object versions share a data key.
      replication-settles  not-exercised        0          0  Every eligible version leaves PENDING once
                                                              faults heal, in steps and in time, whatever
                                                              was refused before.

      events (refused): PutObject 9,000 (12 %), GetObject 8,000, RestartHosts 0

      1 property was not exercised: nothing is claimed there.
      300 of 300 runs, 30,000 steps, 12,345 KMS calls.
      verdict: violates (embedded, profile ideal, seed 3)

      shortest trace found: 1 step, before shrinking 120

        trace  of embedded, seed 3, judged by the profile ideal
        KMS    calls were not observed

         1.  0 s    RestartHosts  500  <-- here

      Violated: errors, at step 1
        Must hold:  Errors are those of S3.
        Found:      A restart failed.

      replay it: npx bucketkey replay f.ndjson
      "
    `);
  });

  test('without a replay file the seed is what is left', () => {
    expect(checkText(violating, [undefined])).toMatch(/no replay file; the same check finds it again with --seed 3\n$/);
  });

  test('an unknown verdict names the bound', () => {
    const unknown: CheckReport = { ...conforming, verdict: 'unknown', unknownBecause: 'frontier of 10,000 worlds' };
    expect(checkText(unknown, [])).toMatch(
      /verdict: unknown, frontier of 10,000 worlds was reached \(embedded, profile ideal, seed 3\)\n$/,
    );
  });

  test('no line is wider than 100 columns', () => {
    expect(
      Math.max(
        ...checkText(violating, [replay])
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(100);
  });
});

describe('checkJson', () => {
  test('has its keys in one order, and an entry for what is absent', () => {
    const value: unknown = JSON.parse(checkJson(violating, [replay]));
    expect(Object.keys(value as object)).toEqual([
      'verdict',
      'unknownBecause',
      'endedBy',
      'seed',
      'profile',
      'sut',
      'runsAsked',
      'runs',
      'steps',
      'kmsCalls',
      'properties',
      'violations',
      'events',
    ]);
    expect(value).toMatchObject({
      verdict: 'violates',
      unknownBecause: null,
      seed: 3,
      properties: [{ id: 'unique-data-keys', checked: 12_000 }, { verdict: 'not-exercised' }],
      violations: [
        { property: 'errors', stepIndex: 0, file: 'f.ndjson', replay: replay.command, foundAtLength: 120, trace },
      ],
      events: [{ event: 'PutObject', count: 9_000, refused: 1_080 }, {}, {}],
    });
  });

  test('a violation without a replay file has none in JSON either', () => {
    expect(JSON.parse(checkJson(violating, []))).toMatchObject({ violations: [{ file: null, replay: null }] });
  });
});
