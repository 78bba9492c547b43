import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CheckReport } from '../check/check-report.ts';
import type { StepsJudgement } from '../check/judge-steps.ts';
import type { Trace } from '../trace/trace.ts';
import { checkHtml, judgeHtml, replayHtml } from './html-report.ts';
import { conformingCheck, judged, recordingOf, replayed, violatingCheck } from './testing/reports.ts';

const NAMELESS = { file: undefined, command: undefined };

let conforming: CheckReport;
let violating: CheckReport;
beforeAll(async () => {
  conforming = await conformingCheck();
  violating = await violatingCheck('cache-shared-by-all');
}, 60_000);

/** The texts of all elements of a name. */
function elements(page: string, name: string): readonly string[] {
  return [...page.matchAll(new RegExp(`<${name}(?: [^>]*)?>(.*?)</${name}>`, 'gs'))].map(([, inner = '']) => inner);
}

const VOID = /^(meta|link|input|br|!doctype|path|rect)\b/;

/** Tags that are opened and not closed, or closed and not open. */
function unbalanced(page: string): readonly string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  const markup = page.replace(/<(style|script)>.*?<\/\1>/gs, '');
  for (const [, closing, name = '', rest = ''] of markup.matchAll(/<(\/?)([a-z!][a-z0-9]*)([^>]*)>/g)) {
    if (VOID.test(name) || rest.endsWith('/')) continue;
    if (closing === '') open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  return [...open, ...wrong];
}

