import { DRAWN_REQUESTERS } from '../../../properties/arbitraries/index.ts';
import { type Credential, Credentials } from '../../serve/credentials/credentials.ts';
import type { ServerOptions } from '../../serve/start-server.ts';
import { type TestServer, testServer } from '../../serve/testing/test-server.ts';
import { EMBEDDED_OPTIONS } from '../../suts/embedded.ts';
import type { Endpoint } from '../endpoint/endpoint.ts';
import { endpointUrl } from '../endpoint/endpoint-url.ts';
import { withFoundKms } from '../endpoint/find-kms.ts';
import { type KmsCallLog, kmsLogAt } from '../endpoint/kms-call-log.ts';
import { ServiceClient } from '../endpoint/service-client.ts';

const HOME = '333333333333';

function credential(name: string, account: string, role: string, session: string, scopingPolicy?: string): Credential {
  const requester = { name, account, principal: role, session, ...(scopingPolicy !== undefined && { scopingPolicy }) };
  return { accessKeyId: `AKIA${name.replaceAll('-', '')}`, secretAccessKey: `secret-of-${name}`, requester };
}

/** Those that traces speak of, under accounts and roles of their own. */
export const ALL: readonly Credential[] = [
  credential('writer', HOME, 'ingest', 'i-1'),
  credential('writer-2', HOME, 'ingest', 'i-2'),
  credential('scoped', HOME, 'ingest', 'i-3', 'narrow'),
  credential('reader', HOME, 'report', 'r-1'),
  credential('admin', HOME, 'ops', 'o-1'),
  credential('partner', '444444444444', 'ingest', 'p-1'),
  credential('root', HOME, 'root', 'root'),
  credential('partner-root', '444444444444', 'root', 'root'),
];
/** One role, and who cleans up after it. */
export const ONE: readonly Credential[] = ALL.filter(({ requester: { name } }) => name === 'writer' || name === 'root');

/** A server of a test, and the endpoint that it is. */
export interface Served {
  readonly server: TestServer;
  readonly endpoint: Endpoint;
}

/** Starts a server for requesters. `log`: whether the calls of KMS can be read there. */
export async function served(
  credentials: readonly Credential[] = ALL,
  log = true,
  options: Partial<ServerOptions> = {},
): Promise<Served> {
  const reference = { ...EMBEDDED_OPTIONS.get('aws-at-once'), seed: 7 };
  const server = await testServer({ credentials: new Credentials(credentials), reference, ...options });
  const kmsLog = log ? kmsLogAt(endpointUrl(server.address)) : undefined;
  return { server, endpoint: await withFoundKms(endpointAt(server.address, credentials, kmsLog)) };
}

/** An address as an endpoint of the tests. */
export function endpointAt(address: string, credentials: readonly Credential[], kmsLog?: KmsCallLog): Endpoint {
  const cleaners = credentials.map(({ requester, ...keys }) => ({
    name: requester.name,
    keys,
    account: requester.account,
    role: requester.principal,
  }));
  const [first, ...others] = cleaners.filter(({ name }) => DRAWN_REQUESTERS.includes(name));
  if (first === undefined) throw new Error('nobody asks');
  const s3 = new ServiceClient(endpointUrl(address), 'eu-west-1', { maxBytes: 2 ** 20, maxMs: 5_000 });
  return { s3, kms: undefined, requesters: [first, ...others], cleaners, givenKeys: [], kmsLog, run: 'test0001' };
}
