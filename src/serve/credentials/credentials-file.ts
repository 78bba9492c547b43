import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { fileErrorText } from '../../files/file-error.ts';
import { ANONYMOUS, type Credential, Credentials } from './credentials.ts';

/** What is wrong with a file of credentials, for its author. */
export class CredentialsFileError extends Error {}

const MAX_FILE_BYTES = 2 ** 20;

const text = (pattern: RegExp, what: string) => z.string().regex(pattern, `expected ${what}`);
const name = text(/^[\w+=,.@-]{1,64}$/, '1 to 64 letters, digits or any of +=,.@-_');

const SCHEMA = z.strictObject({
  credentials: z
    .array(
      z.strictObject({
        accessKeyId: text(/^\w{4,128}$/, '4 to 128 letters or digits'),
        secretAccessKey: text(/^[!-~]{8,256}$/, '8 to 256 printable characters'),
        sessionToken: text(/^[!-~]{1,4096}$/, 'printable characters').optional(),
        account: text(/^\d{12}$/, '12 digits'),
        role: name,
        session: name.optional(),
        scopingPolicy: name.optional(),
        name: name.optional(),
      }),
    )
    .min(1)
    .max(1_000),
});

type Entry = z.infer<typeof SCHEMA>['credentials'][number];

/**
 * Reads who may ask, and with which keys, from a JSON file.
 *
 * @throws CredentialsFileError
 */
export async function readCredentialsFile(path: string): Promise<Credentials> {
  const parsed = SCHEMA.safeParse(await jsonOf(path));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new CredentialsFileError(`${issue?.path.join('.') || 'file'}: ${issue?.message ?? 'not as expected'}`);
  }
  const all = parsed.data.credentials.map(credentialOf);
  requireDistinct(all.map(({ accessKeyId }) => accessKeyId));
  requireDistinct([ANONYMOUS, ...all.map(({ requester }) => requester.name)], -1);
  requireDistinct(all.map(({ secretAccessKey }) => secretAccessKey));
  return new Credentials(all);
}

async function jsonOf(path: string): Promise<unknown> {
  try {
    const stats = await stat(path);
    if (!stats.isFile() || stats.size > MAX_FILE_BYTES)
      throw new CredentialsFileError(`expected a file of at most ${MAX_FILE_BYTES} bytes`);
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new CredentialsFileError('is not JSON');
    throw error instanceof CredentialsFileError ? error : new CredentialsFileError(fileErrorText(error));
  }
}

/** The session is named as the role, and the requester as its access key, unless the file says otherwise. */
function credentialOf(entry: Entry): Credential {
  const { accessKeyId, secretAccessKey, sessionToken, account, role, session = role, scopingPolicy } = entry;
  const requester = { name: entry.name ?? accessKeyId, account, principal: role, session };
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    requester: scopingPolicy === undefined ? requester : { ...requester, scopingPolicy },
  };
}

/** The message does not repeat what may be a secret. */
function requireDistinct(values: readonly string[], first = 0): void {
  const twice = values.findIndex((value, i) => values.indexOf(value) < i);
  if (twice >= 0) throw new CredentialsFileError(`credentials.${first + twice}: has a key or name of one before it`);
}
