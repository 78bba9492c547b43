import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileErrorCode } from '../../files/file-error.ts';
import type { SigningKeys } from '../http/driver-request.ts';

/** Variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the files of AWS have of a profile. */
export interface AwsProfile {
  readonly keys: SigningKeys | undefined;
  readonly region: string | undefined;
  readonly account: string | undefined;
}

/** Most bytes of such a file. */
const MOST_BYTES = 2 ** 20;

/** The keys in the environment, where there are any. */
export function keysInEnvironment(env: Environment): SigningKeys | undefined {
  return keysOf(env.AWS_ACCESS_KEY_ID, env.AWS_SECRET_ACCESS_KEY, env.AWS_SESSION_TOKEN);
}

/** What the shared files have of a profile; what is not there is left out. */
export async function awsProfile(name: string, env: Environment): Promise<AwsProfile> {
  const folder = join(env.HOME ?? env.USERPROFILE ?? '', '.aws');
  const credentials = await sectionsOf(env.AWS_SHARED_CREDENTIALS_FILE ?? join(folder, 'credentials'));
  const config = await sectionsOf(env.AWS_CONFIG_FILE ?? join(folder, 'config'));
  const own = credentials.get(name);
  const other = config.get(name === 'default' ? name : `profile ${name}`);
  const setting = (key: string) => own?.get(key) ?? other?.get(key);
  return {
    keys: keysOf(setting('aws_access_key_id'), setting('aws_secret_access_key'), setting('aws_session_token')),
    region: setting('region'),
    account: setting('aws_account_id'),
  };
}

function keysOf(accessKeyId?: string, secretAccessKey?: string, sessionToken?: string): SigningKeys | undefined {
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}

type Sections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The sections of a file; of one that is not there, none. */
async function sectionsOf(path: string): Promise<Sections> {
  const sections = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const line of (await textOf(path)).split('\n')) {
    const [, name] = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line) ?? [];
    if (name !== undefined) {
      current = sections.get(name) ?? new Map();
      sections.set(name, current);
    }
    const [, key, value] = /^([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined && value !== '') current?.set(key.toLowerCase(), value);
  }
  return sections;
}

async function textOf(path: string): Promise<string> {
  try {
    const stats = await stat(path);
    return stats.isFile() && stats.size <= MOST_BYTES ? await readFile(path, 'utf8') : '';
  } catch (error) {
    if (fileErrorCode(error) !== undefined) return '';
    throw error;
  }
}
