import { addAbortSignal } from 'node:stream';
import { type Command, Option } from 'commander';
import { profileNamed } from '../../model/index.ts';
import { boundedLines } from '../oracle-lines/bounded-lines.ts';
import { OracleLines } from '../oracle-lines/oracle-lines.ts';
import { shownJsonLine } from '../report/shown.ts';
import { MAX_LINE_BYTES } from '../trace/limits.ts';
import type { TraceHeader } from '../trace/trace.ts';
import { wholeNumber } from './arguments.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { judgedPropertyOption } from './judge-command.ts';
import { addProfileOptions, chosenProfile, type ProfileOptions, validProfile } from './profile-options.ts';
import { UsageError } from './usage-error.ts';

/** Most outcomes that may be asked for. */
const MOST_OUTCOMES = 1_000;

const HELP = `
Each line that comes in is answered by one line of JSON, at once:
  {"bucketkeyTrace":1,…}                          the header of a trace: starts it, and forgets the one before
  {"atMs":…,"by":…,"event":…,"observation":…}     a step: what is the verdict so far?
  {…,"observation":…,"excuse":["etag"]}           a step of which these parts may differ, or properties not hold
  {"atMs":…,"by":…,"event":…}                     a question: what may be answered now? Nothing happens.
  {"end":true}                                    the trace is over: what is to be said of all of it?
A line that is wrong is answered with an error, and changes nothing.

Examples:
  my-tests-in-go | bucketkey oracle --profile aws
  bucketkey oracle < recorded.ndjson

Exit codes: 0 at the end of the input, whatever the verdicts, 2 error, 130 interrupted, 143 and 129 by
SIGTERM and SIGHUP.
`;

interface OracleOptions extends ProfileOptions {
  readonly property?: readonly string[];
  readonly maxOutcomes: number;
}

/** Adds `oracle`: judges step by step what another program does, in any language. */
export async function addOracleCommand(program: Command, context: CliContext): Promise<void> {
  const command = program
    .command('oracle')
    .description('judge step by step what another program does: a line of JSON out for each line in');
  addProfileOptions(command, 'judge by this profile, not by those of the traces')
    .addOption(await judgedPropertyOption(context.commands))
    .addOption(
      new Option('--max-outcomes <number>', 'most outcomes that a question is answered with')
        .default(100)
        .argParser(wholeNumber('--max-outcomes', 1, MOST_OUTCOMES)),
    )
    .addHelpText('after', HELP)
    .action(async (options: OracleOptions) => context.exit(await answerLines(options, context)));
}

async function answerLines(options: OracleOptions, { io }: CliContext): Promise<number> {
  // What is wrong with the command line is told at once, and not to whoever sends a header.
  const first = await chosenProfile(options, () => profileNamed('ideal'), io.cwd);
  const given = options.profile === undefined ? undefined : first;
  const lines = new OracleLines({
    profileOf: async ({ profile }: TraceHeader) => {
      try {
        return given ?? (await chosenProfile(options, () => validProfile(profile, 'profile'), io.cwd));
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        return { problem: error.message };
      }
    },
    properties: options.property,
    mostOutcomes: options.maxOutcomes,
    maxLineBytes: MAX_LINE_BYTES,
  });
  for await (const line of boundedLines(addAbortSignal(io.signal, io.stdin()), MAX_LINE_BYTES)) {
    io.stdout(shownJsonLine(await lines.answer(line)));
    await io.drained?.();
  }
  return EXIT.conforms;
}
