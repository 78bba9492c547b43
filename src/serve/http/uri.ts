/** The octets of a percent-encoded text as UTF-8; null where an escape is broken or the octets are no UTF-8. */
export function percentDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Percent-encodes as Signature Version 4 wants it: all but letters, digits and `-._~`. */
export function percentEncoded(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** {@link percentEncoded} of a path: its slashes stay. */
export function pathEncoded(path: string): string {
  return path.split('/').map(percentEncoded).join('/');
}
