import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { DRAWN_REQUESTERS } from '../../properties/arbitraries/index.ts';
import { awsProfile, type Environment, keysInEnvironment } from '../drivers/endpoint/aws-profile.ts';
import type { Endpoint, EndpointRequester } from '../drivers/endpoint/endpoint.ts';
import { type EndpointUrl, endpointUrl, isOfAws } from '../drivers/endpoint/endpoint-url.ts';
import { withFoundKms } from '../drivers/endpoint/find-kms.ts';
import { type KmsCallLog, kmsLogAt, kmsLogIn } from '../drivers/endpoint/kms-call-log.ts';
import { RequestBudget } from '../drivers/endpoint/request-budget.ts';
import { ServiceClient } from '../drivers/endpoint/service-client.ts';
import { ANSWER_LIMITS } from '../drivers/http/exchange.ts';
import { shellPath } from '../files/shell-word.ts';
import { CredentialsFileError, readCredentialsFile } from '../serve/credentials/credentials-file.ts';
import { printable } from '../trace/printable.ts';
import { optionTyped } from './arguments.ts';
import type { CliIo } from './io.ts';
import { unknownNameText } from './suggestion.ts';
import { UsageError } from './usage-error.ts';

/** The options that say which server is asked, and by whom. */
export interface EndpointOptions {
  readonly endpointUrl?: string | true;
  readonly region?: string;
  readonly awsProfile?: string;
  readonly requester?: readonly NamedProfile[];
  readonly credentials?: string;
  readonly kmsEndpointUrl?: string;
  readonly kmsKey?: readonly string[];
  readonly kmsLog?: string;
  readonly verifySsl: boolean;
  readonly allowAws?: boolean;
}

interface NamedProfile {
  readonly name: string;
  readonly profile: string;
}

/** Where keys are read from where no region is said. */
const REGION = 'us-east-1';
const REGION_FORM = /^[a-z]{2}[a-z0-9-]{1,30}$/;
const RUN_FORM = /^[a-z0-9]{8}$/;

/** Adds the options that say which server is asked, and by whom. */
export function addEndpointOptions(command: Command, conflicts: readonly string[] = []): void {
  command
    .addOption(
      new Option(
        '--endpoint-url [url]',
        'your server, over HTTP (without url: AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL)',
      ).conflicts([...conflicts]),
    )
    .option('--region <name>', `region that is signed for (default: AWS_REGION, or ${REGION})`)
    .option('--aws-profile <name>', 'profile of the shared credentials file of AWS whose keys are used')
    .addOption(
      new Option(
        '--requester <name=profile>',
        `somebody else who asks, such as reader=PROFILE; may be repeated: ${DRAWN_REQUESTERS.slice(1, 8).join(', ')}`,
      ).argParser((text: string, others?: readonly NamedProfile[]) => [...(others ?? []), namedProfile(text)]),
    )
    .option('--credentials <file>', 'all who ask, with their roles, in the form of serve --credentials')
    .option('--kms-endpoint-url <url>', 'its KMS (default: AWS_ENDPOINT_URL_KMS, or that at the same address)')
    .addOption(
      new Option('--kms-key <arn>', 'a KMS key that is there, in place of new ones; may be repeated').argParser(
        (arn: string, others?: readonly string[]) => [...(others ?? []), keyArn(arn)],
      ),
    )
    .option('--kms-log <url or file>', 'where serve or kms tells the KMS calls: its address, or the file of its --log')
    .option('--no-verify-ssl', 'do not look at the certificate of the server')
    .option('--allow-aws', 'send requests to AWS itself, which cost money');
}

/** What goes with a server alone. */
const OF_ENDPOINTS = [
  'region',
  'awsProfile',
  'requester',
  'credentials',
  'kmsEndpointUrl',
  'kmsKey',
  'kmsLog',
  'allowAws',
] as const;

/** The options as they would be typed again. */
export function endpointWords(options: EndpointOptions): readonly string[] {
  const { endpointUrl: url, verifySsl } = options;
  if (url === undefined) return [];
  const others = OF_ENDPOINTS.flatMap((name) => {
    const given = options[name];
    const option = optionTyped(name);
    if (given === undefined || given === false) return [];
    if (given === true) return [option];
    const values = typeof given === 'string' ? [given] : given;
    return values.map((one) => `${option} ${shellPath(typeof one === 'string' ? one : `${one.name}=${one.profile}`)}`);
  });
  const address = url === true ? '--endpoint-url' : `--endpoint-url ${shellPath(url)}`;
  return [address, ...others, ...(verifySsl ? [] : ['--no-verify-ssl'])];
}

/**
 * Says no to what goes with a server alone.
 *
 * @throws UsageError
 */
export function refuseWithoutEndpoint(options: EndpointOptions): void {
  if (options.endpointUrl !== undefined) return;
  const alone = OF_ENDPOINTS.find((name) => options[name] !== undefined);
  if (alone !== undefined) throw new UsageError(`${optionTyped(alone)} needs --endpoint-url`);
}

function namedProfile(text: string): NamedProfile {
  const [name = '', profile = ''] = text.split('=', 2);
  if (!DRAWN_REQUESTERS.includes(name)) throw new UsageError(unknownNameText('requester', name, DRAWN_REQUESTERS));
  if (profile === '') throw new UsageError(`--requester ${name}=: a profile expected`);
  return { name, profile };
}

