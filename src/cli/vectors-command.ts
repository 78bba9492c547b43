import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { profileNamed } from '../../model/index.ts';
import { createFile } from '../files/atomic-file.ts';
import { fileErrorCode, newFileErrorText } from '../files/file-error.ts';
import { countedText } from '../report/quantity-text.ts';
import { vectorsReadme } from '../vectors/readme.ts';
import { vectorJsonSchema } from '../vectors/vector-schema.ts';
import { type VectorsOptions, vectorsOf } from '../vectors/vectors.ts';
import { randomSeed, seedOption, wholeNumber } from './arguments.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { addProfileOptions, chosenProfile, type ProfileOptions } from './profile-options.ts';
import { tell } from './tell.ts';
import { UsageError } from './usage-error.ts';
import { packageFile, packageVersion } from './version.ts';

const MOST_VECTORS = 9_999;
const MOST_STEPS = 1_000;
/** Replays vectors against an endpoint. */
const RUNNER = 'replay_vectors.py';

const HELP = `
Writes a new folder: a README that says how to read it, a JSON Schema, a file for each vector, and
${RUNNER}, which replays those of --s3-only against any endpoint.
Each trace comes as it conforms, and with one answer altered so that it violates.

Examples:
  bucketkey vectors --out vectors --seed 42
  bucketkey vectors --out vectors --seed 42 --profile aws --count 100 --steps 50
  bucketkey vectors --out vectors --seed 42 --s3-only
  python3 vectors/replay_vectors.py --endpoint-url http://127.0.0.1:9000

Exit codes: 0 written, 2 error, 130 interrupted, 143 and 129 by SIGTERM and SIGHUP.
`;

interface CommandOptions extends ProfileOptions {
  readonly out: string;
  readonly seed?: number;
  readonly count: number;
  readonly steps: number;
  readonly s3Only: boolean;
}

/** Adds `vectors`: traces with all that may be answered, for tests in any language. */
export function addVectorsCommand(program: Command, context: CliContext): void {
  const command = program
    .command('vectors')
    .description('write traces with their admissible outcomes, for tests in any language')
    .requiredOption('--out <folder>', 'new folder to write to');
  addProfileOptions(command, 'what is admissible (default: ideal)')
    .addOption(seedOption())
    .addOption(numberOption('--count', 'how many traces', 20, MOST_VECTORS))
    .addOption(numberOption('--steps', 'most steps of a trace', 30, MOST_STEPS))
    .option('--s3-only', 'only requests to S3 of one account, which any endpoint can be asked', false)
    .addHelpText('after', HELP)
    .action(async (options: CommandOptions) => context.exit(await write(options, context)));
}

function numberOption(name: string, text: string, usual: number, most: number): Option {
  return new Option(`${name} <number>`, text).default(usual).argParser(wholeNumber(name, 1, most));
}

async function write(options: CommandOptions, { io }: CliContext): Promise<number> {
  const { out, seed = randomSeed(), count, steps, s3Only } = options;
  const profile = await chosenProfile(options, () => profileNamed('ideal'), io.cwd);
  const made: VectorsOptions = { profile, seed, count, maxSteps: steps, s3Only };
  const folder = resolve(io.cwd, out);
  let files = 0;
  try {
    // Never among other files.
    await mkdir(folder);
    await createFile(join(folder, 'README.md'), vectorsReadme(made, packageVersion()));
    await createFile(join(folder, 'vector.schema.json'), `${JSON.stringify(vectorJsonSchema(), null, 2)}\n`);
    await createFile(join(folder, RUNNER), await readFile(packageFile(`python/${RUNNER}`), 'utf8'));
    for await (const vector of vectorsOf(made)) {
      // Or no signal would ever be delivered.
      await breathe();
      io.signal.throwIfAborted();
      await createFile(join(folder, `${vector.name}.json`), `${JSON.stringify(vector, null, 1)}\n`);
      files += 1;
    }
  } catch (error) {
    if (fileErrorCode(error) === undefined) throw error;
    throw new UsageError(`--out: ${out}: ${newFileErrorText(error)}`);
  }
  tell(io, () => `${countedText(files, 'vector')} in ${out}, seed ${seed}, profile ${profile.name}.\n`);
  return EXIT.conforms;
}
