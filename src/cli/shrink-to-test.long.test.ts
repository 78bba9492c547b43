import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { bucketkey, ownFolder } from './testing/harness.ts';
import { HOSTILE, recorded, save } from './testing/recorded.ts';

const root = resolve(import.meta.dirname, '../..');

describe('--to-test', () => {
  /** Runs a test file with vitest, in a project of its own that has the package. */
  async function vitest(text: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'bucketkey-to-test-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    await writeFile(join(folder, 'shrunk.test.ts'), text);
    const alias = { bucketkey: join(root, 'src/api/index.ts') };
    await writeFile(join(folder, 'vitest.config.mjs'), `export default ${JSON.stringify({ resolve: { alias } })};\n`);
    const argv = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter', 'json', '--no-color'];
    const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd: folder, maxBuffer: 2 ** 26 }).catch(
      (failed: { readonly stdout: string }) => failed,
    );
    return stdout;
  }

  async function written(profile: string): Promise<string> {
    await save('t.ndjson', recorded(HOSTILE, profile));
    const { code, out } = await bucketkey(['shrink', 't.ndjson', '--to-test', 'shrunk.test.ts']);
    expect([code, out]).toEqual([1, expect.stringContaining('\ntest: shrunk.test.ts\n')]);
    return readFile(join(ownFolder(), 'shrunk.test.ts'), 'utf8');
  }

  test.each(['ideal', 'aws'])('the test runs and passes, by the profile %s', async (profile) => {
    const text = await written(profile);
    expect(text).toContain('// every-requester-pays: bob read b/');
    expect(JSON.parse(await vitest(text))).toMatchObject({ success: true, numPassedTests: 2, numTotalTests: 2 });
  });

  test('a system that does as was recorded fails it, and the story is told', async () => {
    const asRecorded =
      '{ ...embeddedSut(), start: async () => { let n = 0; ' +
      'return { apply: async () => recorded.steps[n++]!.observation, stop: async () => {} }; } }';
    const text = (await written('ideal')).replace('embeddedSut();', `${asRecorded};`);
    const { numPassedTests, testResults } = JSON.parse(await vitest(text));
    expect(numPassedTests).toBe(1);
    const [, failed] = testResults[0].assertionResults;
    expect(failed.failureMessages[0]).toContain('Violated: every-requester-pays, at step 3');
  });
});
