#!/usr/bin/env node
import { once } from 'node:events';
import { leaveNothing } from '../files/left-behind.ts';
import { Ending } from './ending.ts';
import { packageVersion } from './version.ts';

const ending = new Ending();
process.on('exit', leaveNothing);

const argv = process.argv.slice(2);
const code = argv.length === 1 && /^(?:--version|-V)$/.test(argv[0] ?? '') ? tellVersion() : await runCommand();
// Whatever is still open, such as a standard input that never ends, is of no interest any more.
process.exit(await ending.codeAfter(code));

/** Tells it without loading the commands, which takes most of the time. */
function tellVersion(): number {
  process.stdout.write(`${packageVersion()}\n`);
  return 0;
}

async function runCommand(): Promise<number> {
  const [{ run }, { pageOf }, { wiredCommands }] = await Promise.all([
    import('./run.ts'),
    import('./tell.ts'),
    import('./wiring.ts'),
  ]);
  return await run(
    argv,
    {
      stdout: (text) => process.stdout.write(text),
      drained: async () => {
        if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain', { signal: ending.signal });
      },
      stderr: (text) => ending.complain(text),
      stdin: () => process.stdin,
      isTTY: process.stderr.isTTY === true,
      page: pageOf(process.stdout, process.env),
      // Set by the runner: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
      stepSummary: process.env.GITHUB_STEP_SUMMARY || undefined,
      env: process.env,
      signal: ending.signal,
      cwd: process.cwd(),
    },
    wiredCommands(),
  );
}
