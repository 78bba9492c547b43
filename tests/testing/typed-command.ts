import { Readable } from 'node:stream';
import { run } from '../../src/cli/run.ts';
import { wiredCommands } from '../../src/cli/wiring.ts';

/** What a command came to. */
export interface Typed {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Takes a command line as a guide shows it, without what starts the command, as if it were typed in a folder. */
export async function typedCommand(line: string, folder: string): Promise<Typed> {
  let out = '';
  let err = '';
  const io = {
    stdout: (text: string) => {
      out += text;
    },
    stderr: (text: string) => {
      err += text;
    },
    stdin: () => Readable.from([]),
    isTTY: false,
    signal: new AbortController().signal,
    cwd: folder,
  };
  const code = await run(line.split(' '), io, wiredCommands());
  return { code, out, err };
}
