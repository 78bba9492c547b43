#!/usr/bin/env node
import { run } from './run.ts';
import { wiredCommands } from './wiring.ts';

const interruption = new AbortController();
// Once: a second Ctrl-C ends the process the hard way.
process.once('SIGINT', () => interruption.abort());
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
