import type { Command } from 'commander';
import { scopeJsonSchema } from '../explore/scope-file/json-schema.ts';
import { profileJsonSchema } from '../profile/profile-file.ts';
import { traceJsonSchema } from '../trace/schema/json-schema.ts';
import { vectorJsonSchema } from '../vectors/vector-schema.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { unknownNameText } from './suggestion.ts';
import { UsageError } from './usage-error.ts';

const SCHEMAS: ReadonlyMap<string, () => unknown> = new Map([
  ['trace', traceJsonSchema],
  ['scope', scopeJsonSchema],
  ['profile', profileJsonSchema],
  ['vector', vectorJsonSchema],
]);

const HELP = `
  trace      a line of a trace: of judge, replay, shrink, draw, oracle
  scope      a scope file of explore
  profile    a profile file
  vector     a file of vectors

Examples:
  bucketkey schema trace > trace.schema.json

The package has them as files as well: bucketkey/schema/trace.json.

Exit codes: 0 always, 2 error.
`;

/** Adds `schema`: the JSON Schema of a format. */
export function addSchemaCommand(program: Command, { io, exit }: CliContext): void {
  program
    .command('schema')
    .description('print the JSON Schema (draft 2020-12) of a format')
    .argument('<format>', [...SCHEMAS.keys()].join(', '))
    .addHelpText('after', HELP)
    .action((name: string) => {
      const schema = SCHEMAS.get(name);
      if (schema === undefined) throw new UsageError(unknownNameText('format', name, [...SCHEMAS.keys()]));
      io.stdout(`${JSON.stringify(schema(), null, 2)}\n`);
      exit(EXIT.conforms);
    });
}
