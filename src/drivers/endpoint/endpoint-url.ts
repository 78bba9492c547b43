import type { Wire } from '../http/exchange.ts';

/** An address that requests go to, as it was given. */
export interface EndpointUrl extends Wire {
  /** Host and port, as the header has them. */
  readonly hostHeader: string;
  /** Path before that of each request; empty as a rule. */
  readonly basePath: string;
  /** For reports; a name and a password in it are not repeated. */
  readonly shown: string;
}

/**
 * Reads the address of a server.
 *
 * @throws RangeError that says what is wrong with it
 */
export function endpointUrl(text: string, verifiesTls = true): EndpointUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new RangeError('takes an address such as http://127.0.0.1:9000');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new RangeError('takes an address without user, password, query and fragment');
  const { protocol } = url;
  const port = url.port === '' ? (protocol === 'https:' ? 443 : 80) : Number(url.port);
  // Node wants the address of IPv6 without the brackets.
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const basePath = url.pathname.replace(/\/+$/, '');
  return { protocol, host, port, verifiesTls, hostHeader: url.host, basePath, shown: `${url.origin}${basePath}` };
}

/** Whether an address is one of AWS itself: whatever is done there costs money. */
export function isOfAws({ host }: Pick<EndpointUrl, 'host'>): boolean {
  return /(^|\.)(amazonaws\.(com|com\.cn|eu)|api\.aws|c2s\.ic\.gov|sc2s\.sgov\.gov)\.?$/i.test(host);
}
