import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { ProgressLine } from './progress-line.ts';

function progressOn(isTTY: boolean) {
  const written: string[] = [];
  const clock = { ms: 0 };
  const io = {
    stdout: () => {},
    stderr: (text: string) => written.push(text),
    stdin: () => Readable.from([]),
    isTTY,
    signal: new AbortController().signal,
    cwd: '',
  };
  return { written, clock, line: new ProgressLine(io, () => clock.ms) };
}

describe('ProgressLine', () => {
  test('rewrites its line at most ten times a second, and removes it at the end', () => {
    const { written, clock, line } = progressOn(true);
    for (let runs = 1; runs <= 1_000; runs += 1) {
      line.show({ runs, steps: runs * 10, phase: 'running' });
      clock.ms += 1;
    }
    line.clear();
    expect(written).toHaveLength(11);
    expect(written[0]).toBe('\r\u001b[K1 run, 10 steps');
    expect(written[9]).toBe('\r\u001b[K901 runs, 9,010 steps');
    expect(written[10]).toBe('\r\u001b[K');
  });

  test('says when a violation is being shrunk', () => {
    const { written, line } = progressOn(true);
    line.show({ runs: 3, steps: 12, phase: 'shrinking' });
    expect(written).toEqual(['\r\u001b[K3 runs, 12 steps; shrinking a violation']);
  });

  test('is silent where nobody watches, and leaves no mark where nothing was shown', () => {
    const quiet = progressOn(false);
    quiet.line.show({ runs: 1, steps: 1, phase: 'running' });
    quiet.line.clear();
    expect(quiet.written).toEqual([]);
    const unused = progressOn(true);
    unused.line.clear();
    expect(unused.written).toEqual([]);
  });
});
