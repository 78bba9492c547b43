import { closeSync, openSync, writeSync } from 'node:fs';
import { fileErrorText } from '../files/file-error.ts';
import type { CallSink, LoggedCall } from './kms/kms-log.ts';

/** A file that takes calls, a line of JSON each, as they come: whoever reads it finds all that was answered. */
export interface CallFile {
  readonly sink: CallSink;
  close(): void;
}

/**
 * Opens a file that is replaced. `failed` is told when it cannot be written any more.
 *
 * @throws Error of the file system
 */
export function openCallFile(
  path: string,
  lineOf: (call: LoggedCall) => object,
  failed: (problem: string) => void,
): CallFile {
  const file = openSync(path, 'w');
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  return {
    sink: (call) => {
      if (!isOpen) return;
      try {
        writeSync(file, `${JSON.stringify(lineOf(call))}\n`);
      } catch (error) {
        close();
        failed(`${path}: ${fileErrorText(error)}`);
      }
    },
    close,
  };
}
