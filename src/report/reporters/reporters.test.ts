import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ajvDraft04 from 'ajv-draft-04';
import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { CheckReport, KnownReport, PropertyVerdict } from '../../check/check-report.ts';
import type { Violation } from '../../oracle/verdict.ts';
import type { Trace } from '../../trace/trace.ts';
import { github } from './github.ts';
import { junit } from './junit.ts';
import type { Reported, ReportedCheck, ReportedReplay } from './reporter.ts';
import { sarif } from './sarif.ts';

const schemas = resolve(import.meta.dirname, '../../../tests/schemas');
const xsd = readFileSync(resolve(schemas, 'junit.xsd'), 'utf8');
const ajv = new ajvDraft04.default({ strict: false, validateFormats: false, unicodeRegExp: false });
const isSarif = ajv.compile(JSON.parse(readFileSync(resolve(schemas, 'sarif-2.1.0.json'), 'utf8')));

/** All that could break out of a form, or what reads it. */
const HOSTILE = '\u0000\u001b[2J\uFFFE\uD800]]><b>&amp;"\'{0}[x](0)%0A\n::error::x\n```\n</pre>| `*_~\u202e';

const trace: Trace = {
  header: {
    bucketkeyTrace: 1,
    profile: 'ideal',
    sut: HOSTILE,
    seed: 9,
    setup: { requesters: [], kmsKeys: [], aliases: [], buckets: [] },
  },
  steps: [
    {
      step: { atMs: 0, by: HOSTILE, event: { op: 'GetObject', bucket: HOSTILE, key: '::add-mask::x' } },
      observation: { status: 200 },
    },
    { step: { atMs: 1, by: null, event: { op: 'RestartHosts' } }, observation: { status: 200 } },
  ],
};

function violationOf(property: string, onlyIf?: string): Violation {
  return {
    property,
    title: 'It must hold.',
    requirements: ['F-97'],
    stepIndex: 1,
    reason: `It does not: ${HOSTILE}`,
    parts: [],
    nearest: [],
    ...(onlyIf !== undefined && { onlyIf }),
  };
}

/** A check with a property of each verdict, and violations of `properties`. */
function reportedOf(properties: readonly Violation[], changes: Partial<CheckReport> = {}): ReportedCheck {
  const verdicts: readonly (readonly [string, PropertyVerdict])[] = [
    ['etag-class', 'violated'],
    ['errors', 'violated'],
    ['explained', 'unknown'],
    ['unique-data-keys', 'holds'],
    ['throttling', 'not-exercised'],
    ['decryptable', 'not-judged'],
  ];
  const report: CheckReport = {
    verdict: 'violates',
    seed: 1,
    profile: 'ideal',
    sut: HOSTILE,
    runsAsked: 3,
    runs: 3,
    steps: 30,
    kmsCalls: 12,
    properties: verdicts.map(([id, verdict]) => ({ id, title: `Of ${id}.`, verdict, checked: 9, exercised: 8 })),
    violations: properties.map((violation) => ({ violation, trace, foundAtLength: 80, also: ['errors'] })),
    events: [],
    ...changes,
  };
  const replay = { file: 'f/a, b:%.ndjson', command: "npx bucketkey replay 'f/a, b:%.ndjson'" };
  return { of: 'check', report, replays: properties.map((_, index) => (index === 0 ? replay : undefined)) };
}

const all = reportedOf([violationOf('etag-class'), violationOf('system-answers'), violationOf('explained', HOSTILE)]);
const held = { id: 'errors', title: 'Of errors.', verdict: 'holds', checked: 3, exercised: 2 } as const;
const cut = reportedOf([], { verdict: 'unknown', incomplete: '1 of 3 runs were made', properties: [held] });
const good = reportedOf([], { verdict: 'conforms', properties: [held] });

const replayed: ReportedReplay = {
  of: 'replay',
  report: {
    recorded: {
      verdict: 'violates',
      violation: violationOf('etag-class'),
      properties: [{ id: 'etag-class', title: 'Of etag-class.', verdict: 'violated', checked: 2, exercised: 1 }],
      trace,
    },
    afresh: { verdict: 'conforms', properties: [held, { ...held, id: 'symmetry', verdict: 'not-exercised' }], trace },
  },
  file: 'a, b.ndjson',
  isLineByLine: true,
  command: "npx bucketkey replay 'a, b.ndjson'",
};

