import { describe, expect, test } from 'vitest';
import { LineSplitter } from './line-splitter.ts';

const text = 'one\n\nthree äö\nlast';

function split(bytes: Uint8Array, chunkBytes: number): string[] {
  const splitter = new LineSplitter(100);
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    for (const line of splitter.push(bytes.subarray(start, start + chunkBytes)))
      lines.push(Buffer.from(line).toString('utf8'));
  }
  if (splitter.hasOpenLine) lines.push(Buffer.from(splitter.takeOpenLine()).toString('utf8'));
  return lines;
}

describe('LineSplitter', () => {
  test('gives the same lines however the bytes come in', () => {
    const bytes = Buffer.from(text);
    for (let chunkBytes = 1; chunkBytes <= bytes.length; chunkBytes += 1)
      expect(split(bytes, chunkBytes)).toEqual(text.split('\n'));
  });

  test('a line is too long as soon as its bytes are, not when it ends', () => {
    const splitter = new LineSplitter(3);
    expect([...splitter.push(Buffer.from('abc\nab'))]).toHaveLength(1);
    expect(splitter.tooLong).toBe(false);
    expect([...splitter.push(Buffer.from('cd'))]).toEqual([]);
    expect(splitter.tooLong).toBe(true);
  });

  test('a line that is too long is not given, even when its newline is there', () => {
    const splitter = new LineSplitter(3);
    expect([...splitter.push(Buffer.from('abcd\nab\n'))]).toEqual([]);
    expect(splitter.tooLong).toBe(true);
  });
});
