#!/usr/bin/env node
import { once } from 'node:events';
import { leaveNothing } from '../files/left-behind.ts';
import { Ending } from './ending.ts';
import { run } from './run.ts';
import { pageOf } from './tell.ts';
import { wiredCommands } from './wiring.ts';

const ending = new Ending();
process.on('exit', leaveNothing);

const code = await run(
  process.argv.slice(2),
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
// Whatever is still open, such as a standard input that never ends, is of no interest any more.
process.exit(await ending.codeAfter(code));
