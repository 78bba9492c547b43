/** Whether a trace of that name is compressed by gzip: the name alone decides. */
export function isGzipName(path: string): boolean {
  return path.toLowerCase().endsWith('.gz');
}

/** What is wrong with a compressed file, for people; undefined if the error is none of the decompressor's. */
export function gzipErrorText(code: string | undefined): string | undefined {
  switch (code) {
    case 'Z_BUF_ERROR':
      return 'the gzip data ends early: truncated?';
    case 'Z_DATA_ERROR':
      return 'not gzip data, or damaged';
    default:
      return undefined;
  }
}
