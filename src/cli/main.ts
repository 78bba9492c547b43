#!/usr/bin/env node
import { EXIT } from './exit-code.ts';
import { run } from './run.ts';
import { wiredCommands } from './wiring.ts';

/**
 * How long a further SIGINT belongs to the same Ctrl-C, in milliseconds: `npx` and `timeout` pass on what their whole
 * group was sent.
 */
const SAME_CTRL_C_MS = 500;

const interruption = new AbortController();
let isOneUntilMs = Number.POSITIVE_INFINITY;
// One listener that stays: without any, however briefly, the signal would end the process the hard way.
process.on('SIGINT', () => {
  const nowMs = performance.now();
  // Who presses it again does not want to wait for what there is to say.
  if (nowMs > isOneUntilMs) process.exit(EXIT.interrupted);
  if (interruption.signal.aborted) return;
  isOneUntilMs = nowMs + SAME_CTRL_C_MS;
  interruption.abort();
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
