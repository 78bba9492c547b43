import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { judgeSteps, type StepsJudgement } from '../src/check/judge-steps.ts';
import { profileOf } from '../src/profile/described-profile.ts';
import {
  MAX_LINE_BYTES,
  MAX_NAME_CHARACTERS,
  MAX_STEPS,
  MAX_STREAMED_BYTES,
  MAX_STREAMED_STEPS,
  readTraceSteps,
} from '../src/trace/index.ts';

const guide = readFileSync(join(import.meta.dirname, '..', 'docs', 'guides', 'recorded-traces.md'), 'utf8');
const [, example = ''] = /^```json\n([\s\S]*?)^```/m.exec(guide) ?? [];
const lines = example.trimEnd().split('\n');

async function judged(text: string): Promise<StepsJudgement> {
  const trace = await readTraceSteps({ name: 'recorded-traces.md', bytes: Readable.from([Buffer.from(text)]) });
  return judgeSteps(trace, { profile: profileOf(trace.header.profile) });
}

/** The example with the KMS calls of its last line replaced by `calls`. */
function withLastCalls(calls: string): string {
  const changed = lines.at(-1)?.replace(/,"kmsCalls":\[.*\]/, calls) ?? '';
  expect(changed).not.toBe(lines.at(-1));
  return [...lines.slice(0, -1), changed].join('\n');
}

describe('the guide to recorded traces', () => {
  test('its example conforms', async () => {
    expect(await judged(example)).toMatchObject({ verdict: 'conforms', steps: 4 });
  });

  test('its example violates what the guide says once the call of Bob is not there', async () => {
    const { violation } = await judged(withLastCalls(',"kmsCalls":[]'));
    expect(violation).toMatchObject({ property: 'every-requester-pays', stepIndex: 3 });
    expect(guide).toContain('`every-requester-pays` at step 4');
  });

  test('its example conforms where nobody looked for the call', async () => {
    expect(await judged(withLastCalls(''))).toMatchObject({ verdict: 'conforms', steps: 4 });
  });

  test('its bounds are those of the code', () => {
    expect([MAX_LINE_BYTES, MAX_STREAMED_STEPS, MAX_STREAMED_BYTES, MAX_NAME_CHARACTERS, MAX_STEPS]).toEqual([
      2 ** 20,
      20e6,
      64 * 2 ** 30,
      16e3,
      1e6,
    ]);
    expect(guide.replaceAll(/\s+/g, ' ')).toContain(
      'A line may have 1 MiB, a trace 20 million steps and, unpacked, 64 GiB. A name has 16,000 characters at the ' +
        'most.',
    );
  });
});
