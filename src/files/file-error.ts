/** What the file system had against an operation, for people. */
export function fileErrorText(error: unknown): string {
  switch (fileErrorCode(error)) {
    case 'ENOENT':
      return 'no such file or folder';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EISDIR':
      return 'is a directory';
    case 'ENOTDIR':
      return 'a part of the path is not a folder';
    case 'ENOSPC':
      return 'no space left';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

/** What it had against the making of a new file, for people. */
export function newFileErrorText(error: unknown): string {
  return fileErrorCode(error) === 'EEXIST' ? 'exists already, and is never overwritten' : fileErrorText(error);
}

/** The code of a file system error, `ENOENT` and the like; undefined for any other error. */
export function fileErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