function keyArn(arn: string): string {
  if (/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/.test(arn)) return arn;
  throw new UsageError(`--kms-key takes the ARN of a key, not ${JSON.stringify(printable(arn, 200))}`);
}

/** A run that was made before. */
export function runArgument(run: string): string {
  if (RUN_FORM.test(run)) return run;
  throw new UsageError(`--run takes what check has told, 8 letters and digits, not ${JSON.stringify(run)}`);
}

/**
 * The server that the options and the environment name, and who asks it. Nothing is sent but the question whether there
 * is a KMS at its address.
 *
 * @param budget - what its requests are counted by
 * @throws UsageError
 */
export async function endpointOf(
  options: EndpointOptions,
  { env = {}, cwd }: CliIo,
  run: string,
  budget = new RequestBudget(),
): Promise<Endpoint> {
  const s3 = addressOf(options, env);
  const kms = options.kmsEndpointUrl ?? env.AWS_ENDPOINT_URL_KMS;
  const kmsUrl = kms === undefined ? undefined : urlOf('--kms-endpoint-url', kms, options);
  const { requesters, region } = await whoAsks(options, env, cwd);
  if (!REGION_FORM.test(region))
    throw new UsageError(`--region: ${JSON.stringify(printable(region, 100))} is no region`);
  const [first, ...others] = requesters.filter(({ name }) => DRAWN_REQUESTERS.includes(name));
  if (first === undefined)
    throw new UsageError(`--credentials: nobody in it has a name such as ${DRAWN_REQUESTERS[0]}`);
  return withFoundKms({
    s3: new ServiceClient(s3, region, ANSWER_LIMITS, budget),
    kms: kmsUrl === undefined ? undefined : new ServiceClient(kmsUrl, region, ANSWER_LIMITS, budget),
    requesters: [first, ...others],
    cleaners: requesters,
    givenKeys: options.kmsKey ?? [],
    kmsLog: logOf(options, cwd),
    run,
  });
}

function addressOf(options: EndpointOptions, env: Environment): EndpointUrl {
  const { endpointUrl: given } = options;
  if (typeof given === 'string') return urlOf('--endpoint-url', given, options);
  const named = env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL;
  if (named === undefined)
    throw new UsageError('--endpoint-url without an address, and AWS_ENDPOINT_URL_S3 and AWS_ENDPOINT_URL are not set');
  return urlOf('AWS_ENDPOINT_URL', named, options);
}

function urlOf(option: string, text: string, { verifySsl, allowAws }: EndpointOptions): EndpointUrl {
  let url: EndpointUrl;
  try {
    url = endpointUrl(text, verifySsl);
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(`${option} ${error.message}`) : error;
  }
  if (isOfAws(url) && allowAws !== true)
    throw new UsageError(
      `${option}: ${url.shown} is AWS itself, where requests cost money; --allow-aws says that you want it`,
    );
  return url;
}

function logOf({ kmsLog, verifySsl }: EndpointOptions, cwd: string): KmsCallLog | undefined {
  if (kmsLog === undefined) return undefined;
  if (!/^https?:/.test(kmsLog)) return kmsLogIn(resolve(cwd, kmsLog));
  return kmsLogAt(urlOf('--kms-log', kmsLog, { verifySsl }));
}

async function whoAsks(options: EndpointOptions, env: Environment, cwd: string) {
  const { credentials, awsProfile: named, requester = [] } = options;
  const region = options.region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  if (credentials !== undefined) return { requesters: await requestersIn(credentials, cwd), region: region ?? REGION };
  const profile = named ?? env.AWS_PROFILE ?? 'default';
  const files = await awsProfile(profile, env);
  const keys = (named === undefined ? keysInEnvironment(env) : undefined) ?? files.keys;
  if (keys === undefined)
    throw new UsageError(
      `no keys to sign with: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile that has them`,
    );
  const [first = ''] = DRAWN_REQUESTERS;
  const account = named === undefined ? (env.AWS_ACCOUNT_ID ?? files.account) : files.account;
  const requesters: EndpointRequester[] = [{ name: first, keys, ...(account !== undefined && { account }) }];
  for (const one of requester) {
    const other = await awsProfile(one.profile, env);
    if (other.keys === undefined)
      throw new UsageError(`--requester ${one.name}: the profile ${printable(one.profile, 100)} has no keys`);
    const of = other.account ?? (one.name === 'partner' ? undefined : account);
    requesters.push({ name: one.name, keys: other.keys, ...(of !== undefined && { account: of }) });
  }
  return { requesters, region: region ?? files.region ?? REGION };
}

async function requestersIn(file: string, cwd: string): Promise<readonly EndpointRequester[]> {
  try {
    const { all } = await readCredentialsFile(resolve(cwd, file));
    return all.map(({ requester: { name, account, principal: role }, ...keys }) => ({ name, keys, account, role }));
  } catch (error) {
    if (!(error instanceof CredentialsFileError)) throw error;
    throw new UsageError(`--credentials: ${printable(file)}: ${error.message}`);
  }
}
