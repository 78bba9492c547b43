/** An ETag as a trace has it, without quotes; null = the header was not there. */
export function unquotedEtag(header: string | null | undefined): string | null {
  return header?.replaceAll('"', '') ?? null;
}

/** An ETag as headers and XML have it, in quotes; `*` is none. */
export function quotedEtag(etag: string): string {
  return etag === '*' ? etag : `"${etag}"`;
}
