import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { formatTrace } from './format-trace.ts';
import { readTraceFile } from './read-trace-file.ts';
import { openSteps, readTraceSteps, type TraceSource } from './read-trace-steps.ts';
import { traceOfLength } from './testing/trace-of.ts';
import { TraceError } from './trace-error.ts';
import { writeTraceFile, writeTraceSteps } from './write-trace-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bucketkey-stream-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** What reading a trace as a stream came to: its steps, and the error it ended with. */
async function reading(
  source: string | TraceSource,
  signal?: AbortSignal,
): Promise<{ steps: ObservedStep[]; error: unknown }> {
  const steps: ObservedStep[] = [];
  try {
    const trace = await readTraceSteps(source, signal);
    for await (const step of trace.steps) steps.push(step);
    return { steps, error: undefined };
  } catch (error) {
    return { steps, error };
  }
}

/** The message of the error that reading a file of this content ends with. */
async function refusal(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  const { error } = await reading(path);
  if (error instanceof TraceError) return error.message.replace(`${folder}/`, '');
  throw new Error(`no TraceError but ${String(error)}`);
}

function streamOf(...chunks: (string | Uint8Array)[]): TraceSource & { readonly bytes: Readable } {
  return { name: 'given', bytes: Readable.from(chunks.map((chunk) => Buffer.from(chunk))) };
}

