import type { ShrunkTrace } from '../check/shrinking.ts';
import { profileOf } from '../profile/described-profile.ts';
import { EMBEDDED_OPTIONS } from '../suts/embedded.ts';
import { formatTrace } from '../trace/format-trace.ts';
import { printable } from '../trace/printable.ts';
import { countText } from './quantity-text.ts';
import { cutText } from './shown.ts';
import { violationHeadline } from './violation-text.ts';

/**
 * A vitest test of a trace, as source text: that what was recorded is refused, and that a system which takes the same
 * steps afresh does better. The system is the embedded reference until somebody puts their own in its place.
 */
export function vitestTest({ trace, violation, foundAtLength }: ShrunkTrace): string {
  const { sut, profile } = trace.header;
  const lines = formatTrace(trace).trimEnd().split('\n');
  const options = EMBEDDED_OPTIONS.get(profileOf(profile).base) ?? {};
  const counts = `${countText(trace.steps.length)} of ${countText(foundAtLength)}`;
  const verdict = violation.onlyIf === undefined ? 'violates' : 'unknown';
  return `import { embeddedSut, judgeTrace, parseTrace, profileOf, replayTrace, tellStory } from 'bucketkey';
import { expect, test } from 'vitest';

// ${violationHeadline(violation)}
// Recorded of ${printable(JSON.stringify(cutText(sut, 200)))}, ${counts} steps.
const recorded = parseTrace(
  [
${lines.map((line) => `    ${literal(line)},`).join('\n')}
  ].join('\\n'),
  'recorded',
);
const profile = profileOf(recorded.header.profile);

// The system that is to do better: put your own in its place.
const sut = embeddedSut(${Object.keys(options).length === 0 ? '' : JSON.stringify(options)});

test(${literal(`what was recorded is refused: ${violation.property}`)}, () => {
  const { verdict, violation, doubt } = judgeTrace(recorded, profile);
  expect([verdict, (violation ?? doubt)?.property]).toEqual([${literal(verdict)}, ${literal(violation.property)}]);
});

test('the same steps conform, taken afresh', async () => {
  const { verdict, violation, trace } = await replayTrace(recorded, profile, sut);
  expect(verdict, tellStory(trace, violation)).toBe('conforms');
});
`;
}

/** A string literal of one line, that means the same text: nothing in a trace can end it. */
function literal(text: string): string {
  const escaped = text.replace(/[\\']/g, '\\$&');
  const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
  return `'${escaped.replace(unseen, (found) => `\\u{${found.codePointAt(0)!.toString(16)}}`)}'`;
}
