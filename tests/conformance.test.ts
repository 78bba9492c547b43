import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judgeTrace } from '../src/check/replay.ts';
import { profileOf } from '../src/profile/described-profile.ts';
import { readTraceFile } from '../src/trace/read-trace-file.ts';

// docs/conformance/: what campaigns against servers have come to.

const folder = resolve(import.meta.dirname, '../docs/conformance');
const pages = readdirSync(folder).filter((file) => file.endsWith('.md'));
const traces = readdirSync(join(folder, 'traces'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ndjson'))
  .sort();

test.each(traces)('%s is a violation still', async (file) => {
  const trace = await readTraceFile(join(folder, 'traces', file));
  const { verdict, violation } = judgeTrace(trace, profileOf(trace.header.profile));
  expect({ verdict, at: violation?.stepIndex }).toEqual({ verdict: 'violates', at: trace.steps.length - 1 });
});

describe('the pages', () => {
  test.each(pages)('%s leads to what is there', (page) => {
    const text = readFileSync(join(folder, page), 'utf8');
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => join(folder, dirname(page), to));
    const files = [...text.matchAll(/bucketkey judge (\S+)`/g)].map(([, file = '']) => join(folder, '../..', file));
    expect([...links, ...files].filter((file) => !existsSync(file))).toEqual([]);
  });

  test('say that the server here conforms, and that a fault planted in it is found', () => {
    const verdictOn = (name: string): string =>
      JSON.parse(readFileSync(join(folder, 'results', `${name}.json`), 'utf8')).verdict;
    const levels = ['serve', 'serve-answers', 'serve-alone', 'serve-at-once'];
    expect(levels.map(verdictOn)).toEqual(levels.map(() => 'conforms'));
    expect(verdictOn('serve-planted')).toBe('violates');
    expect(traces.some((file) => file.startsWith('serve-planted/every-requester-pays'))).toBe(true);
  });
});