/** What the XSD has against a text; empty where it is valid. */
async function schemaErrors(xml: string): Promise<readonly string[]> {
  const { errors } = await validateXML({ xml: [{ fileName: 'junit.xml', contents: xml }], schema: [xsd] });
  return errors.map(({ message }) => message);
}

/** What is known of a system: met, not met any more, and not met in the runs that were made. */
const KNOWN: readonly KnownReport[] = [
  ['met', 4, false],
  ['gone', 0, true],
  ['rare', 0, false],
].map(([id, times, isStale]) => ({
  deviation: { id: `${id}`, operation: 'HeadObject', part: 'etag', reason: `Nobody minds ${HOSTILE}` },
  times: Number(times),
  isStale: isStale === true,
  isExpired: false,
  isNew: false,
  requirements: [],
}));

const flaky: ReportedCheck = (() => {
  const reported = reportedOf([violationOf('etag-class')], { known: KNOWN });
  const violations = reported.report.violations.map((found) => ({ ...found, flaky: { runs: 3, failed: 1 } }));
  return { ...reported, report: { ...reported.report, violations } };
})();

describe('what is known, and what does not fail every time', () => {
  test('junit: what is known is skipped, what nobody met fails', async () => {
    const xml = junit.write(flaky);
    expect(await schemaErrors(xml)).toEqual([]);
    const cases = [...xml.matchAll(/<testcase name="(known: \w+)"[^>]*?>\s*<(\w+)/g)];
    expect(cases.map(([, name, result]) => [name, result])).toEqual([
      ['known: met', 'skipped'],
      ['known: gone', 'failure'],
      ['known: rare', 'skipped'],
    ]);
    expect(xml).toContain('not the same every time: run again 3 times, the same steps failed 1 of these');
  });

  test('sarif: what is known is suppressed with its reason, what nobody met fails', () => {
    const log: Log = JSON.parse(sarif.write(flaky));
    isSarif(log);
    expect(isSarif.errors).toBe(null);
    const results = log.runs[0]?.results?.filter(({ ruleId }) => ruleId === 'known-deviation') ?? [];
    expect(results.map(({ kind, level, suppressions }) => [kind, level, suppressions?.length])).toEqual([
      ['fail', 'note', 1],
      ['fail', 'error', undefined],
    ]);
    expect(results[0]?.suppressions?.[0]?.justification).toMatch(/^Nobody minds /);
    expect(log.runs[0]?.results?.[0]?.message.text).toContain('not the same every time');
  });

  test('github: a notice and an error, and a line each in the summary', () => {
    const lines = github.write(flaky).split('\n');
    const known = lines.filter((line) => line.includes('title=known deviation'));
    expect(known.map((line) => line.split(' ', 1)[0])).toEqual(['::notice', '::error']);
    expect(lines[0]).toContain('%0Anot the same every time');
    const summary = github.summary?.(flaky) ?? '';
    expect(summary).toMatch(/^- known: 4 x met: HeadObject etag/m);
    expect(summary).toMatch(/^- \*\*stale: gone was not met; it is to be taken out\.\*\*$/m);
  });
});