describe('what is written as a stream is read as one', () => {
  const trace = traceOfLength(3_000);

  test('and how much of a file has been read is known on the way', async () => {
    const long = traceOfLength(40_000);
    for (const name of ['t.ndjson', 't.ndjson.gz']) {
      const path = join(folder, name);
      await writeTraceSteps(path, long.header, long.steps);
      const { steps, fractionRead } = await readTraceSteps(path);
      const fractions: number[] = [];
      for await (const _ of steps) fractions.push(fractionRead?.() ?? Number.NaN);
      expect(fractions[0]).toBeGreaterThan(0);
      if (name === 't.ndjson') expect(fractions[0]).toBeLessThan(0.9);
      expect(fractions.at(-1)).toBe(1);
      expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    }
    expect((await readTraceSteps(streamOf(formatTrace(trace)))).fractionRead).toBeUndefined();
  });

  test.each(['t.ndjson', 't.ndjson.gz', 'T.GZ'])('%s', async (name) => {
    const path = join(folder, name);
    await writeTraceSteps(path, trace.header, trace.steps);
    const stored = await readFile(path);
    expect((name.endsWith('n') ? stored : gunzipSync(stored)).toString('utf8')).toBe(formatTrace(trace));
    expect((await readTraceSteps(path)).header).toEqual(trace.header);
    expect(await reading(path)).toEqual({ steps: trace.steps, error: undefined });
    expect(await readTraceFile(path)).toEqual(trace);
    expect(await readdir(folder)).toEqual([name]);
  });

  test('equal traces are equal bytes when they are packed, too', async () => {
    await writeTraceFile(join(folder, 'a.gz'), trace);
    await writeTraceFile(join(folder, 'b.gz'), trace);
    expect(await readFile(join(folder, 'a.gz'))).toEqual(await readFile(join(folder, 'b.gz')));
  });

  test('a stream, however its bytes come in', async () => {
    const bytes = Buffer.from(formatTrace(traceOfLength(3)));
    for (const size of [1, 7, 64, bytes.length]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      expect(await reading(streamOf(...chunks))).toEqual({ steps: traceOfLength(3).steps, error: undefined });
    }
  });

  test('a stream of texts', async () => {
    expect(await reading({ name: 'given', bytes: Readable.from([formatTrace(traceOfLength(3))]) })).toEqual({
      steps: traceOfLength(3).steps,
      error: undefined,
    });
  });

  test('lines that end as on Windows, and a last line that does not end', async () => {
    expect((await reading(streamOf(formatTrace(trace).replaceAll('\n', '\r\n')))).steps).toEqual(trace.steps);
    expect((await reading(streamOf(formatTrace(trace).trimEnd()))).steps).toEqual(trace.steps);
  });

  test('a trace without steps', async () => {
    expect(await reading(streamOf(formatTrace(traceOfLength(0))))).toEqual({ steps: [], error: undefined });
  });

  test('steps that break off on the way leave no file', async () => {
    async function* broken(): AsyncGenerator<ObservedStep> {
      yield* trace.steps;
      throw new RangeError('the recorder broke down');
    }
    await expect(writeTraceSteps(join(folder, 't.ndjson.gz'), trace.header, broken())).rejects.toThrow(
      'the recorder broke down',
    );
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('what is wrong is named by its line', () => {
  const text = formatTrace(traceOfLength(2_000));

  test('in a file, in a packed file and in a stream, behind all good steps', async () => {
    expect(await refusal('t.ndjson', `${text}{}\n`)).toMatch(/^t\.ndjson:2002: /);
    expect(await refusal('t.ndjson.gz', gzipSync(`${text}{}\n`))).toMatch(/^t\.ndjson\.gz:2002: /);
    const { steps, error } = await reading(streamOf(`${text}{}\n`));
    expect(steps).toHaveLength(2_000);
    expect(error).toMatchObject({ file: 'given', line: 2_002 });
  });

  test('a packed file that was cut off', async () => {
    const packed = gzipSync(text);
    expect(await refusal('t.gz', packed.subarray(0, packed.length / 2))).toMatch(
      /^t\.gz:\d+: the gzip data ends early: truncated\?$/,
    );
    expect(await refusal('t.gz', packed.subarray(0, packed.length - 1))).toBe(
      't.gz:2002: the gzip data ends early: truncated?',
    );
    expect(await refusal('t.gz', packed.subarray(0, 5))).toBe('t.gz:1: the gzip data ends early: truncated?');
  });

  test('a packed file that is damaged, or none', async () => {
    const packed = gzipSync(text);
    packed.fill(0xff, packed.length / 2, packed.length / 2 + 40);
    expect(await refusal('t.gz', packed)).toMatch(/^t\.gz:\d+: not gzip data, or damaged$/);
    expect(await refusal('t.gz', text)).toBe('t.gz:1: not gzip data, or damaged');
  });

  test('a packed file under a name that does not say so', async () => {
    expect(await refusal('t.ndjson', gzipSync(text))).toMatch(/^t\.ndjson:1: /);
  });

  test('an empty file, packed or not, and an empty stream', async () => {
    expect(await refusal('t.ndjson', '')).toBe('t.ndjson: empty: a trace starts with a header line');
    expect(await refusal('t.gz', gzipSync(''))).toBe('t.gz: empty: a trace starts with a header line');
    expect(await refusal('u.gz', '')).toBe('u.gz:1: the gzip data ends early: truncated?');
    expect((await reading(streamOf())).error).toMatchObject({
      message: 'given: empty: a trace starts with a header line',
    });
  });

  test('a missing file, a folder, a path no file system takes', async () => {
    expect((await reading(join(folder, 'none'))).error).toMatchObject({
      message: `${folder}/none: no such file or folder`,
    });
    expect((await reading(folder)).error).toMatchObject({ message: `${folder}: is a directory, not a trace file` });
    expect((await reading('a\0b')).error).toBeInstanceOf(TraceError);
  });
});

describe('what never ends is left soon', () => {
  test('a packed line of 1 GiB, at its bound', async () => {
    const start = performance.now();
    // A thousand members of 1 MiB each: a gzip file may have many, and unpacks to one text.
    const member = gzipSync(Buffer.alloc(1024 * 1024, ' '));
    const bomb = Buffer.concat([
      gzipSync(formatTrace(traceOfLength(5))),
      ...Array.from({ length: 1024 }, () => member),
    ]);
    expect(bomb.length).toBeLessThan(2 * 1024 * 1024);
    expect(await refusal('bomb.gz', bomb)).toBe('bomb.gz:7: line longer than 1048576 bytes');
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test('a sparse file of 1 GiB and a device, by their first line', async () => {
    const path = join(folder, 'sparse.ndjson');
    await writeFile(path, '');
    await truncate(path, 2 ** 30);
    expect((await reading(path)).error).toMatchObject({ message: `${path}:1: line longer than 1048576 bytes` });
    expect((await reading('/dev/zero')).error).toMatchObject({
      message: '/dev/zero:1: line longer than 1048576 bytes',
    });
  });

  test('more bytes or steps than the bounds allow', async () => {
    const drain = async (bounds: { bytes: number; steps: number }): Promise<number> => {
      let count = 0;
      for await (const _ of (await openSteps(streamOf(formatTrace(traceOfLength(5))), bounds)).steps) count += 1;
      return count;
    };
    const { length } = formatTrace(traceOfLength(5));
    expect(await drain({ bytes: length, steps: 5 })).toBe(5);
    await expect(drain({ bytes: length, steps: 4 })).rejects.toThrow('given:6: more than 4 steps');
    await expect(drain({ bytes: length - 1, steps: 5 })).rejects.toThrow(`more than ${length - 1} bytes`);
  });

  test('a stream that is silent, when it is told to stop', async () => {
    const silent = new Readable({ read: () => {} });
    silent.push(formatTrace(traceOfLength(2)));
    const aborter = new AbortController();
    const trace = await readTraceSteps({ name: 'given', bytes: silent }, aborter.signal);
    const steps: ObservedStep[] = [];
    const drained = (async () => {
      for await (const step of trace.steps) {
        steps.push(step);
        if (steps.length === 2) aborter.abort();
      }
    })();
    await expect(drained).rejects.toMatchObject({ name: 'AbortError' });
    expect(steps).toHaveLength(2);
    expect(silent.destroyed).toBe(true);
  });

  test('whoever leaves the loop closes the source', async () => {
    const source = streamOf(formatTrace(traceOfLength(2)), formatTrace(traceOfLength(2)));
    for await (const _ of (await readTraceSteps(source)).steps) break;
    expect(source.bytes.destroyed).toBe(true);
  });
});
