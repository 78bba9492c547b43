import { describe, expect, test } from 'vitest';
import type { PropertyVerdict } from '../check/check-report.ts';
import type { ReplayResult } from '../check/replay-result.ts';
import type { Violation } from '../oracle/verdict.ts';
import type { Trace } from '../trace/trace.ts';
import { replayJson, replayProperties, replayText, replayVerdict } from './replay-report.ts';

const trace: Trace = {
  header: {
    bucketkeyTrace: 1,
    profile: 'ideal',
    sut: 'recorder',
    seed: 3,
    setup: { requesters: [], kmsKeys: [], aliases: [], buckets: [] },
  },
  steps: [{ step: { atMs: 0, by: null, event: { op: 'RestartHosts' } }, observation: { status: 500 } }],
};
const afreshTrace: Trace = { ...trace, header: { ...trace.header, sut: 'embedded' } };
const violation: Violation = {
  property: 'errors',
  title: 'Errors are those of S3.',
  requirements: [],
  stepIndex: 0,
  reason: 'A restart failed.',
  parts: [],
  nearest: [],
};

const violates: ReplayResult = { verdict: 'violates', violation, properties: [], trace };
const conforms: ReplayResult = { verdict: 'conforms', properties: [], trace: afreshTrace };
const unknown: ReplayResult = {
  verdict: 'unknown',
  unknownBecause: 'frontier of 5 worlds',
  properties: [],
  trace: afreshTrace,
};

describe('a replay', () => {
  test('says which of the two answers violates', () => {
    expect(replayText({ recorded: violates, afresh: conforms })).toMatchInlineSnapshot(`
      "As recorded:

        trace  of recorder, seed 3, judged by the profile ideal
        KMS    calls were not observed

         1.  0 s    RestartHosts  500  <-- here

      Violated: errors, at step 1
        Must hold:  Errors are those of S3.
        Found:      A restart failed.

      as recorded (recorder): violates errors at step 1 of 1
      taken afresh (embedded): conforms
      verdict: violates (profile ideal, seed 3)
      "
    `);
  });

  test('tells both stories when both violate, and the trace when none does', () => {
    const both = replayText({ recorded: violates, afresh: { ...violates, trace: afreshTrace } });
    expect(both.match(/<-- here/g)).toHaveLength(2);
    const none = replayText({ recorded: { verdict: 'conforms', properties: [], trace }, afresh: conforms });
    expect(none).toMatch(/RestartHosts {2}500\n/);
    expect(none).not.toMatch(/<-- here/);
  });

  test('violates if one does, and is not settled while one is unknown', () => {
    expect(replayVerdict({ recorded: conforms, afresh: violates })).toBe('violates');
    expect(replayVerdict({ recorded: unknown, afresh: violates })).toBe('violates');
    expect(replayVerdict({ recorded: unknown, afresh: conforms })).toBe('unknown');
    expect(replayVerdict({ recorded: conforms, afresh: conforms })).toBe('conforms');
    expect(replayText({ recorded: conforms, afresh: unknown })).toMatch(
      /taken afresh \(embedded\): unknown, frontier of 5 worlds was reached/,
    );
  });

  test('adds up what both say of a property, and the worse verdict counts', () => {
    const of = (id: string, verdict: PropertyVerdict) => ({ id, title: id, verdict, checked: 3, exercised: 1 });
    const [held, idle, broken] = [of('a', 'holds'), of('a', 'not-exercised'), of('b', 'violated')];
    const both = replayProperties({
      recorded: { ...conforms, properties: [held, of('b', 'holds')] },
      afresh: { ...violates, properties: [idle, broken, of('c', 'not-judged')] },
    });
    expect(both).toEqual([
      { ...held, checked: 6, exercised: 2 },
      { ...broken, checked: 6, exercised: 2 },
      of('c', 'not-judged'),
    ]);
  });

  test('as JSON has both answers', () => {
    expect(JSON.parse(replayJson({ recorded: violates, afresh: unknown }))).toEqual({
      verdict: 'violates',
      profile: 'ideal',
      seed: 3,
      recorded: { verdict: 'violates', unknownBecause: null, sut: 'recorder', violation, steps: trace.steps },
      afresh: {
        verdict: 'unknown',
        unknownBecause: 'frontier of 5 worlds',
        sut: 'embedded',
        violation: null,
        steps: trace.steps,
      },
    });
  });
});