describe('whether the same steps are answered alike', () => {
  const parts = [{ part: 'kmsCalls', first: [HOSTILE], second: undefined }];
  const first = { run: 4, trace, stepIndex: 1, parts };
  const [differs, alike, none] = [
    { compared: 12, differing: 3, first },
    { compared: 12, differing: 0 },
    { compared: 0, differing: 0 },
  ].map((determinism) => reportedOf([], { verdict: 'conforms', properties: [held], determinism }));
  const all = [differs!, alike!, none!];

  test('junit: a case of its own, which fails, passes or is skipped', async () => {
    for (const reported of all) expect(await schemaErrors(junit.write(reported))).toEqual([]);
    const cases = all.map((one) => /<testcase name="deterministic"[^>]*?(\/>|>\s*<(\w+))/.exec(junit.write(one))?.[2]);
    expect(cases).toEqual(['failure', undefined, 'skipped']);
    expect(junit.write(differs!)).toContain(' tests="2" failures="1" errors="0" skipped="0">');
    expect(junit.write(differs!)).toContain(
      'message="not deterministic: 3 of 12 traces answered otherwise when the same steps were taken again"',
    );
    expect(junit.write(differs!)).toMatch(/\nStep 2, again: kmsCalls not there, which was \[/);
    expect(junit.write(good)).not.toContain('deterministic');
  });

  test('sarif: a result of a rule of its own, with the trace as a code flow', () => {
    const results = all.map((reported) => {
      const log: Log = JSON.parse(sarif.write(reported));
      isSarif(log);
      expect(isSarif.errors).toBe(null);
      const [run] = log.runs;
      const result = run?.results?.find(({ ruleId }) => ruleId === 'deterministic');
      expect(run?.tool.driver.rules?.[result?.ruleIndex ?? -1]?.id).toBe('deterministic');
      return result;
    });
    expect(results.map((one) => [one?.kind, one?.level])).toEqual([
      ['fail', 'error'],
      ['pass', 'none'],
      ['notApplicable', 'none'],
    ]);
    const stops = results[0]?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    expect(stops.map(({ importance }) => importance)).toEqual(['important', 'essential']);
    expect(results[0]?.message.text).toMatch(/taken again\nStep 2, again: kmsCalls not there/);
    expect(sarif.write(good)).not.toContain('deterministic');
  });

  test('github: an error on one line, or a notice where nothing was compared; the summary says all', () => {
    expect(all.map((one) => github.write(one).split('::')[1])).toEqual([
      'error title=not deterministic',
      undefined,
      'notice title=not compared',
    ]);
    expect(github.write(differs!).trimEnd().split('\n')).toHaveLength(1);
    expect(github.write(differs!)).toContain('taken again%0AStep 2, again: kmsCalls not there, which was ');
    const [summary = '', sound, empty] = all.map((one) => github.summary?.(one));
    expect(summary).toMatch(/^### not deterministic: 3 of 12 traces /m);
    expect(summary.replaceAll(/^````text$.*?^````$/gms, '')).not.toMatch(/<b>|\[x\]|::error::x$/m);
    expect(sound).toContain('\n12 traces taken twice, and answered alike both times\n');
    expect(empty).toContain('\nno trace that was taken twice could be compared\n');
  });
});

describe('junit', () => {
  test.each([
    ['every verdict', all],
    ['unknown', cut],
    ['conforms', good],
    ['a replay', replayed],
  ])('%s: valid by the schema of Jenkins', async (_, reported) => {
    expect(await schemaErrors(junit.write(reported))).toEqual([]);
  });

  test('the schema refuses what is no JUnit', async () => {
    expect(await schemaErrors(junit.write(good).replace('<testcase', '<case'))).not.toEqual([]);
    expect(await schemaErrors(junit.write(good).replaceAll(' tests="1"', ''))).not.toEqual([]);
  });

  test('violated is a failure, unknown an error, what was not exercised or judged skipped', () => {
    const cases = [...junit.write(all).matchAll(/<testcase name="([\w-]+)"[^>]*?(\/>|>\s*<(\w+))/g)];
    expect(cases.map(([, name, , result]) => [name, result])).toEqual([
      ['etag-class', 'failure'],
      ['errors', 'failure'],
      ['explained', 'error'],
      ['unique-data-keys', undefined],
      ['throttling', 'skipped'],
      ['decryptable', 'skipped'],
      ['system-answers', 'failure'],
    ]);
    expect(junit.write(all)).toContain(' tests="7" failures="3" errors="1" skipped="2">');
    expect(junit.write(all)).toContain('<failure type="violated" message="etag-class: It does not: ');
    expect(junit.write(all)).toContain(
      '<failure type="violated" message="errors: violated by the trace of etag-class"',
    );
    expect(junit.write(all)).toContain('\nreplay it: npx bucketkey replay &apos;f/a, b:%.ndjson&apos;');
  });

  test('of a replay what both answers came to, and which of them is told', () => {
    const cases = [...junit.write(replayed).matchAll(/<testcase name="([\w-]+)"[^>]*?(\/>|>\s*<(\w+))/g)];
    expect(cases.map(([, name, , result]) => [name, result])).toEqual([
      ['etag-class', 'failure'],
      ['errors', undefined],
      ['symmetry', 'skipped'],
    ]);
    expect(junit.write(replayed)).toContain('message="as recorded: etag-class: It does not: ');
    expect(junit.write(replayed)).toMatch(/>\nas recorded:\n\n {2}trace {2}of /);
  });

  test('a check that is unknown has an error, whatever its properties say', () => {
    expect(junit.write(cut)).toContain('<error type="unknown" message="unknown: 1 of 3 runs were made"/>');
    expect(junit.write(good)).not.toContain('error ');
  });
});

describe('sarif', () => {
  function logOf(reported: Reported): Log {
    return JSON.parse(sarif.write(reported));
  }

  test.each([
    ['every verdict', all],
    ['unknown', cut],
    ['conforms', good],
    ['a replay', replayed],
  ])('%s: valid by the schema of SARIF 2.1.0', (_, reported) => {
    isSarif(logOf(reported));
    expect(isSarif.errors).toBe(null);
  });

  test('the schema refuses what is no SARIF', () => {
    expect(isSarif({ ...logOf(good), version: '2.0' })).toBe(false);
  });

  test('only a violation fails; what is unknown is open, what was not exercised is not applicable', () => {
    const [run] = logOf(all).runs;
    expect(run?.results?.map(({ ruleId, kind, level }) => [ruleId, kind, level])).toEqual([
      ['etag-class', 'fail', 'error'],
      ['system-answers', 'fail', 'error'],
      ['explained', 'open', 'none'],
      ['errors', 'fail', 'error'],
      ['unique-data-keys', 'pass', 'none'],
      ['throttling', 'notApplicable', 'none'],
      ['decryptable', 'open', 'none'],
    ]);
    for (const { ruleId, ruleIndex } of run?.results ?? [])
      expect(run?.tool.driver.rules?.[ruleIndex ?? -1]?.id).toBe(ruleId);
    expect(logOf(cut).runs[0]?.invocations?.[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ message: { text: 'unknown: 1 of 3 runs were made' } }],
    });
    expect(logOf(good).runs[0]?.invocations).toEqual([{ executionSuccessful: true }]);
  });

  test('a finding says where it is, the way to it, and what it rests on; no text is a placeholder or a link', () => {
    const [run] = logOf(all).runs;
    const [found] = run?.results ?? [];
    const uri = 'f/a%2C%20b%3A%25.ndjson';
    expect(found?.locations).toEqual([{ physicalLocation: { artifactLocation: { uri }, region: { startLine: 3 } } }]);
    const stops = found?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    expect(stops.map(({ location }) => location?.physicalLocation?.region?.startLine)).toEqual([2, 3]);
    expect(stops.map(({ importance }) => importance)).toEqual(['important', 'essential']);
    expect(stops[1]?.location?.message?.text).toBe('2. RestartHosts: 200');
    expect(found?.message.text).toMatch(/^etag-class: It does not: .*\{\{0\}\}\[x\] \(0\)/);
    expect(run?.tool.driver.rules?.[0]?.help?.text).toMatch(/^The ETag is the MD5 .*\n.*\nF-8\d: /s);
    expect(found?.properties).toEqual({ requirements: ['F-97'] });
  });
});

