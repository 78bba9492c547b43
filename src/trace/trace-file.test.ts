import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatTrace } from './format-trace.ts';
import { readTraceFile } from './read-trace-file.ts';
import { traceOfLength } from './testing/trace-of.ts';
import { TraceError } from './trace-error.ts';
import { writeTraceFile } from './write-trace-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bucketkey-trace-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function refusal(work: Promise<unknown>): Promise<TraceError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof TraceError) return error;
  throw new Error(`no TraceError but ${String(error)}`);
}

describe('writeTraceFile and readTraceFile', () => {
  test('a trace of many blocks comes back as it was, and nothing else is left in the folder', async () => {
    const path = join(folder, 't.ndjson');
    const trace = traceOfLength(40_000);
    await writeTraceFile(path, trace);
    expect(await readFile(path, 'utf8')).toBe(formatTrace(trace));
    expect(await readTraceFile(path)).toEqual(trace);
    expect(await readdir(folder)).toEqual(['t.ndjson']);
  });

  test('an existing file is not overwritten', async () => {
    const path = join(folder, 't.ndjson');
    await writeFile(path, 'mine');
    expect((await refusal(writeTraceFile(path, traceOfLength(1)))).message).toBe(
      `${path}: exists already, and is never overwritten`,
    );
    expect(await readFile(path, 'utf8')).toBe('mine');
    expect(await readdir(folder)).toEqual(['t.ndjson']);
  });

  test('a link that leads nowhere counts as existing', async () => {
    const path = join(folder, 't.ndjson');
    await symlink(join(folder, 'elsewhere'), path);
    expect((await refusal(writeTraceFile(path, traceOfLength(1)))).message).toMatch(/exists already/);
    expect(await readdir(folder)).toEqual(['t.ndjson']);
  });

  test('of two writers of one name, one wins and the other is told', async () => {
    const path = join(folder, 't.ndjson');
    const results = await Promise.allSettled([
      writeTraceFile(path, traceOfLength(5)),
      writeTraceFile(path, traceOfLength(6)),
    ]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect([5, 6]).toContain((await readTraceFile(path)).steps.length);
    expect(await readdir(folder)).toEqual(['t.ndjson']);
  });

  test('a folder that does not exist is named', async () => {
    const path = join(folder, 'none', 't.ndjson');
    expect((await refusal(writeTraceFile(path, traceOfLength(1)))).message).toBe(`${path}: no such file or folder`);
  });
});

describe('readTraceFile refuses what it cannot or need not read', () => {
  test('a missing file and a folder', async () => {
    const missing = join(folder, 'missing.ndjson');
    expect((await refusal(readTraceFile(missing))).message).toBe(`${missing}: no such file or folder`);
    expect((await refusal(readTraceFile(folder))).message).toBe(`${folder}: is a directory, not a trace file`);
    const below = join(folder, 'a.ndjson', 'b.ndjson');
    await writeFile(join(folder, 'a.ndjson'), '');
    expect((await refusal(readTraceFile(below))).message).toBe(`${below}: a part of the path is not a folder`);
  });

  test('a path no file system takes', async () => {
    expect((await refusal(readTraceFile('a\0b'))).file).toBe('a\0b');
  });

  test('a file nobody may read, or for a user who may read everything, its content', async () => {
    const path = join(folder, 't.ndjson');
    await writeFile(path, 'rubbish');
    await chmod(path, 0);
    expect((await refusal(readTraceFile(path))).message).toMatch(/permission denied|not valid JSON/);
  });

  test('a device that never ends', async () => {
    expect((await refusal(readTraceFile('/dev/zero'))).message).toBe('/dev/zero: is not a regular file');
  });

  test('a sparse file of 1 GiB, by its size alone', async () => {
    const path = join(folder, 'sparse.ndjson');
    await writeFile(path, '');
    await truncate(path, 2 ** 30);
    expect((await refusal(readTraceFile(path))).message).toBe(
      `${path}: 1073741824 bytes are more than the 268435456 a trace may have`,
    );
  });

  test('a sparse file under the bound, by its first line', async () => {
    const path = join(folder, 'sparse.ndjson');
    await writeFile(path, '');
    await truncate(path, 2 ** 27);
    expect((await refusal(readTraceFile(path))).message).toBe(`${path}:1: line longer than 1048576 bytes`);
  });

  test('bytes that are no text', async () => {
    const path = join(folder, 't.ndjson');
    await writeFile(path, Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x0a]));
    expect((await refusal(readTraceFile(path))).message).toBe(`${path}:1: not UTF-8 text`);
  });

  test('the error knows file and line', async () => {
    const path = join(folder, 't.ndjson');
    await writeFile(path, `${formatTrace(traceOfLength(3))}{}\n`);
    const error = await refusal(readTraceFile(path));
    expect([error.file, error.line]).toEqual([path, 5]);
  });

  test('a folder of the name is not replaced either', async () => {
    await mkdir(join(folder, 't.ndjson'));
    expect((await refusal(writeTraceFile(join(folder, 't.ndjson'), traceOfLength(1)))).message).toMatch(
      /exists already/,
    );
  });
});
