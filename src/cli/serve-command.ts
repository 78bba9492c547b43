import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { DEFAULT_REGION, type Profile } from '../../model/index.ts';
import { fileErrorCode, fileErrorText } from '../files/file-error.ts';
import { serverJson, serverText } from '../report/server-report.ts';
import { Credentials, newCredential } from '../serve/credentials/credentials.ts';
import { CredentialsFileError, readCredentialsFile } from '../serve/credentials/credentials-file.ts';
import type { Listening } from '../serve/http/http-server.ts';
import { EMBEDDED_OPTIONS } from '../suts/embedded.ts';
import { printable } from '../trace/printable.ts';
import { type OutputForm, outputOption, randomSeed, seedOption, sizeArgument, wholeNumber } from './arguments.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { profileArgument, profileNames } from './profile-argument.ts';
import { tell } from './tell.ts';
import { UsageError } from './usage-error.ts';
import { packageVersion } from './version.ts';

const CODES = `
Exit codes: 2 error, 130 interrupted by Ctrl-C, 143 and 129 by SIGTERM and SIGHUP.
`;

const SERVE_EXAMPLES = `
Examples:
  bucketkey serve
  bucketkey serve --port 4566 --credentials credentials.json --log kms.ndjson
  curl http://127.0.0.1:4566/_bucketkey/kms-log
${CODES}`;

const KMS_EXAMPLES = `
Examples:
  bucketkey kms
  bucketkey kms --port 8200 --log kms.ndjson --cloudtrail trail.ndjson
${CODES}`;

const SMALLEST_OBJECT_BYTES = 1_000_000;
const LARGEST_OBJECT_BYTES = 64 * 2 ** 20;
const MAX_PORT = 65_535;

interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly region: string;
  readonly credentials?: string;
  readonly log?: string;
  readonly cloudtrail?: string;
  readonly seed?: number;
  readonly output: OutputForm;
  readonly domain?: readonly string[];
  readonly profile?: Profile;
  readonly maxObjectSize?: number;
}

/** Adds `serve`: the reference behind the protocols of S3 and KMS. */
export function addServeCommand(program: Command, context: CliContext): void {
  const command = program
    .command('serve')
    .description('serve S3 and KMS from the reference, for any client, until Ctrl-C');
  addCommonOptions(command)
    .addOption(
      new Option(
        '--domain <name>',
        'a host below this name is a bucket, as below localhost; may be repeated',
      ).argParser((name: string, others?: readonly string[]) => [...(others ?? []), name.toLowerCase()]),
    )
    .addOption(
      new Option('--profile <name>', `which of what AWS leaves open it does: ${profileNames().join(', ')}`).argParser(
        profileArgument,
      ),
    )
    .addOption(
      new Option('--max-object-size <size>', 'largest object (default: 64MiB)').argParser(
        sizeArgument('--max-object-size', SMALLEST_OBJECT_BYTES),
      ),
    )
    .addHelpText('after', SERVE_EXAMPLES)
    .action(async (options: ServeOptions) => context.exit(await serve(options, true, context)));
}

/** Adds `kms`: the KMS alone, for servers that have an S3 of their own. */
export function addKmsCommand(program: Command, context: CliContext): void {
  const command = program
    .command('kms')
    .description('serve a KMS, in the protocols of AWS KMS and of Vault transit, until Ctrl-C');
  addCommonOptions(command)
    .addHelpText('after', KMS_EXAMPLES)
    .action(async (options: ServeOptions) => context.exit(await serve(options, false, context)));
}

function addCommonOptions(command: Command): Command {
  return command
    .option('--host <address>', 'address to listen at', '127.0.0.1')
    .addOption(
      new Option('--port <number>', 'port to listen at (default: a free one)')
        .default(0, '0')
        .argParser(wholeNumber('--port', 0, MAX_PORT)),
    )
    .option('--region <name>', 'region of everything', DEFAULT_REGION)
    .option('--credentials <file>', 'who may ask, and with which keys (default: one new key)')
    .option('--log <file>', 'write each call of KMS to this file, a line of JSON each')
    .option('--cloudtrail <file>', 'write each call of KMS to this file, as a CloudTrail record each')
    .addOption(seedOption())
    .addOption(outputOption());
}

async function serve(options: ServeOptions, servesS3: boolean, context: CliContext): Promise<number> {
  const { io, commands, complain } = context;
  const { host, port, region, log, cloudtrail, domain = [], profile, output, maxObjectSize } = options;
  if (!/^[a-z]{2}[a-z0-9-]{1,30}$/.test(region))
    throw new UsageError(`--region: ${JSON.stringify(region)} is no region`);
  if (log !== undefined && cloudtrail !== undefined && resolve(io.cwd, log) === resolve(io.cwd, cloudtrail))
    throw new UsageError('--log and --cloudtrail name the same file');
  const credentials = await credentialsOf(options, context);
  const ended = untilEnded(io.signal);
  const listening = await commands
    .serve({
      host,
      port,
      servesS3,
      region,
      credentials,
      domains: domain,
      reference: { ...EMBEDDED_OPTIONS.get(profile?.base ?? 'ideal'), seed: options.seed ?? randomSeed() },
      maxObjectBytes: maxObjectSize ?? LARGEST_OBJECT_BYTES,
      version: packageVersion(),
      ...(log === undefined ? {} : { logFile: resolve(io.cwd, log) }),
      ...(cloudtrail === undefined ? {} : { cloudTrailFile: resolve(io.cwd, cloudtrail) }),
      complain,
      failed: ended.fail,
    })
    .catch((error) => {
      throw new UsageError(startProblem(error, options));
    });
  show(listening, credentials, options, servesS3, context, output);
  const problem = await ended.promise;
  await listening.close();
  if (problem !== undefined) throw new UsageError(problem);
  return EXIT.interrupted;
}

async function credentialsOf({ credentials }: ServeOptions, { io }: CliContext): Promise<Credentials> {
  if (credentials === undefined) return new Credentials([newCredential()]);
  try {
    return await readCredentialsFile(resolve(io.cwd, credentials));
  } catch (error) {
    if (!(error instanceof CredentialsFileError)) throw error;
    throw new UsageError(`--credentials: ${printable(credentials)}: ${error.message}`);
  }
}

function show(
  { host, port }: Listening,
  credentials: Credentials,
  { region, credentials: file }: ServeOptions,
  servesS3: boolean,
  { io }: CliContext,
  output: OutputForm,
): void {
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const services = servesS3 ? ['s3', 'kms'] : ['kms'];
  const server = { address, host, port, region, services, credentials: credentials.all, isNew: file === undefined };
  if (output === 'json') io.stdout(serverJson(server));
  else tell(io, () => serverText(server));
}

/** Resolves when somebody ends the command, or when it cannot go on. */
function untilEnded(signal: AbortSignal): {
  readonly promise: Promise<string | undefined>;
  readonly fail: (problem: string) => void;
} {
  let fail: (problem: string) => void = () => {};
  const promise = new Promise<string | undefined>((end) => {
    fail = end;
    if (signal.aborted) end(undefined);
    signal.addEventListener('abort', () => end(undefined), { once: true });
  });
  return { promise, fail };
}

function startProblem(error: unknown, { host, port }: ServeOptions): string {
  const at = `${printable(host)}:${port}`;
  switch (fileErrorCode(error)) {
    case 'EADDRINUSE':
      return `${at} is in use`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${at} is no address of this machine`;
    default:
      return `cannot serve at ${at}: ${fileErrorText(error)}`;
  }
}
