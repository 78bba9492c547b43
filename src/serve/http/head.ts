import type { IncomingMessage } from 'node:http';
import { percentDecoded } from './uri.ts';

/** The parameters of a query, decoded, in the order in which they were sent. */
export type Query = readonly (readonly [name: string, value: string])[];

/** A request without its body. Names of headers are in lower case; one that was sent twice has both values. */
export interface RequestHead {
  readonly method: string;
  /** The path as it was sent: nothing is resolved in it, since `..` and `//` are just parts of a key. */
  readonly rawPath: string;
  /** The path decoded. */
  readonly path: string;
  readonly query: Query;
  readonly headers: ReadonlyMap<string, string>;
  /** What names the request in answers and logs. */
  readonly requestId: string;
  readonly remoteAddress: string;
}

/** Reads method, target and headers; null where path or query are not percent-encoded UTF-8. */
export function requestHead(request: IncomingMessage, requestId: string): RequestHead | null {
  const { method = 'GET', url = '/', rawHeaders, socket } = request;
  // Who asks a proxy sends the whole address.
  const target = url.startsWith('/') ? url : url.replace(/^[a-z]+:\/\/[^/?]*/i, '');
  const at = target.indexOf('?');
  const rawPath = (at < 0 ? target : target.slice(0, at)) || '/';
  const path = percentDecoded(rawPath);
  const query = at < 0 ? [] : queryOf(target.slice(at + 1));
  if (path === null || query === null) return null;
  const { remoteAddress = '' } = socket;
  return { method, rawPath, path, query, headers: headersOf(rawHeaders), requestId, remoteAddress };
}

function queryOf(text: string): Query | null {
  const query: (readonly [string, string])[] = [];
  for (const part of text.split('&')) {
    if (part === '') continue;
    const [, rawName = '', rawValue = ''] = /^([^=]*)=?(.*)$/s.exec(part) ?? [];
    const name = percentDecoded(rawName.replaceAll('+', ' '));
    const value = percentDecoded(rawValue.replaceAll('+', ' '));
    if (name === null || value === null) return null;
    query.push([name, value]);
  }
  return query;
}

/** Values are trimmed and their runs of spaces made one, as they are signed. */
function headersOf(rawHeaders: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase();
    const value = (rawHeaders[i + 1] ?? '').trim().replaceAll(/ +/g, ' ');
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  return headers;
}

/** The first value of a parameter; undefined where it was not sent. */
export function parameter(query: Query, name: string): string | undefined {
  return query.find(([one]) => one === name)?.[1];
}
