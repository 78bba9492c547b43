import { describe, expect, test } from 'vitest';
import type { Trace } from '../trace/trace.ts';
import { mermaidText, sequenceMermaid, timelineMermaid } from './mermaid.ts';
import { sequenceSvg } from './sequence-svg.ts';
import { put, ruled, SHARED, toySetup, toyTrace, violationAt } from './testing/toy-trace.ts';
import { timelineSvg } from './timeline-svg.ts';

/** Names that are markup, syntax of Mermaid, and what XML has no characters for. */
const ODD = [
  '</svg><script>alert(1)</script>',
  '__proto__',
  'constructor',
  '',
  '"\'&amp;<!-- ]]>',
  'end\n  lane0->>lane1: yes',
  '%%{init: {}}%%',
  '#35;',
  'a;b:c',
  '\u0000\u001b[31m\u202e\ufffe\uffff',
  '\ud800',
  '鍵'.repeat(50),
  'x'.repeat(5_000),
];
const odd: Trace = toyTrace(
  ODD.flatMap((name, i) => [ruled(name, i), put('writer', i, ['GenerateDataKey'], name, name)]).slice(0, 20),
  'ideal',
  toySetup(...ODD),
);
const oddViolation = violationAt(19, { reason: ODD.join(' '), property: ODD[0]! });

/** The tags and attributes of a drawing, and nothing of the names in it. */
const TAG = /<\/?(?:svg|title|desc|style|rect|path|text|tspan|g)(?: [a-zA-Z-]+="[^"<>]*")*\/?>/g;

describe.each([
  ['sequenceSvg', sequenceSvg],
  ['timelineSvg', timelineSvg],
])('%s', (_name, draw) => {
  test('hostile names are text, and nothing that XML does not have', () => {
    const svg = draw(odd, oddViolation);
    const texts = svg.replaceAll(TAG, '');
    expect(texts).not.toMatch(/[<>]/);
    expect(texts.replaceAll(/&(amp|lt|gt|quot);/g, '')).not.toContain('&');
    expect(svg.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\p{Cn}]/u);
    expect(svg).toContain('alert(1)');
  });

  test('it is found by those who do not see it, has no need of anything else, and knows light and dark', () => {
    const svg = draw(SHARED, violationAt(3));
    expect(svg).toMatch(/^<svg [^>]*role="img"/);
    expect(svg).toMatch(/<title>.+ of toy, profile ideal: every-requester-pays, step 4<\/title>\n<desc>.+<\/desc>/);
    expect(svg).toContain('@media (prefers-color-scheme:dark)');
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:|url\(|href|@import| id=/);
  });

  test('every text is within the picture', () => {
    for (const [trace, violation] of [
      [odd, oddViolation],
      [SHARED, violationAt(3)],
    ] as const) {
      const svg = draw(trace, violation);
      const [, width = '', height = ''] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
      for (const [, x = '', y = '', anchor, lines = ''] of svg.matchAll(
        /<text x="([\d.]+)" y="([\d.]+)" class="[^"]+"( text-anchor="middle")?[^>]*>(.*)<\/text>/g,
      )) {
        const texts = lines
          .replaceAll(/<\/?tspan[^>]*>/g, '\n')
          .split('\n')
          .map((text) => text.replaceAll(/&\w+;/g, '&'));
        const wide = Math.max(
          ...texts.map((text) => [...text].reduce((sum, one) => sum + (one > '\u2fff' ? 14.6 : 7.3), 0)),
        );
        expect(Number(x) + (anchor === undefined ? wide : wide / 2), lines).toBeLessThanOrEqual(Number(width));
        expect(Number(y), lines).toBeLessThan(Number(height));
      }
    }
  });
});

test('a short trace, drawn', async () => {
  const svg = sequenceSvg(SHARED, violationAt(3));
  await expect(svg).toMatchFileSnapshot('testing/golden-sequence.svg');
});

describe('Mermaid', () => {
  test('a sequence, with what cannot be in a red frame', () => {
    expect(sequenceMermaid(SHARED, violationAt(3)).replaceAll('<br/>', '\n')).toMatchInlineSnapshot(`
      "sequenceDiagram
        accTitle: Trace of toy, profile ideal#58; every-requester-pays, step 4
        participant lane0 as writer
      role writer, session s1
        participant lane1 as reader
      role reader, session s1
        participant lane2 as S3
        participant lane3 as Bucket key cache
      of S3, by the model
        participant lane4 as KMS
        Note left of lane0: 1. 0 s
        lane0->>lane2: PutBucketEncryption alpha#58; aws#58;kms, key k1,
      bucket key on
        lane2-->>lane0: 200
        Note left of lane0: 2. 1 s
        lane0->>lane2: PutObject alpha/a #34;x#34;
        lane2->>lane4: GenerateDataKey #8230;key/k1, context
      arn#58;aws#58;s3#58;#58;#58;alpha
        lane4-->>lane2: ok
        lane2-->>lane3: keeps bucket key 2, new
        lane2-->>lane0: 200 aws#58;kms, #8230;key/k1, bucket key
        Note left of lane0: 3. 2 s
        lane0->>lane2: GetObject alpha/a
        lane3->>lane2: warm#58; bucket key 2, cached since 1 s
        lane2-->>lane0: 200 aws#58;kms, #8230;key/k1, bucket key, content
      #34;x#34;
        rect rgba(255, 80, 80, 0.25)
        Note left of lane0: 4. 3 s
        lane1->>lane2: GetObject alpha/a
        lane2-->>lane1: #10007; 200 aws#58;kms, #8230;key/k1, bucket key, content
      #34;x#34;
        Note over lane0,lane4: Violated#58; every-requester-pays. reader rode on the bucket key of writer
        end
        Note over lane0,lane4: Bucket key 2 is the one that step 2 made. Warm#58; served from the cache,
      without a KMS call.
      Nobody saw what the cache did#58; it is what the model says, where all that
      explains a step agrees.
      "
    `);
  });

  test('a timeline', () => {
    expect(timelineMermaid(SHARED, violationAt(3))).toMatchInlineSnapshot(`
      "timeline
        title Bucket keys of toy, profile ideal#58; every-requester-pays, step 4
        section bucket key 2 of alpha
          step 2, 1 s : made by a KMS call, for writer
          step 3, 2 s : warm, no KMS call, for writer
        section Violated
          step 4, 3 s : Violated#58; every-requester-pays. reader rode on the bucket key of writer
      "
    `);
  });

  test('text is letters, digits and entity codes, whatever it says', () => {
    for (const name of ODD) expect(mermaidText(name)).toMatch(/^(?:[A-Za-z0-9 .,/()'=]|-(?=[A-Za-z0-9])|#\d+;)*$/);
    expect(mermaidText('a-b -- c')).toBe('a-b #45;#45; c');
  });

  test('hostile names make no line of their own, and the whole stays within what Mermaid draws', () => {
    const lines = sequenceMermaid(odd, oddViolation).trimEnd().split('\n');
    const known =
      /^(sequenceDiagram|accTitle: .*|participant lane\d as .*|Note (left of|over) lane\d.*|lane\d-.*|rect .*|end)$/;
    expect(lines.filter((line) => !known.test(line.trim()))).toEqual([]);
    const long = toyTrace(
      Array.from({ length: 20 }, (_, i) =>
        put('writer', i, Array(8).fill('Decrypt'), '鍵'.repeat(900), '鍵'.repeat(900)),
      ),
    );
    const text = sequenceMermaid(long);
    expect(text.length).toBeLessThanOrEqual(50_000);
    expect(text).toMatch(/#8230; \d+ steps left out #8230;/);
  });
});
