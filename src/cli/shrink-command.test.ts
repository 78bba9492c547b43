import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bucketkey, fakeCommands, fakeTrace, ownFolder, usageErrorOf } from './testing/harness.ts';
import { recorded, save } from './testing/recorded.ts';

describe('shrink', () => {
  test('writes the shortest trace, tells its story, and how to see it again', async () => {
    await save('t.ndjson', recorded('a server'));
    const { code, out, err } = await bucketkey(['shrink', 't.ndjson']);
    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(
      /^shortest trace found: 3 steps, before shrinking 7 \(\d+ attempts\)\nsteps of the recording: 4, 5, 6\n/,
    );
    expect(out).toContain('\nViolated: every-requester-pays, at step 3\n');
    const file = 'bucketkey-failures/every-requester-pays-7.ndjson';
    expect(out).toContain(`\nreplay it: npx bucketkey judge ${file}\n`);
    const again = await bucketkey(['judge', file]);
    expect([again.code, again.out]).toEqual([1, expect.stringContaining('violates every-requester-pays at step 3')]);
    // Shrinking it once more comes to the same.
    await bucketkey(['shrink', file, '--trace-out', 'twice.ndjson']);
    expect(await readFile(join(ownFolder(), 'twice.ndjson'), 'utf8')).toBe(
      await readFile(join(ownFolder(), file), 'utf8'),
    );
  });

  test('the trace says by which profile it was judged, and the command by which properties', async () => {
    await save('t.ndjson', recorded('a server', 'aws-2023'));
    const argv = ['--profile', 'ideal', '--property', 'every-requester-pays', '--trace-out', 's.ndjson.gz'];
    const ids = async () => ['every-requester-pays'];
    const commands = fakeCommands({ propertyIds: ids, judgedPropertyIds: ids });
    const { code, out } = await bucketkey(['shrink', 't.ndjson', ...argv], commands);
    expect(code).toBe(1);
    expect(out).toContain('replay it: npx bucketkey judge s.ndjson.gz --property every-requester-pays\n');
    expect((await bucketkey(['judge', 's.ndjson.gz'])).out).toMatch(/profile ideal\)\n$/);
  });

  test('a trace of the embedded reference is replayed', async () => {
    await save('t.ndjson', recorded('embedded reference'));
    expect((await bucketkey(['shrink', 't.ndjson'])).out).toContain('replay it: npx bucketkey replay bucketkey-f');
  });

  test('as JSON', async () => {
    await save('t.ndjson', recorded('a server'));
    const { out } = await bucketkey(['shrink', 't.ndjson', '--output', 'json']);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'violates',
      unknownBecause: null,
      violation: { property: 'every-requester-pays', stepIndex: 2 },
      foundAtLength: 7,
      stepIndices: [3, 4, 5],
      endedBy: null,
      file: 'bucketkey-failures/every-requester-pays-7.ndjson',
      test: null,
    });
  });

  test('nothing to shrink: exit code 0, and no file', async () => {
    const trace = recorded('a server');
    await save('t.ndjson', { ...trace, steps: trace.steps.slice(0, 5) });
    const { code, out } = await bucketkey(['shrink', 't.ndjson', '--to-test', 't.test.ts']);
    expect([code, out]).toEqual([0, 'verdict: conforms; there is nothing to shrink\n']);
    expect(await readdir(ownFolder())).toEqual(['t.ndjson']);
  });

  test('interrupted: what was found so far is written, exit code 130', async () => {
    await save('t.ndjson', recorded('a server'));
    const interruption = new AbortController();
    const { shrink } = fakeCommands();
    const commands = fakeCommands({
      shrink: (trace, request) =>
        shrink(trace, { ...request, onProgress: ({ attempts }) => attempts > 1 && interruption.abort() }),
    });
    const { code, out, err } = await bucketkey(['shrink', 't.ndjson'], commands, interruption);
    expect([code, err]).toEqual([130, 'bucketkey: interrupted; this is the shortest trace so far\n']);
    expect(out).toContain('\ninterrupted: it may not be the shortest there is\n');
    expect(await readdir(join(ownFolder(), 'bucketkey-failures'))).toEqual(['every-requester-pays-7.ndjson']);
  });

  test('a file that cannot be written is exit code 2, and the story is told', async () => {
    await save('t.ndjson', recorded('a server'));
    const { shrink } = fakeCommands();
    const commands = fakeCommands({
      shrink: async (trace, request) => {
        await mkdir(join(ownFolder(), 's.ndjson'));
        return shrink(trace, request);
      },
    });
    const { code, out, err } = await bucketkey(['shrink', 't.ndjson', '--trace-out', 's.ndjson'], commands);
    expect(code).toBe(2);
    expect(err).toMatch(/^bucketkey: no trace file: .*s\.ndjson/);
    expect(out).toContain('\nViolated: every-requester-pays');
  });

  test('wrong arguments are refused before anything is done', async () => {
    await save('t.ndjson', fakeTrace);
    expect(await usageErrorOf('shrink', 'none.ndjson')).toMatch(/no such file or folder/);
    expect(await usageErrorOf('shrink', 't.ndjson', '--max-seconds', '0')).toMatch(/--max-seconds takes a number of/);
    expect(await usageErrorOf('shrink', 't.ndjson', '--property', 'symmetry')).toMatch(/compares two runs/);
    expect(await usageErrorOf('shrink', 't.ndjson', '--trace-out', 't.ndjson')).toMatch(/exists already, and is never/);
    expect(await usageErrorOf('shrink', 't.ndjson', '--trace-out', 'x.itf.json')).toMatch(/as NDJSON, not as ITF/);
    expect(await usageErrorOf('shrink', 't.ndjson', '--to-test', 't.ndjson')).toMatch(/exists already, and is never/);
    expect(await usageErrorOf('shrink', 't.ndjson', '--to-test', 'a/b.test.ts')).toMatch(/no such file or folder/);
    expect(await usageErrorOf('shrink', 't.ndjson', '--failures', 't.ndjson')).toMatch(/is not a folder/);
    const both = ['--property', 'etag-class', '--to-test', 'x.test.ts'];
    expect(await usageErrorOf('shrink', 't.ndjson', ...both)).toMatch(/cannot be used with option '--property <id>'/);
  });
});