/** What is wrong with the form of a page that has to stand alone. */
function formProblems(page: string): readonly string[] {
  const hashes = [...page.matchAll(/sha256-([^&]+)&/g)].map(([, hash = '']) => hash);
  const own = ['style', 'script'].flatMap((name) => elements(page, name));
  const unknown = own.filter((text) => !hashes.includes(createHash('sha256').update(text).digest('base64')));
  const markup = page.replace(/<(style|script)>.*?<\/\1>/gs, '');
  const fetched = own.join('').match(/https?:|url\(|@import|fetch\(|XMLHttp/g) ?? [];
  const addresses = [...markup.matchAll(/(\S+)=["']?https?:/g)].map(([, name = '']) => name);
  return [
    ...unbalanced(page),
    ...unknown.map(() => 'an element that the policy refuses'),
    ...fetched,
    ...addresses.filter((name) => name !== 'href' && name !== 'xmlns'),
    ...(markup.match(/<(?!a )[^>]* href="http/g) ?? []),
    ...(markup.match(/<[^>]*\s(?:style|on\w+|src)=/g) ?? []),
    ...(page.match(/<(?:img|iframe|object|embed|form|base)\b/g) ?? []),
  ];
}

describe('a page', () => {
  test('says what came of a check that conforms', () => {
    const page = checkHtml(conforming, []);
    expect(formProblems(page)).toEqual([]);
    expect(page).toContain('<p class="word">✓ conforms</p>');
    for (const { id, exercised } of conforming.properties) {
      expect(page).toContain(`<code>${id}</code>`);
      expect(page).toContain(`<td class="number">${exercised.toLocaleString('en-US')}</td></tr>`);
    }
    expect(page).toContain(`${conforming.kmsCalls} KMS calls were made; without bucket keys at least `);
    expect(page).toMatch(/Chart Bucket key: transitions taken <b>[1-6] of 6<\/b>/);
    expect(page).toContain('<b>E-');
    expect(page).not.toContain('id="findings"');
  });

  test('says what was found, why, and how to see it again', () => {
    const page = checkHtml(violating, [{ file: 'f', command: "npx bucketkey replay 'it is <here>'" }]);
    expect(formProblems(page)).toEqual([]);
    expect(page).toContain('<p class="word">✗ violates</p>');
    expect(page).toContain('1. Violated: every-requester-pays');
    expect(page).toContain('it rode on somebody else&#39;s bucket key');
    expect(page).toContain('npx bucketkey replay &#39;it is &lt;here&gt;&#39;');
    expect(elements(page, 'svg').filter((one) => one.includes('<title>'))).toHaveLength(2);
    expect(elements(page, 'section').filter((one) => one.includes('This is what it met'))).toHaveLength(1);
    expect(page).toMatch(/\w \(from a (write|read), until \d+ min( \d+ s)? at the latest\)/);
  });

  test('says what is not settled, and what is missing', () => {
    const { unknownBecause: _, ...rest } = conforming;
    const bound = checkHtml({ ...rest, verdict: 'unknown', unknownBecause: 'step 3: <many> worlds' }, []);
    expect(bound).toContain('<p class="word">? unknown</p>');
    expect(bound).toContain('step 3: &lt;many&gt; worlds');
    expect(bound).not.toContain('Every step was explained');
    expect(checkHtml({ ...rest, verdict: 'unknown', incomplete: 'shard 2/3 missing' }, [])).toContain(
      'Not all of the check is here: shard 2/3 missing.',
    );
  });

  test('says what was known, and what does not fail every time', () => {
    const deviation = { id: 'd-1', operation: 'HeadObject', reason: 'Nobody <minds>.' };
    const known = [
      { deviation, times: 2, isStale: false, isExpired: false, isNew: false, requirements: [] },
      {
        deviation: { ...deviation, id: 'd-2' },
        times: 0,
        isStale: true,
        isExpired: true,
        isNew: false,
        requirements: [],
      },
    ];
    const violations = violating.violations.map((found) => ({ ...found, flaky: { runs: 3, failed: 0 } }));
    const page = checkHtml({ ...violating, violations, known }, []);
    expect(page).toContain('Known, apart from the verdict: 2 x d-1: HeadObject. Nobody &lt;minds&gt;.');
    expect(page).toContain('stale: d-2 was not met, and has expired; it is to be taken out.');
    expect(page).toContain('not the same every time: run again 3 times, the same steps failed never.');
  });

  test('says whether the same steps are answered alike, apart from the verdict', () => {
    const [{ trace } = violating.violations[0]!] = violating.violations;
    const parts = [{ part: 'kmsCalls', first: [], second: '<b>' }];
    const first = { run: 4, trace, stepIndex: trace.steps.length - 1, parts };
    const page = checkHtml({ ...conforming, determinism: { compared: 12, differing: 3, first } }, []);
    expect(formProblems(page)).toEqual([]);
    expect(page).toContain('<p class="word">✓ conforms</p>');
    expect(page).toContain('Apart from the verdict: not deterministic: 3 of 12 traces answered otherwise');
    expect(page).toContain('1. Not deterministic</h3>');
    expect(page).toContain(`<p>Step ${trace.steps.length}, again: kmsCalls &lt;b&gt;, which was []</p>`);
    const alike = checkHtml({ ...conforming, determinism: { compared: 12, differing: 0 } }, []);
    expect(alike).toContain('12 traces taken twice, and answered alike both times.');
    expect(alike).not.toContain('id="findings"');
    expect(checkHtml(conforming, [])).not.toContain('Apart from the verdict');
  });

  test('of a merge tells so many findings in full, and counts the others', () => {
    const [found] = violating.violations;
    if (found === undefined) throw new Error('nothing was found');
    const page = checkHtml({ ...violating, violations: Array.from({ length: 22 }, () => found) }, []);
    expect(elements(page, 'article')).toHaveLength(20);
    expect(page).toContain('and 2 more findings');
  });
});

describe('a judged recording', () => {
  test('is told with what the model knows after each step', async () => {
    const recorded = await judged(await recordingOf('context-always-object-arn'));
    const page = judgeHtml(recorded, { file: 'r.ndjson', command: 'npx bucketkey judge r.ndjson' });
    expect(formProblems(page)).toEqual([]);
    expect(page).toContain('✗ violates');
    expect(page).toContain('See it again: <code>npx bucketkey judge r.ndjson</code>');
    expect(elements(page, 'section').filter((one) => one.includes('<h5>')).length).toBe(recorded.last.steps.length);
  });

  test('says that nothing is decided where nobody worked it out', async () => {
    const whole = await judged(await recordingOf('cache-shared-by-all'));
    const cut: StepsJudgement = { ...whole, lastIndices: whole.lastIndices.map((index) => index + 7), steps: 90 };
    const page = judgeHtml(cut, NAMELESS);
    expect(page).toContain('7 steps left out');
    expect(page).toContain('Not decided: the model cannot follow the trace up to here.');
    expect(page).not.toContain('<caption>Bucket keys</caption>');
    const pictures = whole.last.steps.map(() => [
      { title: 'Bucket keys', columns: ['a'], rows: [{ id: '1', cells: ['worked out'] }], leftOut: 2 },
    ]);
    const known = judgeHtml(cut, { ...NAMELESS, pictures });
    expect(known).toContain('worked out');
    expect(known).toContain('and 2 more');
  });
});

describe('a replay', () => {
  test('tells what was recorded and what was taken afresh, each with its trace', async () => {
    const both = await replayed('context-always-object-arn');
    const page = replayHtml(both, { file: 'r.ndjson', command: 'npx bucketkey replay r.ndjson' });
    expect(formProblems(page)).toEqual([]);
    expect(page).toContain('✗ violates');
    expect(page).toMatch(/<p>as recorded: violates, context-names-the-bucket: /);
    expect(elements(page, 'article').map((one) => /trace (as \w+|taken \w+),/.exec(one)?.[1])).toEqual([
      'as recorded',
      'taken afresh',
    ]);
    const { properties, trace } = both.afresh;
    const conforms = { verdict: 'conforms', properties, trace } as const;
    const sound = replayHtml({ recorded: conforms, afresh: conforms }, NAMELESS);
    expect(elements(sound, 'article')).toHaveLength(1);
    expect(sound).toContain('✓ conforms');
    expect(sound).toContain('<p>taken afresh: conforms</p>');
  });
});

describe('names are only text', () => {
  const HOSTILE = '</script><script>alert(1)</script><img src=x onerror="alert(1)">\u202e\u0000\ud800&lt;\'`';

  /** A recording all of whose names are one text. */
  function recordingNamed(name: string): Trace {
    const requester = { name, account: '111111111111', principal: name, session: name };
    const call = { operation: 'Decrypt', keyArn: name, by: name, context: { [name]: name }, result: 'ok' } as const;
    return {
      header: {
        bucketkeyTrace: 1,
        profile: 'ideal',
        sut: name,
        seed: 0,
        setup: {
          requesters: [requester],
          kmsKeys: [{ id: name, account: '111111111111' }],
          aliases: [],
          buckets: [{ name, account: '111111111111', plainObjects: [{ key: name, body: { text: name, md5: name } }] }],
        },
      },
      steps: [
        {
          step: { atMs: 0, by: name, event: { op: 'GetObject', bucket: name, key: name } },
          observation: { status: 200, etag: name, code: name, kmsKeyArn: name, kmsCalls: [call] },
        },
      ],
    };
  }

  test.each([HOSTILE, '__proto__', 'constructor', '<!--', ']]>', '-->'])('%j', async (name) => {
    const judgement = await judged(recordingNamed(name));
    const page = judgeHtml(judgement, { file: name, command: name });
    expect(formProblems(page)).toEqual([]);
    expect(elements(page, 'script')).toHaveLength(1);
    expect(page).not.toContain('<!--');
    for (const unseen of ['\u202e', '\u0000']) expect(page.includes(unseen)).toBe(false);
    const [found] = violating.violations;
    if (found === undefined) throw new Error('nothing was found');
    const violation = { ...found.violation, reason: name, nearest: [nearMiss(name)], requirements: [name] };
    const report = { ...violating, sut: name, violations: [{ ...found, violation, trace: recordingNamed(name) }] };
    const other = checkHtml(report, [{ file: name, command: name }]);
    expect(formProblems(other)).toEqual([]);
    expect(elements(other, 'script')).toHaveLength(1);
  });

  function nearMiss(name: string) {
    return { choices: [name], differences: [name], parts: [], requirements: [name] };
  }

  test('what is long is cut, and said to be', async () => {
    const long = recordingNamed('x'.repeat(100_000));
    const { header, steps } = await recordingOf('cache-shared-by-all');
    const [step] = long.steps;
    const last = steps.at(-1);
    if (step === undefined || last === undefined) throw new Error('no step');
    const many = { header, steps: [...steps, ...Array.from({ length: 2_000 }, () => last)] };
    const [found] = violating.violations;
    if (found === undefined) throw new Error('nothing was found');
    const violation = { ...found.violation, stepIndex: many.steps.length - 1 };
    const page = checkHtml({ ...violating, violations: [{ ...found, violation, trace: many }] }, []);
    expect(page).toContain('Of the trace the last 60 steps are told.');
    expect(page.length).toBeLessThan(1_000_000);
    expect(judgeHtml(await judged(long), NAMELESS).length).toBeLessThan(1_000_000);
  });
});

test('a page that is wrong is seen to be', () => {
  const page = checkHtml(conforming, []);
  for (const [from, to] of [
    ['</main>', ''],
    ['<main', '<img src="https://example.org/x.png"><main'],
    ['<main', '<main style="color:red"'],
    ['for (const stepper', 'for (const other'],
    ['<body>', '<body onload="x()">'],
  ] as const)
    expect(formProblems(page.replace(from, to)), from).not.toEqual([]);
});
