#!/usr/bin/env node
import { EXIT } from './exit-code.ts';
import { run } from './run.ts';
import { wiredCommands } from './wiring.ts';

/** How long a further SIGINT belongs to the same Ctrl-C, in milliseconds: `npx` and `timeout` pass on what their whole group was sent. */
const SAME_CTRL_C_MS = 500;

const interruption = new AbortController();
process.once('SIGINT', () => {
  interruption.abort();
  const endsAt = performance.now() + SAME_CTRL_C_MS;
  // Who presses it again does not want to wait for what there is to say.
  process.on('SIGINT', () => performance.now() > endsAt && process.exit(EXIT.interrupted));
});
// A reader such as `head` that has seen enough is no failure worth a stack trace; 141 is what shells call it.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 141 : 2));

process.exitCode = await run(
  process.argv.slice(2),
  {
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    stdin: () => process.stdin,
    isTTY: process.stderr.isTTY === true,
    signal: interruption.signal,
    cwd: process.cwd(),
  },
  wiredCommands(),
);
