import { expect, test } from 'vitest';
import { boundedLines } from './bounded-lines.ts';

/** The lines of a text of at most 4 bytes a line that comes in pieces of so many bytes. */
async function linesOf(text: string, size: number): Promise<readonly string[]> {
  const bytes = Buffer.from(text);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const lines: string[] = [];
  for await (const line of boundedLines(pieces(), 4)) lines.push(line.toString());
  return lines;
}

test.each([1, 2, 3, 5, 7, 100])('lines in pieces of %i bytes, one that is too long among them', async (size) => {
  expect(await linesOf('a\n\nabcd\nabcde\nb\n', size)).toEqual(['a', '', 'abcd', 'too long', 'b']);
  expect(await linesOf('abcdefghijklmnop\nc', size)).toEqual(['too long', 'c']);
  expect(await linesOf('abcdefghijklmnop', size)).toEqual(['too long']);
  expect(await linesOf('', size)).toEqual([]);
});
