import { type Command, Option } from 'commander';
import { cleanRun } from '../drivers/endpoint/clean-run.ts';
import { countedText } from '../report/quantity-text.ts';
import type { CliContext } from './context.ts';
import { addEndpointOptions, type EndpointOptions, endpointOf, runArgument } from './endpoint-options.ts';
import { EXIT } from './exit-code.ts';

const EXAMPLES = `
Examples:
  bucketkey clean --run k3v9x0ab --endpoint-url http://127.0.0.1:9000

Exit codes: 0 nothing is left, 1 something is, 2 error.
`;

interface CleanOptions extends EndpointOptions {
  readonly run: string;
}

/** Adds `clean`: deletes what a check of a server has left there. */
export function addCleanCommand(program: Command, context: CliContext): void {
  const command = program
    .command('clean')
    .description('delete what an interrupted check of a server has left there: its own buckets and KMS keys')
    .addOption(new Option('--run <id>', 'the run, as check has told it').argParser(runArgument).makeOptionMandatory());
  addEndpointOptions(command);
  command
    .addHelpText('after', EXAMPLES)
    .action(async (options: CleanOptions) => context.exit(await clean(options, context)));
}

async function clean(options: CleanOptions, { io, complain }: CliContext): Promise<number> {
  const { buckets, keys, left } = await cleanRun(await endpointOf(options, io, options.run));
  io.stdout(`${countedText(buckets, 'bucket')} deleted, ${countedText(keys, 'KMS key')} to be deleted.\n`);
  for (const one of left) complain(`left: ${one}`);
  return left.length === 0 ? EXIT.conforms : EXIT.violates;
}
