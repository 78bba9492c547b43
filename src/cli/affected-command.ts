import { appendFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { affectedBy } from '../affected/affected.ts';
import { readConfiguration } from '../affected/reading/read-configuration.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { affectedJson, affectedText, isAffected } from '../report/affected-report.ts';
import { affectedMarkdown, affectedSarif } from '../report/affected-reporters.ts';
import { type OutputForm, outputOption } from './arguments.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { tell } from './tell.ts';
import { writeBeside } from './write-beside.ts';

const EXAMPLES = `
Files are policies as IAM JSON (of KMS keys, of buckets, of roles and users; bare, or as the AWS CLI
shows them), plans of Terraform (terraform show -json), replication configurations, and S3 Inventory
in CSV. A policy with principals is attached to a key, or to a bucket where its actions are of S3; one
without is of whoever its file is named after. What depends on what is not in the files, such as an
address or a tag, is taken for met.

Examples:
  bucketkey affected key-policy.json delivery-role.json
  bucketkey affected plan.json --sarif affected.sarif
  bucketkey affected *.json inventory.csv.gz --inventory-schema "Bucket, Key, BucketKeyStatus"

Exit codes: 0 nobody is refused, 1 somebody is, 2 error, 3 unknown (a policy could not be read).
In GitHub Actions the findings go to the summary of the step as well.
`;

interface AffectedOptions {
  readonly bucket?: readonly string[];
  readonly inventorySchema?: string;
  readonly sarif?: string;
  readonly output: OutputForm;
}

/** Adds `affected`: says who is refused when bucket keys are turned on or off. */
export function addAffectedCommand(program: Command, context: CliContext): void {
  program
    .command('affected')
    .description('say whom KMS refuses when bucket keys are turned on or off, by which condition, and what to change')
    .argument('<files...>', 'policies as IAM JSON, plans of Terraform as JSON, inventories as CSV')
    .addOption(
      new Option(
        '--bucket <name>',
        'a bucket to look at; may be repeated (default: those that policies name)',
      ).argParser((name: string, others?: readonly string[]) => [...(others ?? []), name]),
    )
    .option('--inventory-schema <columns>', 'columns of inventories, as fileSchema of their manifest has them')
    .option('--sarif <file>', 'write the findings as SARIF as well, to a file that is replaced')
    .addOption(outputOption())
    .addHelpText('after', EXAMPLES)
    .action(async (files: readonly string[], options: AffectedOptions) =>
      context.exit(await affected(files, options, context)),
    );
}

async function affected(files: readonly string[], options: AffectedOptions, { io }: CliContext): Promise<number> {
  const { bucket, inventorySchema, sarif, output } = options;
  const configuration = await readConfiguration(
    files.map((file) => resolve(io.cwd, file)),
    inventorySchema,
  );
  const report = affectedBy(configuration, bucket);
  if (sarif !== undefined)
    await writeBeside('--sarif', sarif, () => replaceFile(resolve(io.cwd, sarif), affectedSarif(report)));
  const { stepSummary } = io;
  if (stepSummary !== undefined)
    await writeBeside('step summary', stepSummary, () => appendFile(stepSummary, affectedMarkdown(report)));
  if (output === 'json') io.stdout(affectedJson(report));
  else tell(io, () => affectedText(report));
  if (isAffected(report)) return EXIT.violates;
  return report.leftOut.length > 0 ? EXIT.unknown : EXIT.conforms;
}
