import type { Command } from 'commander';
import { CATALOGUE } from '../check/catalogue.ts';
import { propertyJson, propertyListJson, propertyListText, propertyText } from '../report/properties-report.ts';
import { type OutputForm, outputOption } from './arguments.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { unknownNameText } from './suggestion.ts';
import { tell } from './tell.ts';
import { UsageError } from './usage-error.ts';

const EXAMPLES = `
Examples:
  bucketkey properties
  bucketkey properties every-requester-pays
  bucketkey properties --output json

Exit codes: 0 always, 2 error.
`;

interface PropertiesOptions {
  readonly output: OutputForm;
}

/** Adds `properties`: what must hold, and what it takes to see it. */
export function addPropertiesCommand(program: Command, context: CliContext): void {
  program
    .command('properties')
    .description('list the properties, or tell what one rests on')
    .argument('[id]', 'property to tell of')
    .addOption(outputOption())
    .addHelpText('after', EXAMPLES)
    .action((id: string | undefined, options: PropertiesOptions) => context.exit(about(id, options, context)));
}

function about(id: string | undefined, { output }: PropertiesOptions, { io }: CliContext): number {
  const isJson = output === 'json';
  if (id === undefined) {
    if (isJson) io.stdout(propertyListJson(CATALOGUE));
    else tell(io, () => propertyListText(CATALOGUE));
    return EXIT.conforms;
  }
  const property = CATALOGUE.find((one) => one.id === id);
  const ids = CATALOGUE.map((one) => one.id);
  if (property === undefined) throw new UsageError(unknownNameText('property', id, ids));
  if (isJson) io.stdout(propertyJson(property));
  else tell(io, () => propertyText(property));
  return EXIT.conforms;
}