describe('github', () => {
  test('an annotation a finding, on one line each, at the line of the step', () => {
    const lines = github.write(all).trimEnd().split('\n');
    expect(lines.map((line) => /^::(\w+) (.*?)::/.exec(line)?.slice(1))).toEqual([
      ['error', 'file=f/a%2C b%3A%25.ndjson,line=3,title=violated%3A etag-class'],
      ['error', 'title=violated%3A system-answers'],
      ['warning', 'title=not settled%3A explained'],
      ['notice', 'title=not exercised'],
    ]);
    expect(lines[0]).toMatch(
      /::etag-class: It does not: .*%250A.* \(step 2\)%0Amust hold: It must hold\.%0Areplay it: /,
    );
    expect(lines[3]).toBe('::notice title=not exercised::nothing is claimed of throttling');
  });

  test('unknown without a finding is a warning, and conforming is silence', () => {
    expect(github.write(cut)).toBe('::warning title=verdict unknown::1 of 3 runs were made\n');
    expect(github.write(good)).toBe('');
  });

  test('the step summary has the verdict, the stories and the properties, and no markup of others', () => {
    const summary = github.summary?.(all) ?? '';
    expect(summary).toMatch(/^## bucketkey: violates\n/);
    expect(summary).toMatch(/\n### etag-class: It does not: /);
    expect(summary).toContain('\n| throttling | *not exercised* | 9 | 8 | Of throttling. |\n');
    // The reason has three backticks of its own.
    expect(summary.match(/^`{4,}(text)?$/gm)).toEqual(['````text', '````', '````text', '````', '````text', '````']);
    const [outside = ''] = [summary.replaceAll(/^````text$.*?^````$/gms, '')];
    expect(outside).not.toMatch(/<b>|\[x\]|::error::x$/m);
    expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
  });
});
