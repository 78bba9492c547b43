import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { ProgressLine } from './progress-line.ts';

function progressOn(isTTY: boolean, isQuiet = false) {
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
  return { written, clock, line: new ProgressLine(io, isQuiet, () => clock.ms) };
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

  test('says how many runs there are to be, and how long that will take from what was made since it began', () => {
    const { written, clock, line } = progressOn(true);
    line.show({ runs: 100, steps: 1_000, phase: 'running' }, 300);
    clock.ms += 10_000;
    line.show({ runs: 150, steps: 1_500, phase: 'running' }, 300);
    clock.ms += 1_000;
    line.show({ runs: 160, steps: 1_600, phase: 'running' }, 300, 20);
    clock.ms += 1_000;
    line.show({ runs: 170, steps: 1_700, phase: 'running' }, null, 20);
    expect(written.map((text) => text.replace('\r\u001b[K', ''))).toEqual([
      '100 of 300 runs, 1,000 steps',
      '150 of 300 runs, 1,500 steps; about 30 s to go',
      '160 of 300 runs, 1,600 steps; about 9 s to go',
      '170 runs, 1,700 steps; about 8 s to go',
    ]);
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
    const asked = progressOn(true, true);
    asked.line.show({ runs: 1, steps: 1, phase: 'running' });
    asked.line.clear();
    expect(asked.written).toEqual([]);
    const unused = progressOn(true);
    unused.line.clear();
    expect(unused.written).toEqual([]);
  });
});
